import type { ChannelConfig, ChannelOpened, OpenChannel } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { digestOf, mintToken, parseToken } from '../../kernel/tokens.ts';
import { actorOf, cleanName } from '../identity.ts';
import type { Channel, ChannelActor, ChannelPerson } from '../ports.ts';
import { isChannelOnline } from './find-channel.ts';

/** Good as long as its session, which is not prolonged: the app opens the channel anew. */
const SESSION_SECONDS = 24 * 3600;
/** Whose word it is when the company vouches for a customer by a hash of its own backend. */
const COMPANY = 'company';

/** A channel's public face. Refuses `not_found`. */
export async function readChannelConfig(
  platform: Platform,
  { tenant, channelId }: { tenant: string; channelId: string },
): Promise<ChannelConfig> {
  const channel = await channelOfTenant(platform, tenant, channelId);
  const { name, mode, files, preContactForm, contactFields, customerFields, transcript, proactive, welcomeText } =
    channel;
  const online = await isChannelOnline(platform, channel);
  const shown = {
    name,
    mode,
    files,
    preContactForm,
    contactFields,
    customerFields,
    transcript,
    proactive,
    welcomeText,
  };
  return { channelId, online, ...shown };
}

/**
 * A session of a customer on a channel, for our own apps. Who is vouched for is the company's own customer, and the hash is used up [HASH1]; without
 * a voucher the app says who it is, on channels that take its word. Refuses `not_found`, `start_refused`, `authorization_refused`.
 */
export async function openChannel(platform: Platform, input: OpenChannel): Promise<ChannelOpened> {
  const channel = await channelOfTenant(platform, input.tenant, input.channelId);
  const { vouched, deviceHash, visitorId = null } = input;
  const name = cleanName({
    externalId: input.customerId ?? '',
    firstName: input.customerName ?? '',
    lastName: '',
    imageUrl: null,
  });
  if (!vouched && channel.identity !== 'anonymous' && channel.identity !== 'secured')
    throw new Refused('authorization_refused');
  if (vouched && !input.customerId)
    throw new Refused('invalid_request', { field: '/customerId', message: 'Whom does the company vouch for?' });
  const sessionId = platform.random.uuid();
  return platform.store.transaction(channel.tenantId, async (tx) => {
    const who = { ...name, externalId: name.externalId || platform.random.uuid(), id: platform.random.uuid() };
    if (!vouched) {
      const person = await tx.channels.identify({ ...who, channelId: channel.id });
      return begin(platform, tx, channel, person, { sessionId, deviceHash, visitorId });
    }
    const subject = input.customerId ?? '';
    const digest = digestOf(vouched.transactionHash);
    const grant = { customerId: subject, deviceHash };
    if (!(await tx.directory.consumeTransactionHash(digest, grant, vouched.startId, sessionId))) {
      const within = LIMITS.startRetrySeconds;
      if (!(await tx.directory.repeatedStart(digest, grant, vouched.startId, within)))
        throw new Refused('start_refused');
    }
    const person = await tx.channels.identify({ ...who, channelId: channel.id, subject, issuer: COMPANY });
    return begin(platform, tx, channel, person, { sessionId, deviceHash, visitorId });
  });
}

/** Who holds this token of openChannel; null: nobody. */
export async function channelCustomer(
  platform: Platform,
  token: string,
): Promise<(ChannelActor & { readonly sessionId: string }) | null> {
  const parsed = parseToken(token);
  if (parsed?.kind !== 'channel-access') return null;
  return platform.store.transaction(parsed.tenantId, async (tx) => {
    const session = await tx.channelSessions.byToken('access', parsed.digest);
    const channel = session && (await tx.channels.channel(session.channelId));
    const person = channel && (await tx.channels.person(channel.id, session.customerId));
    if (!person) return null;
    return { ...actorOf(channel, person, session.visitorId, session.id), sessionId: session.id };
  });
}

async function begin(
  platform: Platform,
  tx: Transaction,
  channel: Channel,
  person: ChannelPerson,
  { sessionId, deviceHash, visitorId }: { sessionId: string; deviceHash: string; visitorId: string | null },
): Promise<ChannelOpened> {
  const { token, digest } = mintToken('channel-access', channel.tenantId, platform.random);
  const seconds = SESSION_SECONDS;
  await tx.channelSessions.begin({
    id: sessionId,
    channelId: channel.id,
    customerId: person.customerId,
    identity: channel.identity,
    visitorId: deviceHash,
    seconds,
    mostSeconds: seconds,
  });
  await tx.channelSessions.addToken({ digest, kind: 'access', sessionId, seconds });
  if (visitorId !== null) await tx.visitors.identify(visitorId.toLowerCase(), person.customerId, channel.id);
  return {
    token,
    expiresAt: new Date(platform.clock.now().getTime() + seconds * 1000).toISOString(),
    customer: {
      id: person.customerId,
      customerId: person.externalId,
      name: `${person.firstName} ${person.lastName}`.trim(),
    },
    fields: [...person.fields],
  };
}

async function channelOfTenant(platform: Platform, domain: string, channelId: string): Promise<Channel> {
  const tenant = await platform.store.tenants.byDomain(domain);
  const channel = tenant && (await platform.store.transaction(tenant.id, (tx) => tx.channels.channel(channelId)));
  if (!channel) throw new Refused('not_found', { message: 'There is no such channel.' });
  return channel;
}
