import type { Clock } from '@alongside/domain';
import { type RelayAddress, readRelayAddress, turnCredentials } from '@alongside/media';
import type { IceServers } from '../calls/ice-servers.ts';
import { StartRefused } from '../command/start-refused.ts';

/** A relay for browsers whose network lets nothing through to the media engine. */
export interface TurnSettings {
  readonly relays: readonly RelayAddress[];
  /** Shared with the relay; mints credentials. */
  readonly secret: string;
}

const LEAST_SECRET = 32;
const EXAMPLE = 'turn:relay.example.net:3478,turns:relay.example.net:5349';

/** Addresses with commas, and the secret; null: no relay. @throws StartRefused */
export function readTurnSettings({
  urls,
  secret,
}: {
  readonly urls: string | undefined;
  readonly secret: string | undefined;
}): TurnSettings | null {
  if (urls === undefined) return null;
  const relays = urls.split(',').map((url) => readRelayAddress(url.trim()));
  const known = relays.filter((relay) => relay !== null);
  if (known.length < relays.length)
    throw new StartRefused(`"${urls}" are no relays; give --turn-url addresses with commas, as ${EXAMPLE}`);
  if (secret === undefined || secret.length < LEAST_SECRET)
    throw new StartRefused(
      `Put the secret of the relay, at least ${LEAST_SECRET} characters, into ALONGSIDE_TURN_SECRET; openssl rand -hex 32 makes one.`,
    );
  return { relays: known, secret };
}

/** Credentials are made for each who joins a call, and live ten minutes: enough to connect, and whoever is connected stays so. */
export function iceServersOf({ relays, secret }: TurnSettings, clock: Clock): IceServers {
  const urls = relays.map(({ url }) => url);
  return (_tenantId, partyId) => {
    const { username, credential } = turnCredentials({ secret, participant: partyId, now: clock.now() });
    return [{ urls, username, credential }];
  };
}
