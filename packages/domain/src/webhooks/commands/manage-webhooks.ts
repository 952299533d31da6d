import type { Webhook, WebhookDelivery, WebhookSettings, WebhookStyle, WebhookTest } from '@alongside/protocol';
import { type DeliveryState, WEBHOOK_OVERLAP_HOURS } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { bodyOf, failureOf, sendSigned } from '../send.ts';
import { mintWebhookSecret } from '../signature.ts';
import { messageIdOf } from './deliver.ts';

const MOST = 50;
const PAGE = 50;
const ANSWER_CHARACTERS = 2_000;

const found = <T>(value: T | null): T => {
  if (value === null) throw new Refused('not_found');
  return value;
};

const targetOf = ({ id, url }: { id: string; url: string }) => ({ kind: 'webhook', id, name: url });

/** What of a webhook is worth a line in the audit log. */
const settingsOf = ({ url, description, events, includeText, enabled }: WebhookSettings): WebhookSettings => ({
  url,
  description,
  events,
  includeText,
  enabled,
});

async function assertReachable(platform: Platform, url: string): Promise<void> {
  if ((await platform.outgoing.refusal(url)) !== null) throw new Refused('address_not_allowed', { field: '/url' });
}

export async function listWebhooks(platform: Platform, actor: AgentActor): Promise<{ webhooks: Webhook[] }> {
  assertRole(actor, 'administrator');
  return { webhooks: await platform.store.transaction(actor.tenantId, (tx) => tx.webhooks.list()) };
}

export async function getWebhook(platform: Platform, actor: AgentActor, id: string): Promise<Webhook> {
  assertRole(actor, 'administrator');
  return found(await platform.store.transaction(actor.tenantId, (tx) => tx.webhooks.get(id)));
}

/** The secret is in this answer and nowhere else; it is stored sealed, since requests must be signed with it. */
export async function createWebhook(
  platform: Platform,
  actor: AgentActor,
  input: Pick<WebhookSettings, 'url' | 'events'> & Partial<WebhookSettings> & { readonly style?: WebhookStyle },
): Promise<{ webhook: Webhook; secret: string }> {
  assertRole(actor, 'administrator');
  await assertReachable(platform, input.url);
  const settings = settingsOf({ description: '', includeText: false, enabled: true, ...input });
  const { style = 'standard' } = input;
  const secret = mintWebhookSecret(platform.random);
  const id = platform.random.uuid();
  const webhook = await platform.store.transaction(actor.tenantId, async (tx) => {
    if ((await tx.webhooks.list()).length >= MOST)
      throw new Refused('limit_reached', { message: `A tenant may have ${MOST} webhooks.` });
    const made = await tx.webhooks.create({ ...settings, id, style, sealedSecret: platform.sealer.seal(secret) });
    audit(tx, actor, { action: 'webhook.created', target: targetOf(made), after: { ...settings, style } });
    return made;
  });
  return { webhook, secret };
}

export async function updateWebhook(
  platform: Platform,
  actor: AgentActor,
  id: string,
  change: Partial<WebhookSettings>,
): Promise<Webhook> {
  assertRole(actor, 'administrator');
  if (change.url !== undefined) await assertReachable(platform, change.url);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = settingsOf(found(await tx.webhooks.get(id)));
    const after = found(await tx.webhooks.update(id, change));
    audit(tx, actor, { action: 'webhook.changed', target: targetOf(after), before, after: settingsOf(after) });
    return after;
  });
}

export async function deleteWebhook(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const before = found(await tx.webhooks.get(id));
    await tx.webhooks.delete(id);
    audit(tx, actor, { action: 'webhook.deleted', target: targetOf(before), before: settingsOf(before) });
  });
}

/** Until the overlap ends requests carry both signatures: receivers change over when they like. */
export async function rotateWebhookSecret(
  platform: Platform,
  actor: AgentActor,
  id: string,
  overlapHours: number = WEBHOOK_OVERLAP_HOURS.default,
): Promise<{ secret: string; previousSecretUntil: string | null }> {
  assertRole(actor, 'administrator');
  const secret = mintWebhookSecret(platform.random);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const { url } = found(await tx.webhooks.get(id));
    const rotated = found(await tx.webhooks.rotate(id, platform.sealer.seal(secret), overlapHours));
    audit(tx, actor, { action: 'webhook.secret_rotated', target: targetOf({ id, url }), after: { overlapHours } });
    return { secret, ...rotated };
  });
}

/** Sends `webhook.test` now and once, whether the webhook is on or off. */
export async function testWebhook(platform: Platform, actor: AgentActor, id: string): Promise<WebhookTest> {
  assertRole(actor, 'administrator');
  const inTenant = <T>(work: (tx: Transaction) => Promise<T>) => platform.store.transaction(actor.tenantId, work);
  const target = found(await inTenant((tx) => tx.webhooks.target(id)));
  const at = platform.clock.now();
  const body = bodyOf(target, { type: 'webhook.test', timestamp: at.toISOString(), data: { webhookId: id } });
  const answer = await sendSigned(platform, target, { id: messageIdOf(platform.random.uuid()), at, body });
  const error = failureOf(answer);
  await inTenant(async (tx) =>
    audit(tx, actor, { action: 'webhook.tested', target: targetOf({ id, url: target.url }), after: { error } }),
  );
  return {
    delivered: error === null,
    status: answer.ok ? answer.status : null,
    error,
    milliseconds: answer.milliseconds,
    answer: answer.ok ? Buffer.from(answer.body).toString('utf8').slice(0, ANSWER_CHARACTERS) : '',
  };
}

export async function listWebhookDeliveries(
  platform: Platform,
  actor: AgentActor,
  id: string,
  query: { state?: DeliveryState; cursor?: string; limit?: number },
): Promise<{ deliveries: WebhookDelivery[]; nextCursor: string | null }> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    found(await tx.webhooks.get(id));
    return tx.webhooks.deliveries(id, query, query.limit ?? PAGE);
  });
}

/** Once more from the beginning of the schedule, with the same id: a receiver that has it already can tell. */
export async function replayWebhookDelivery(
  platform: Platform,
  actor: AgentActor,
  id: string,
  deliveryId: string,
): Promise<WebhookDelivery> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const { url } = found(await tx.webhooks.get(id));
    const delivery = found(await tx.webhooks.replay(id, deliveryId));
    audit(tx, actor, { action: 'webhook.replayed', target: targetOf({ id, url }), after: { deliveryId } });
    return delivery;
  });
}

export async function replayDeadDeliveries(
  platform: Platform,
  actor: AgentActor,
  id: string,
): Promise<{ replayed: number }> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const { url } = found(await tx.webhooks.get(id));
    const replayed = await tx.webhooks.replayDead(id);
    audit(tx, actor, { action: 'webhook.replayed', target: targetOf({ id, url }), after: { replayed } });
    return { replayed };
  });
}
