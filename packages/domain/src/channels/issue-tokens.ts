import type { Platform } from '../kernel/platform.ts';
import type { Transaction } from '../kernel/store.ts';
import { mintToken } from '../kernel/tokens.ts';
import { actorOf, type Authorized, type IssuedToken } from './identity.ts';
import type { Channel, ChannelPerson } from './ports.ts';
import type { ChannelTokenKind } from './session-ports.ts';

const DAY = 24 * 3600;
/** How long a session lives on without a new token, and at the most. An anonymous one is made anew with each visit. */
export const SESSION_SECONDS = { authorized: 30 * DAY, anonymous: DAY, most: 90 * DAY };

/** Clients come for the next one before the end; the wire's own example has 300 s, and access tokens are to be good for several minutes. */
const TOKEN_SECONDS: Record<ChannelTokenKind, number> = { transaction: 300, access: 900, refresh: 30 * DAY };

const KINDS = {
  transaction: 'channel-transaction',
  access: 'channel-access',
  refresh: 'channel-refresh',
} as const satisfies Record<ChannelTokenKind, string>;

/** The device's id as it is stored and compared: some clients write it large later. */
export const visitorKey = (visitorId: string): string => visitorId.toLowerCase();

export async function issueToken(
  platform: Platform,
  tx: Transaction,
  tenantId: string,
  kind: ChannelTokenKind,
  sessionId: string,
): Promise<IssuedToken> {
  const { token, digest } = mintToken(KINDS[kind], tenantId, platform.random);
  const seconds = TOKEN_SECONDS[kind];
  await tx.channelSessions.addToken({ digest, kind, sessionId, seconds });
  return { token, expiresInSeconds: seconds };
}

/** A session for this person with the tokens that its channel uses. */
export async function beginSession(
  platform: Platform,
  tx: Transaction,
  channel: Channel,
  person: ChannelPerson,
  visitorId: string,
): Promise<Authorized> {
  const sessionId = platform.random.uuid();
  await tx.channelSessions.begin({
    id: sessionId,
    channelId: channel.id,
    customerId: person.customerId,
    identity: channel.identity,
    visitorId: visitorKey(visitorId),
    seconds: authorizes(channel) ? SESSION_SECONDS.authorized : SESSION_SECONDS.anonymous,
    mostSeconds: SESSION_SECONDS.most,
  });
  return issueTokens(platform, tx, channel, person, { visitorId, sessionId });
}

/** The tokens of a session that is there. */
export async function issueTokens(
  platform: Platform,
  tx: Transaction,
  channel: Channel,
  person: ChannelPerson,
  { visitorId, sessionId }: { visitorId: string; sessionId: string },
): Promise<Authorized> {
  const issue = (kind: ChannelTokenKind) => issueToken(platform, tx, channel.tenantId, kind, sessionId);
  return {
    actor: actorOf(channel, person, visitorId, sessionId),
    person,
    transactionToken: isSecured(channel) ? await issue('transaction') : null,
    thirdParty: authorizes(channel) ? { access: await issue('access'), refresh: (await issue('refresh')).token } : null,
  };
}

/** Whether the channel's sockets are opened with a token in their address. */
export const isSecured = ({ identity }: Pick<Channel, 'identity'>): boolean =>
  identity === 'secured' || identity === 'secured_cookie' || identity === 'secured_oauth';

/** Whether its customers come with codes of the company's provider. */
export const authorizes = ({ identity }: Pick<Channel, 'identity'>): boolean =>
  identity === 'oauth' || identity === 'secured_oauth';
