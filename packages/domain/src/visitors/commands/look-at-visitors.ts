import type { Visitor, VisitorEvent, VisitorSettings } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { assertRole } from '../../directory/policy.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertVisitorId } from '../visitor-id.ts';

const PAGE = 50;

const pageOf = (page: { cursor?: string; limit?: number }) => ({
  limit: page.limit ?? PAGE,
  ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
});

/** A visitor with the newest part of what they did. */
export interface VisitorTrail {
  readonly visitor: Visitor;
  readonly events: VisitorEvent[];
  readonly nextCursor: string | null;
}

/** Who has a page open now, the latest page first. */
export async function listVisitors(
  platform: Platform,
  actor: AgentActor,
  page: { cursor?: string; limit?: number },
): Promise<{ visitors: Visitor[]; nextCursor: string | null }> {
  return platform.store.transaction(actor.tenantId, (tx) => tx.visitors.onSite(pageOf(page)));
}

export async function readVisitor(
  platform: Platform,
  actor: AgentActor,
  input: { visitorId: string; cursor?: string; limit?: number },
): Promise<VisitorTrail> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const visitor = await tx.visitors.get(assertVisitorId(input.visitorId));
    if (visitor === null) throw new Refused('not_found');
    return { visitor, ...(await tx.visitors.trail(visitor.id, pageOf(input))) };
  });
}

/** The pages that stand beside a chat: of the device on which the conversation's customer was seen last; null: none is known. */
export async function readConversationTrail(
  platform: Platform,
  actor: AgentActor,
  input: { conversationId: string; limit?: number },
): Promise<{ trail: VisitorTrail | null }> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(input.conversationId);
    if (conversation === null) throw new Refused('not_found');
    const visitor = await tx.visitors.ofCustomer(conversation.customerId);
    if (visitor === null) return { trail: null };
    return { trail: { visitor, ...(await tx.visitors.trail(visitor.id, pageOf(input))) } };
  });
}

/** Removes everything that is known of one device; what it said in conversations stays with those. */
export async function eraseVisitor(platform: Platform, actor: AgentActor, given: string): Promise<void> {
  assertRole(actor, 'administrator');
  const visitorId = assertVisitorId(given);
  // What is in memory would be written after the erasure.
  await platform.store.visitorLog.flush();
  await platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await tx.visitors.erase(visitorId))) throw new Refused('not_found');
    audit(tx, actor, { action: 'visitor.erased', target: { kind: 'visitor', id: visitorId, name: '' } });
    tx.tell({ kind: 'visitors', tenantId: actor.tenantId, visitorIds: [visitorId] });
  });
}

export async function getVisitorSettings(platform: Platform, actor: AgentActor): Promise<VisitorSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, (tx) => tx.visitors.settings());
}

export async function saveVisitorSettings(
  platform: Platform,
  actor: AgentActor,
  settings: VisitorSettings,
): Promise<VisitorSettings> {
  assertRole(actor, 'administrator');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.visitors.settings();
    await tx.visitors.saveSettings(settings);
    const target = { kind: 'tenant', id: actor.tenantId, name: '' };
    audit(tx, actor, { action: 'visitor_settings.changed', target, before, after: settings });
    return settings;
  });
}
