import { type RelayClient, openRelayClient } from './relay-client.ts';
import type { RelayAddress } from './relay-address.ts';
import { turnCredentials } from './turn-credentials.ts';

/** One line about a relay. `bad`: calls that need it cannot work, or it reaches what it must not. */
export interface RelayFinding {
  readonly level: 'ok' | 'warn' | 'bad';
  readonly text: string;
}

/** Each must be refused: a cloud's metadata, this machine, a private network, and one of them in a disguise. */
const inner = ['169.254.169.254', '127.0.0.1', '10.0.0.1', '192.168.0.1'];
const patience = 4_000;

/** Asks a relay as a browser in a call would, and for addresses that no browser may reach. Nothing is sent through it. */
export async function inspectRelay(options: {
  readonly relay: RelayAddress;
  readonly secret: string;
  /** The media engine's, as browsers are told it; null: it is not known here. */
  readonly engineAddress: string | null;
  readonly now: Date;
}): Promise<RelayFinding> {
  const { relay, secret, engineAddress, now } = options;
  const about = `relay ${relay.url}`;
  const bad = (text: string): RelayFinding => ({ level: 'bad', text: `${about}: ${text}` });
  let client: RelayClient | null = null;
  try {
    client = await openRelayClient(relay, turnCredentials({ secret, participant: 'doctor', now }), patience);
    const allocated = await client.allocate(4);
    if (allocated === 401)
      return bad(
        'it refuses our credentials. Its static-auth-secret must be ALONGSIDE_TURN_SECRET, and both clocks be set by NTP.',
      );
    if (allocated !== 0) return bad(`it gives no relay (error ${allocated}).`);
    for (const address of inner)
      if (address !== engineAddress && (await client.permit(address)) !== 403)
        return bad(`it would reach ${address}. Give it the configuration that alongside turn config writes.`);
    if (engineAddress === null)
      return { level: 'ok', text: `${about} takes our credentials and reaches nothing private` };
    const reached = await client.permit(engineAddress);
    if (reached !== 0)
      return bad(`it does not reach the media engine at ${engineAddress} (error ${reached}); see allowed-peer-ip.`);
    return { level: 'ok', text: `${about} takes our credentials and reaches ${engineAddress}, and nothing private` };
  } catch (error) {
    return bad(`nobody answers there (${error instanceof Error ? error.message : String(error)}).`);
  } finally {
    client?.close();
  }
}
