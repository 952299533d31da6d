import { createHmac } from 'node:crypto';

export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
  /** Seconds until they are good for nothing new. */
  readonly lifetimeSeconds: number;
}

const mostSeconds = 600;

/**
 * Credentials for one participant of a call that is on, by the shared secret of coturn's REST scheme: whoever has them may open relays until they expire,
 * ten minutes at most.
 *
 * @throws Error for a longer lifetime
 */
export function turnCredentials(of: {
  readonly secret: string;
  /** Names the participant in the relay's log and quota; what coturn takes in no name becomes an underline. */
  readonly participant: string;
  readonly now: Date;
  readonly lifetimeSeconds?: number;
}): TurnCredentials {
  const { lifetimeSeconds = mostSeconds } = of;
  if (lifetimeSeconds < 1 || lifetimeSeconds > mostSeconds)
    throw new Error(`Credentials of the relay live ${mostSeconds} seconds at most.`);
  const expiry = Math.floor(of.now.getTime() / 1_000) + lifetimeSeconds;
  const username = `${expiry}:${of.participant.replace(/[^\w.-]/g, '_')}`;
  return { username, credential: createHmac('sha1', of.secret).update(username).digest('base64'), lifetimeSeconds };
}
