import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';

export interface ListedCobrowse {
  readonly cid: string;
  readonly conversationId: string | null;
  readonly state: 'offered' | 'waiting' | 'joined';
  readonly agentId: string | null;
  readonly agentName: string;
  readonly startedAt: string;
}

/** Live sessions: an agent's own, a supervisor's everyone's; newest first. */
export async function listCobrowse(platform: Platform, actor: AgentActor): Promise<ListedCobrowse[]> {
  const whose = actor.role === 'agent' ? actor.agentId : null;
  const live = await platform.store.transaction(actor.tenantId, (tx) => tx.cobrowse.live(whose));
  return live.map(({ id, conversationId, offered, hasPage, agentId, agentName, startedAt }) => ({
    cid: id,
    conversationId,
    state: hasPage ? 'joined' : offered ? 'offered' : 'waiting',
    agentId,
    agentName,
    startedAt,
  }));
}
