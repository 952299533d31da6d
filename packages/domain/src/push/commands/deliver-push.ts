import type { PushPayload } from '@alongside/protocol';
import { createHash } from 'node:crypto';
import type { OutgoingAnswer } from '../../kernel/outgoing.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { PushTarget } from '../../visitors/ports.ts';
import { retryAfter } from '../../webhooks/schedule.ts';
import type { ClaimedPush, StoredSubscription, Unread } from '../ports.ts';
import { browserIn } from '../targets.ts';
import { pushKeys } from './push-settings.ts';

/** Longer than ten browsers of one customer take together: only the claims of a process that died run out. */
const CLAIM_SECONDS = 120;
/** A message that could not be shown within a day is found when the app is opened. */
const TTL_SECONDS = 24 * 3600;
/** Seconds before each further attempt; then it is given up. */
const PAUSES = [10, 60, 300, 1800] as const;
const TEXT_CHARACTERS = 300;
/** For push services whose operator nobody has named. */
const NOBODY = 'mailto:push@alongside.invalid';

/** What only the process knows. */
export interface PushSurroundings {
  /** Whether this customer has an open socket here. */
  readonly isHere: (tenantId: string, customerId: string) => boolean;
  /** Our own public address; null: none was named. */
  readonly publicUrl: string | null;
  /** Seconds by which the clock is ahead; 0 but in tests of long times. */
  readonly ahead: number;
}

interface Browser {
  readonly subscription: StoredSubscription;
  /** Told by a device of the customer's, and not subscribed in their session. */
  readonly claimedBy: PushTarget | null;
}

type Told = { readonly as: 'done' | 'gone' } | { readonly as: 'later'; readonly seconds: number };

export const claimPushes = (platform: Platform, count: number, ahead: number): Promise<ClaimedPush[]> =>
  platform.store.pushQueue.claim(platform.random.uuid(), count, CLAIM_SECONDS, ahead);

/**
 * Tells a customer's browsers that there is something to read [PUSH2]: nothing if it was read, or reached a device of theirs, or they are here.
 * Device tokens of apps are handed to the company's own push service instead, as an event [PUSH4]. At least once; rejects only if the store is away.
 */
export async function deliverPush(platform: Platform, claimed: ClaimedPush, around: PushSurroundings): Promise<void> {
  const { tenantId, conversationId } = claimed;
  const found = await platform.store.transaction(tenantId, async (tx) => {
    const unread = await tx.push.unread(conversationId);
    const reached = unread !== null && unread.deliveredUpTo >= unread.seq;
    if (unread === null || reached || around.isHere(tenantId, unread.customerId)) {
      await tx.push.settle(claimed, null, around.ahead);
      return null;
    }
    const targets = await tx.visitors.pushTargets(unread.customerId);
    const browsers: Browser[] = [];
    for (const subscription of await tx.push.subscriptions(unread.customerId))
      browsers.push({ subscription, claimedBy: null });
    for (const target of targets) {
      const browser = browserIn(target);
      const known = browsers.some(({ subscription }) => subscription.endpoint === browser?.endpoint);
      if (browser && !known) browsers.push({ subscription: { id: target.visitorId, ...browser }, claimedBy: target });
    }
    const { name } = await tx.directory.settings();
    return {
      unread,
      browsers: browsers.filter(({ subscription: { id } }) => claimed.leftFor?.includes(id) ?? true),
      devices: targets.filter((target) => browserIn(target) === null),
      settings: await tx.push.settings(),
      name,
    };
  });
  if (found === null) return;

  const { unread, browsers, devices, settings, name } = found;
  const keys = browsers.length === 0 ? null : await pushKeys(platform, tenantId);
  const tell = async ({ subscription, claimedBy }: Browser): Promise<Told> => {
    const request = platform.webPush.encrypt(subscription, {
      payload: JSON.stringify(payloadOf(conversationId, unread, name, settings.includeText && claimedBy === null)),
      keys: { publicKey: keys!.publicKey, privateKey: platform.sealer.open(keys!.sealedPrivateKey) },
      contact: settings.contact ?? (around.publicUrl?.startsWith('https:') ? around.publicUrl : NOBODY),
      ttlSeconds: TTL_SECONDS,
      topic: createHash('sha256').update(conversationId).digest('base64url').slice(0, 32),
    });
    if (request === null) return { as: 'gone' };
    return judge(await platform.outgoing.send({ method: 'POST', ...request }), platform.clock.now());
  };
  const told = await Promise.all(browsers.map(async (browser) => ({ browser, ...(await tell(browser)) })));

  const later = told.filter((one) => one.as === 'later');
  const pause = PAUSES[claimed.attempts];
  const outcome =
    later.length === 0 || pause === undefined
      ? null
      : {
          leftFor: later.map(({ browser }) => browser.subscription.id),
          pauseSeconds: Math.max(pause, ...later.map((one) => ('seconds' in one ? one.seconds : 0))),
        };
  await platform.store.transaction(tenantId, async (tx) => {
    for (const { browser, as } of told) {
      if (as !== 'gone') continue;
      const { subscription, claimedBy } = browser;
      if (claimedBy === null) await tx.push.drop(unread.customerId, subscription);
      else await tx.visitors.remember(claimedBy.visitorId, { pushToken: null });
    }
    const mine = await tx.push.settle(claimed, outcome, around.ahead);
    if (!mine || claimed.leftFor !== null || devices.length === 0) return;
    const { seq, count } = unread;
    await tx.webhooks.noteContact('push.requested', unread.contactId, { seq, unread: count, targets: devices });
  });
}

function payloadOf(conversationId: string, unread: Unread, title: string, words: boolean): PushPayload {
  const { threadId, seq, count, from, text } = unread;
  const said = words ? { from, text: text.slice(0, TEXT_CHARACTERS) } : {};
  return { alongside: 1, title, conversationId, threadId, seq, unread: count, ...said };
}

function judge(answer: OutgoingAnswer, now: Date): Told {
  // Where a browser's address is not allowed any more, a later attempt changes nothing.
  if (!answer.ok) return answer.error === 'address_not_allowed' ? { as: 'gone' } : { as: 'later', seconds: 0 };
  const { status, headers } = answer;
  if (status === 404 || status === 410) return { as: 'gone' };
  if (status === 429 || status >= 500) return { as: 'later', seconds: retryAfter(headers['retry-after'], now) ?? 0 };
  // Taken, or refused for a reason that will not change: the next message tries again.
  return { as: 'done' };
}
