import type { Platform } from '../../kernel/platform.ts';
import { parseToken } from '../../kernel/tokens.ts';
import { actorOf, type ChannelVisitor, cleanName, type NameOfCustomer } from '../identity.ts';
import { authorizes, isSecured, visitorKey } from '../issue-tokens.ts';
import type { Channel, ChannelActor, ChannelPerson } from '../ports.ts';
import { findChannel } from './find-channel.ts';

/** Who somebody is by a token of ours. */
export interface KnownCustomer {
  readonly actor: ChannelActor;
  readonly person: ChannelPerson;
}

/** The token in a socket's address; null: bad, past, of another channel or device, or its session is over. */
export function redeemTransactionToken(
  platform: Platform,
  visitor: ChannelVisitor,
  token: string,
): Promise<KnownCustomer | null> {
  return redeem(platform, visitor, 'transaction', token, isSecured);
}

/** The access token with which a socket on a channel of kind `oauth` comes back; null as above. */
export function redeemAccessToken(
  platform: Platform,
  visitor: ChannelVisitor,
  token: string,
): Promise<KnownCustomer | null> {
  return redeem(platform, visitor, 'access', token, (channel) => channel.identity === 'oauth');
}

/** The name and picture that the app knows now; parts that are empty change nothing, and neither does what a provider has proven. */
export async function updateCustomerName(
  platform: Platform,
  actor: ChannelActor,
  said: NameOfCustomer,
): Promise<ChannelPerson> {
  const name = cleanName(said);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const person = await tx.channels.person(actor.channelId, actor.customerId);
    const channel = await tx.channels.channel(actor.channelId);
    if (!person || !channel) throw new Error('A customer who is connected is not known.');
    if (authorizes(channel) && person.firstName !== '') return person;
    return (await tx.channels.renamePerson(actor.channelId, actor.customerId, name)) ?? person;
  });
}

/** Those of these sessions that are not over, by time or by an end, and whose channel still knows its customers in their way. */
export async function liveChannelSessions(
  platform: Platform,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return platform.store.transaction(tenantId, (tx) => tx.channelSessions.live(sessionIds));
}

async function redeem(
  platform: Platform,
  visitor: ChannelVisitor,
  kind: 'transaction' | 'access',
  token: string,
  fits: (channel: Channel) => boolean,
): Promise<KnownCustomer | null> {
  const parsed = parseToken(token);
  if (parsed?.kind !== `channel-${kind}`) return null;
  const channel = await findChannel(platform, visitor.brandId, visitor.channelId);
  if (!channel || !fits(channel) || parsed.tenantId !== channel.tenantId) return null;
  return platform.store.transaction(channel.tenantId, async (tx) => {
    const session = await tx.channelSessions.byToken(kind, parsed.digest);
    if (!session || session.channelId !== channel.id || session.identity !== channel.identity) return null;
    if (session.visitorId !== visitorKey(visitor.visitorId)) return null;
    const person = await tx.channels.person(channel.id, session.customerId);
    return person && { actor: actorOf(channel, person, visitor.visitorId, session.id), person };
  });
}
