import type { BusinessHours, ContactWeights, QueueSettings, Skill } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { flawOf } from '../hours.ts';

export async function listQueueSettings(platform: Platform, actor: AgentActor): Promise<{ queues: QueueSettings[] }> {
  assertRole(actor, 'supervisor');
  return { queues: await platform.store.transaction(actor.tenantId, (tx) => tx.routingSettings.queues()) };
}

/** Creates or changes a queue. Refuses what does not exist, and to leave the company without a default queue. */
export async function saveQueue(platform: Platform, actor: AgentActor, queue: QueueSettings): Promise<QueueSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.routingSettings.queue(queue.id);
    const wasDefault = (await tx.routingSettings.queues()).find(({ isDefault, id }) => isDefault && id !== queue.id);
    if (before?.isDefault && !queue.isDefault)
      throw new Refused('invalid_request', {
        field: '/body/isDefault',
        message: 'Exactly one queue is the default: make another one that instead.',
      });
    assertRings(queue);
    await assertReferences(tx, queue);
    await tx.routingSettings.saveQueue({ ...queue, name: queue.name.trim() });
    audit(tx, actor, {
      action: 'queue.saved',
      target: { kind: 'queue', id: queue.id, name: queue.name },
      before,
      after: queue,
    });
    // A change of that queue too: whoever has it open in a form would otherwise take the default back unawares.
    if (queue.isDefault && wasDefault) {
      const { basedOn: _, ...by } = actor;
      audit(tx, by, {
        action: 'queue.saved',
        target: { kind: 'queue', id: wasDefault.id, name: wasDefault.name },
        before: { isDefault: true },
        after: { isDefault: false },
      });
    }
    for (const { id } of await tx.routingSettings.queues())
      if (id === queue.id || queue.isDefault) tx.tell({ kind: 'queue', tenantId: actor.tenantId, queueId: id });
    const saved = await tx.routingSettings.queue(queue.id);
    if (!saved) throw new Error('A queue that was just saved is not there.');
    return saved;
  });
}

export async function deleteQueue(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.routingSettings.queue(id);
    if (!before || !(await tx.routingSettings.removeQueue(id))) throw new Refused('not_found');
    audit(tx, actor, { action: 'queue.deleted', target: { kind: 'queue', id, name: before.name }, before });
    tx.tell({ kind: 'queue', tenantId: actor.tenantId, queueId: id });
  });
}

export async function listSkills(platform: Platform, actor: AgentActor): Promise<{ skills: Skill[] }> {
  assertRole(actor, 'supervisor');
  return { skills: await platform.store.transaction(actor.tenantId, (tx) => tx.routingSettings.skills()) };
}

export async function saveSkill(platform: Platform, actor: AgentActor, skill: Skill): Promise<Skill> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = (await tx.routingSettings.skills()).find(({ id }) => id === skill.id) ?? null;
    const saved = { ...skill, name: skill.name.trim() };
    await tx.routingSettings.saveSkill(saved);
    audit(tx, actor, {
      action: 'skill.saved',
      target: { kind: 'skill', id: skill.id, name: saved.name },
      before,
      after: saved,
    });
    return saved;
  });
}

export async function deleteSkill(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await tx.routingSettings.removeSkill(id))) throw new Refused('not_found');
    audit(tx, actor, { action: 'skill.deleted', target: { kind: 'skill', id } });
  });
}

export async function listBusinessHours(platform: Platform, actor: AgentActor): Promise<{ hours: BusinessHours[] }> {
  assertRole(actor, 'supervisor');
  return { hours: await platform.store.transaction(actor.tenantId, (tx) => tx.routingSettings.hours()) };
}

export async function saveBusinessHours(
  platform: Platform,
  actor: AgentActor,
  hours: BusinessHours,
): Promise<BusinessHours> {
  assertRole(actor, 'administrator');
  const flaw = flawOf(hours);
  if (flaw) throw new Refused('invalid_request', flaw);
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.routingSettings.hoursOf(hours.id);
    const saved = { ...hours, name: hours.name.trim() };
    await tx.routingSettings.saveHours(saved);
    audit(tx, actor, {
      action: 'business_hours.saved',
      target: { kind: 'business_hours', id: hours.id, name: saved.name },
      before,
      after: saved,
    });
    return saved;
  });
}

export async function deleteBusinessHours(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'administrator');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await tx.routingSettings.removeHours(id))) throw new Refused('not_found');
    audit(tx, actor, { action: 'business_hours.deleted', target: { kind: 'business_hours', id } });
  });
}

export async function getContactWeights(platform: Platform, actor: AgentActor): Promise<ContactWeights> {
  assertRole(actor, 'supervisor');
  return platform.store.transaction(actor.tenantId, (tx) => tx.routingSettings.weights());
}

/** Contacts that are open keep the weight they were made with. */
export async function saveContactWeights(
  platform: Platform,
  actor: AgentActor,
  weights: ContactWeights,
): Promise<ContactWeights> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.routingSettings.weights();
    await tx.routingSettings.saveWeights(weights);
    audit(tx, actor, { action: 'contact_weights.saved', before, after: weights });
    return weights;
  });
}

function assertRings({ rings }: QueueSettings): void {
  const wrong = (index: number, message: string) =>
    new Refused('invalid_request', { field: `/body/rings/${index}`, message });
  for (const [index, ring] of rings.entries()) {
    if (index === 0 && ring.afterSeconds !== 0) throw wrong(0, 'The first ring begins at 0.');
    if (index > 0 && ring.afterSeconds <= (rings[index - 1]?.afterSeconds ?? 0))
      throw wrong(index, 'Each ring begins after the one before it.');
    if (new Set(ring.requirements.map(({ skillId }) => skillId)).size !== ring.requirements.length)
      throw wrong(index, 'A ring asks for a skill once.');
  }
}

async function assertReferences(tx: Transaction, queue: QueueSettings): Promise<void> {
  const unknown = (field: string, what: string) =>
    new Refused('unknown_reference', { field: `/body/${field}`, message: `There is no such ${what}.` });
  await assertSkills(
    tx,
    queue.rings.flatMap(({ requirements }) => requirements.map(({ skillId }) => skillId)),
    '/body/rings',
  );
  if (queue.hoursId !== null && !(await tx.routingSettings.hoursOf(queue.hoursId)))
    throw unknown('hoursId', 'set of business hours');
  if (queue.overflow?.queueId === queue.id)
    throw new Refused('invalid_request', {
      field: '/body/overflow/queueId',
      message: 'A queue does not flow over into itself.',
    });
  if (queue.externalRouter && !(await tx.webhooks.get(queue.externalRouter.webhookId)))
    throw unknown('externalRouter/webhookId', 'webhook');
  if (queue.overflow && !(await tx.routingSettings.queue(queue.overflow.queueId)))
    throw unknown('overflow/queueId', 'queue');
}

/** Refuses `unknown_reference` unless every one of these is a skill of the tenant. */
export async function assertSkills(tx: Transaction, ids: readonly string[], field: string): Promise<void> {
  if (ids.length === 0) return;
  const known = new Set((await tx.routingSettings.skills()).map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined)
    throw new Refused('unknown_reference', { field, message: `There is no skill ${missing}.` });
}
