import { audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { AttemptOutcome, ClaimedDelivery } from '../ports.ts';
import { pauseAfter, retryAfter } from '../schedule.ts';
import { bodyOf, failureOf, sendSigned } from '../send.ts';

/** Longer than any request takes: only the claims of a process that died run out. */
const CLAIM_SECONDS = 60;
const GONE = 410;
/** With these a receiver that names a pause means all of its events. */
const BUSY = [429, 503];

/** Takes what is due at one webhook, at most one event of each conversation. */
export async function claimDeliveries(
  platform: Platform,
  place: { tenantId: string; webhookId: string },
  count: number,
  ahead: number,
): Promise<ClaimedDelivery[]> {
  const claim = platform.random.uuid();
  return platform.store.transaction(place.tenantId, (tx) =>
    tx.webhooks.claim(place.webhookId, claim, count, CLAIM_SECONDS, ahead),
  );
}

/** Tries a claimed event once, and says in the store how it went [HOOK3]–[HOOK7]. Rejects only if the store is away: the claim then runs out. */
export async function deliver(
  platform: Platform,
  tenantId: string,
  claimed: ClaimedDelivery,
  ahead: number,
): Promise<AttemptOutcome> {
  const now = new Date(platform.clock.now().getTime() + ahead * 1000);
  const { type, occurredAt, data } = claimed;
  const body = bodyOf(claimed, { type, timestamp: occurredAt, data });
  const answer = await sendSigned(platform, claimed, { id: messageIdOf(claimed.eventId), at: now, body });
  const error = failureOf(answer);
  const status = answer.ok ? answer.status : null;
  const asked = answer.ok ? retryAfter(answer.headers['retry-after'], now) : null;
  const attempts = claimed.attempts + 1;
  const pause = pauseAfter(attempts, platform.random);
  const gone = status === GONE;
  const outcome: AttemptOutcome = {
    state: error === null ? 'delivered' : gone || pause === null ? 'dead' : 'pending',
    pauseSeconds: Math.max(pause ?? 0, asked ?? 0),
    status,
    error,
    milliseconds: answer.milliseconds,
  };
  await platform.store.transaction(tenantId, async (tx) => {
    if (!(await tx.webhooks.settle(claimed, outcome, ahead))) return;
    if (asked !== null && status !== null && BUSY.includes(status))
      await tx.webhooks.hold(claimed.webhookId, asked, ahead);
    if (!gone || !(await tx.webhooks.switchOff(claimed.webhookId))) return;
    const target = { kind: 'webhook', id: claimed.webhookId, name: claimed.url };
    audit(tx, SYSTEM_ACTOR, { action: 'webhook.switched_off', target, after: { disabledReason: 'receiver_gone' } });
  });
  return outcome;
}

/** The `webhook-id` header: one for each event, the same at each attempt and at a replay. */
export const messageIdOf = (eventId: string): string => `msg_${eventId.replaceAll('-', '')}`;
