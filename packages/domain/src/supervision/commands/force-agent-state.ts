import type { BoardAgent, PresenceChoice } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

/** Sets an agent available or away; what they hold stays with them. Who is not connected cannot be made available [SUP3]. */
export async function forceAgentState(
  platform: Platform,
  actor: AgentActor,
  input: { agentId: string; state: PresenceChoice },
): Promise<BoardAgent> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const presence = await tx.desks.presence(input.agentId);
    if (!presence) throw new Refused('not_found');
    if (input.state === 'available' && !presence.alive)
      throw new Refused('agent_not_available', { message: 'This agent is not connected.' });
    await tx.desks.setPresence(input.agentId, input.state, input.state === 'away' ? 'set_by_supervisor' : null);
    tx.tell({ kind: 'desk', tenantId: actor.tenantId, agentId: input.agentId });
    for (const queue of await tx.queues.views())
      tx.tell({ kind: 'queue', tenantId: actor.tenantId, queueId: queue.id });
    const agent = await tx.supervision.boardAgent(input.agentId);
    if (!agent) throw new Refused('not_found');
    audit(tx, actor, {
      action: 'agent.presence_forced',
      target: { kind: 'agent', id: input.agentId, name: agent.name },
      before: { state: presence.state },
      after: { state: input.state },
    });
    return agent;
  });
}
