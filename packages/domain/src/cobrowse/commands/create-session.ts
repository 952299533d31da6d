import { audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { Refused } from '../../kernel/refused.ts';
import { digestOf } from '../../kernel/tokens.ts';
import { codeDigest, drawDigits, drawLetters } from '../code.ts';
import {
  CODE_SECONDS,
  CREATED_PER_ADDRESS,
  CREATED_PER_DEVICE,
  CREATION_WINDOW_SECONDS,
  DEFAULT_LENGTH,
  mostLiveDigits,
  TENANT_WINDOW_SECONDS,
  WAIT_SECONDS,
  wrongPerTenant,
} from '../policy.ts';

/** Draws before it is a fault: digits are at most a thousandth taken. */
const MOST_DRAWS = 20;

export interface ShortCode {
  /** The session. */
  readonly cid: string;
  /** To be read out; as it was drawn, without groups. */
  readonly shortCode: string;
  readonly expiresInSeconds: number;
}

/**
 * Creates a session with its short code. `creator` is the secret that binds the customer's side to this browser: it goes into a cookie, and
 * is kept as a digest alone. Refuses `rate_limited` where one address or browser makes too many.
 */
export async function createCobrowse(
  platform: Platform,
  tenantId: string,
  from: {
    readonly address: string;
    readonly origin: string | null;
    /** The secret of an earlier creation by this browser. */
    readonly creator: string | null;
    readonly conversationId?: string;
    readonly customerId?: string;
  },
): Promise<ShortCode & { readonly creator: string }> {
  const creator = Buffer.from(platform.random.bytes(32)).toString('base64url');
  const cid = platform.random.uuid();
  const device = from.creator === null ? null : Buffer.from(digestOf(from.creator)).toString('hex');
  return platform.store.transaction(tenantId, async (tx) => {
    await spend(tx, `address ${from.address}`, CREATED_PER_ADDRESS);
    if (device !== null) await spend(tx, `device ${device}`, CREATED_PER_DEVICE);
    await tx.cobrowse.create({
      id: cid,
      creatorDigest: digestOf(creator),
      address: from.address,
      origin: from.origin,
      conversationId: from.conversationId ?? null,
      customerId: from.customerId ?? null,
      seconds: WAIT_SECONDS,
    });
    return { ...(await addCode(platform, tx, tenantId, cid)), creator };
  });
}

/** Another code for a session that nobody joined yet; the one before is dead. Refuses `session_expired`. */
export async function renewCode(platform: Platform, tenantId: string, tokenDigest: Uint8Array): Promise<ShortCode> {
  return platform.store.transaction(tenantId, async (tx) => {
    const session = await tx.cobrowse.byPageToken(tokenDigest);
    if (!session || !(await tx.cobrowse.waiting(session.id, WAIT_SECONDS))) throw new Refused('session_expired');
    await spend(tx, `renew ${session.id}`, CREATED_PER_DEVICE);
    await tx.cobrowse.removeCodes(session.id);
    return addCode(platform, tx, tenantId, session.id);
  });
}

async function spend(tx: Transaction, key: string, most: number): Promise<void> {
  const { count, firstEndsInSeconds } = await tx.cobrowse.happened(key, CREATION_WINDOW_SECONDS);
  if (count >= most)
    throw new Refused('rate_limited', {
      message: 'Too many short codes were asked for from here.',
      retryAfterSeconds: firstEndsInSeconds,
    });
  await tx.cobrowse.note(key);
}

async function addCode(platform: Platform, tx: Transaction, tenantId: string, cid: string): Promise<ShortCode> {
  const { random, signer } = platform;
  const settings = await tx.directory.settings();
  const { shortCodeLength: length = DEFAULT_LENGTH, shortCodeSeconds: seconds = CODE_SECONDS } = settings;
  const letters =
    settings.shortCodeLetters === true ||
    (await tx.cobrowse.counted('wrong', TENANT_WINDOW_SECONDS)).count >= wrongPerTenant(length) ||
    (await tx.cobrowse.liveDigits()) >= mostLiveDigits(length);
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const shortCode = letters ? drawLetters(random) : drawDigits(length, random);
    const digest = codeDigest(signer, tenantId, shortCode);
    if (await tx.cobrowse.addCode({ digest, sessionId: cid, letters, seconds }))
      return { cid, shortCode, expiresInSeconds: seconds };
  }
  throw new Refused('internal', { message: 'No short code is free.' });
}

/** Says in the audit log that guesses made the codes longer. */
export const auditDegraded = (tx: Transaction, wrong: number): void =>
  audit(tx, SYSTEM_ACTOR, { action: 'short_code.degraded', after: { wrong } });
