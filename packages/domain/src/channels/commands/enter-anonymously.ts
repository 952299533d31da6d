import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { actorOf, type Authorized, type ChannelVisitor, cleanName, type NameOfCustomer } from '../identity.ts';
import type { Channel } from '../ports.ts';
import { findChannel } from './find-channel.ts';

/**
 * A customer on an anonymous channel: the app's word for who it is, made anew where it says none. Refuses `not_found` for an unknown channel and
 * `authorization_refused` for one that asks for more.
 */
export async function enterAnonymously(
  platform: Platform,
  visitor: ChannelVisitor,
  said: NameOfCustomer,
): Promise<Authorized> {
  const channel = await channelOf(platform, visitor);
  if (channel.identity !== 'anonymous') throw new Refused('authorization_refused');
  const name = cleanName(said);
  const person = await platform.store.transaction(channel.tenantId, (tx) =>
    tx.channels.identify({
      ...name,
      externalId: name.externalId || platform.random.uuid(),
      id: platform.random.uuid(),
      channelId: channel.id,
    }),
  );
  return {
    actor: actorOf(channel, person, visitor.visitorId, null),
    person,
    transactionToken: null,
    thirdParty: null,
  };
}

/** Refuses `not_found`. */
export async function channelOf(platform: Platform, { brandId, channelId }: ChannelVisitor): Promise<Channel> {
  const channel = await findChannel(platform, brandId, channelId);
  if (!channel) throw new Refused('not_found', { message: 'There is no such channel.' });
  return channel;
}
