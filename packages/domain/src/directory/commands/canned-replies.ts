import type { CannedReply } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertRole } from '../policy.ts';

export async function listCannedReplies(platform: Platform, actor: AgentActor): Promise<{ replies: CannedReply[] }> {
  return { replies: await platform.store.transaction(actor.tenantId, (tx) => tx.directory.cannedReplies()) };
}

export async function saveCannedReply(platform: Platform, actor: AgentActor, reply: CannedReply): Promise<CannedReply> {
  assertRole(actor, 'supervisor');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = (await tx.directory.cannedReplies()).find(({ id }) => id === reply.id) ?? null;
    const after = await tx.directory.saveCannedReply(reply);
    const target = { kind: 'canned_reply', id: reply.id, name: after.title };
    audit(tx, actor, { action: 'canned_reply.saved', target, before, after });
    return after;
  });
}

export async function deleteCannedReply(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'supervisor');
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const before = (await tx.directory.cannedReplies()).find((reply) => reply.id === id);
    if (!(await tx.directory.deleteCannedReply(id))) throw new Refused('not_found');
    const target = { kind: 'canned_reply', id, name: before?.title ?? null };
    audit(tx, actor, { action: 'canned_reply.deleted', target, before: before ?? null });
  });
}
