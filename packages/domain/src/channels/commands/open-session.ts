import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { mintToken, parseToken } from '../../kernel/tokens.ts';
import { type Authorized, type ChannelVisitor, cleanName, type IssuedToken, type NameOfCustomer } from '../identity.ts';
import { beginSession } from '../issue-tokens.ts';
import type { Channel, ChannelPerson } from '../ports.ts';
import { channelOf } from './enter-anonymously.ts';

/** How long a browser is known again without coming. */
const COOKIE_SECONDS = 365 * 24 * 3600;

/**
 * A session of an anonymous customer. On a channel of kind `secured` the app says who it is; on one of kind `secured_cookie` only the identity
 * token of an earlier visit does, and without a good one it is somebody new. Refuses `not_found` and `authorization_refused`.
 */
export async function openChannelSession(
  platform: Platform,
  visitor: ChannelVisitor,
  said: NameOfCustomer | null,
  identityToken: string | null,
): Promise<Authorized & { readonly identityToken: IssuedToken | null }> {
  const channel = await channelOf(platform, visitor);
  if (channel.identity !== 'secured' && channel.identity !== 'secured_cookie')
    throw new Refused('authorization_refused');
  const name = cleanName(said ?? { externalId: '', firstName: '', lastName: '', imageUrl: null });
  return platform.store.transaction(channel.tenantId, async (tx) => {
    const identify = (externalId: string) =>
      tx.channels.identify({ ...name, externalId, id: platform.random.uuid(), channelId: channel.id });
    if (channel.identity === 'secured') {
      const person = await identify(name.externalId || platform.random.uuid());
      return { ...(await beginSession(platform, tx, channel, person, visitor.visitorId)), identityToken: null };
    }
    const known = identityToken === null ? null : await personOf(tx, channel, identityToken, name);
    const person = known ?? (await identify(platform.random.uuid()));
    return {
      ...(await beginSession(platform, tx, channel, person, visitor.visitorId)),
      identityToken:
        known && identityToken !== null
          ? { token: identityToken, expiresInSeconds: COOKIE_SECONDS }
          : await issueIdentity(platform, tx, channel, person),
    };
  });
}

async function personOf(
  tx: Transaction,
  channel: Channel,
  token: string,
  name: NameOfCustomer,
): Promise<ChannelPerson | null> {
  const parsed = parseToken(token);
  if (parsed?.kind !== 'channel-identity' || parsed.tenantId !== channel.tenantId) return null;
  const customerId = await tx.channelSessions.identityOf(channel.id, parsed.digest, COOKIE_SECONDS);
  return customerId === null ? null : tx.channels.renamePerson(channel.id, customerId, name);
}

async function issueIdentity(
  platform: Platform,
  tx: Transaction,
  channel: Channel,
  { customerId }: ChannelPerson,
): Promise<IssuedToken> {
  const { token, digest } = mintToken('channel-identity', channel.tenantId, platform.random);
  await tx.channelSessions.saveIdentityToken({ channelId: channel.id, digest, customerId, seconds: COOKIE_SECONDS });
  return { token, expiresInSeconds: COOKIE_SECONDS };
}
