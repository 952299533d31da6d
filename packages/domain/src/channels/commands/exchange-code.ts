import { audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { digestOf } from '../../kernel/tokens.ts';
import { type Authorized, type ChannelVisitor, cleanName, nameOf } from '../identity.ts';
import { authorizes, beginSession, issueTokens, SESSION_SECONDS, visitorKey } from '../issue-tokens.ts';
import type { Channel } from '../ports.ts';
import type { ProvenPerson } from '../provider.ts';
import { channelOf } from './enter-anonymously.ts';

/** A code is remembered for so long since it was taken last, if its session lives as long. */
const CODE_SECONDS = 24 * 3600;
const LONGEST = 4096;
/** Stands for a page that did not name its device: nothing can be bound to that. */
const NOBODYS_DEVICE = '00000000-0000-0000-0000-000000000000';

/** Exchanges that are under way: a client that connects twice at once comes twice with one code, which a provider takes once. */
const underWay = new WeakMap<Platform, Map<string, Promise<Authorized>>>();

/**
 * Exchanges an authorization code at the company's provider for a session. The same code is taken again of the same channel, device and
 * verifier while that session lives, which the audit log tells; of anybody else never. Refuses `not_found`, `authorization_refused`, and
 * `company_unavailable` where the provider gave no answer.
 */
export async function exchangeCode(
  platform: Platform,
  visitor: ChannelVisitor,
  code: string,
  verifier: string | null,
): Promise<Authorized> {
  const channel = await channelOf(platform, visitor);
  const sound = code.length > 0 && code.length <= LONGEST && (verifier ?? '').length <= LONGEST;
  if (!authorizes(channel) || !sound || visitor.visitorId === '') throw new Refused('authorization_refused');
  // With the verifier inside, who has only the code does not come so far as to replay it.
  const digest = digestOf(`${code}\n${verifier ?? ''}`);
  const key = [channel.tenantId, channel.id, visitorKey(visitor.visitorId), Buffer.from(digest).toString('hex')].join();
  const running = underWay.get(platform) ?? new Map<string, Promise<Authorized>>();
  underWay.set(platform, running);
  const earlier = running.get(key);
  if (earlier) return earlier;
  const exchange = replayOrExchange(platform, channel, visitor.visitorId, { code, verifier, digest });
  running.set(key, exchange);
  try {
    return await exchange;
  } finally {
    running.delete(key);
  }
}

interface Code {
  readonly code: string;
  readonly verifier: string | null;
  readonly digest: Uint8Array;
}

async function replayOrExchange(
  platform: Platform,
  channel: Channel,
  visitorId: string,
  code: Code,
): Promise<Authorized> {
  const replayed = await platform.store.transaction(channel.tenantId, (tx) =>
    replay(platform, tx, channel, visitorId, code.digest),
  );
  if (replayed === 'refused') throw new Refused('authorization_refused');
  if (replayed !== 'unknown') return replayed;
  const proven = await askProvider(platform, channel, visitorId, code);
  return platform.store.transaction(channel.tenantId, async (tx) => {
    const { firstName, lastName, imageUrl } = cleanName({ ...proven, externalId: proven.subject });
    const person = await tx.channels.identify({
      id: platform.random.uuid(),
      channelId: channel.id,
      externalId: proven.subject,
      subject: proven.subject,
      issuer: proven.issuer,
      firstName,
      lastName,
      imageUrl,
    });
    const authorized = await beginSession(platform, tx, channel, person, visitorId);
    const sessionId = authorized.actor.sessionId ?? '';
    const kept = { channelId: channel.id, digest: code.digest, visitorId: visitorKey(visitorId), sessionId };
    // Somebody else was given a session for this code at the same moment: then nobody can say whose it is.
    if (proven.codeIsSpent && !(await tx.channelSessions.keepCode({ ...kept, seconds: CODE_SECONDS })))
      throw new Refused('authorization_refused');
    return authorized;
  });
}

async function replay(
  platform: Platform,
  tx: Transaction,
  channel: Channel,
  visitorId: string,
  digest: Uint8Array,
): Promise<Authorized | 'refused' | 'unknown'> {
  const known = await tx.channelSessions.exchangedCode(channel.id, digest);
  if (!known) return 'unknown';
  const { session } = known;
  const person = session && (await tx.channels.person(channel.id, session.customerId));
  const target = { kind: 'channel', id: channel.id, name: channel.name };
  const whose = known.visitorId === visitorKey(visitorId) && visitorId !== NOBODYS_DEVICE;
  if (!whose || !session || !person || session.identity !== channel.identity) {
    const by = { kind: 'unknown', id: null, name: '' } as const;
    audit(tx, by, { action: 'channel_session.code_refused', target, after: { visitorId, sameDevice: whose } });
    return 'refused';
  }
  const by = { kind: 'unknown', id: null, name: nameOf(person) } as const;
  const after = { visitorId, customerId: person.customerId, sessionId: session.id };
  audit(tx, by, { action: 'channel_session.code_replayed', target, after });
  await tx.channelSessions.prolong(session.id, SESSION_SECONDS.authorized);
  const kept = { channelId: channel.id, digest, visitorId: known.visitorId, sessionId: session.id };
  await tx.channelSessions.keepCode({ ...kept, seconds: CODE_SECONDS });
  return issueTokens(platform, tx, channel, person, { visitorId, sessionId: session.id });
}

async function askProvider(
  platform: Platform,
  channel: Channel,
  visitorId: string,
  { code, verifier }: Code,
): Promise<ProvenPerson> {
  if (channel.openId === null) throw new Refused('authorization_refused');
  const sealed = await platform.store.transaction(channel.tenantId, (tx) => tx.channels.sealedOpenIdSecret(channel.id));
  const answer = await platform.identityProvider.exchange({
    openId: channel.openId,
    secret: sealed === null ? null : platform.sealer.open(sealed),
    code,
    verifier,
    visitorId,
  });
  if (answer === 'unavailable') throw new Refused('company_unavailable');
  if (answer === 'refused') throw new Refused('authorization_refused');
  return answer;
}
