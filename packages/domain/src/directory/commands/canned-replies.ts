import type { CannedReply } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertRole } from '../policy.ts';

export async function listCannedReplies(platform: Platform, actor: AgentActor): Promise<{ replies: CannedReply[] }> {
  return { replies: await platform.store.transaction(actor.tenantId, (tx) => tx.directory.cannedReplies()) };
}

export async function saveCannedReply(platform: Platform, actor: AgentActor, reply: CannedReply): Promise<CannedReply> {
  assertRole(actor, 'supervisor');
  return platform.store.transaction(actor.tenantId, (tx) => tx.directory.saveCannedReply(reply));
}

export async function deleteCannedReply(platform: Platform, actor: AgentActor, id: string): Promise<void> {
  assertRole(actor, 'supervisor');
  const deleted = await platform.store.transaction(actor.tenantId, (tx) => tx.directory.deleteCannedReply(id));
  if (!deleted) throw new Refused('not_found');
}
