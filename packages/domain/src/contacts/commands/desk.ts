import type { Desk, PresenceChoice } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';

/** Everything on an agent's desk, whole [DESK1]. */
export async function readDesk(platform: Platform, tenantId: string, agentId: string): Promise<Desk> {
  return platform.store.transaction(tenantId, (tx) => deskOf(platform, tx, agentId));
}

/** The agent comes or goes. Offers that ring at one who goes are withdrawn by hand (decline) or by their deadline. A sign of life. */
export async function setPresence(platform: Platform, actor: AgentActor, state: PresenceChoice): Promise<Desk> {
  await platform.store.sweeps.touchAgents(
    [{ tenantId: actor.tenantId, agentId: actor.agentId }],
    LIMITS.agentGraceSeconds,
  );
  return platform.store.transaction(actor.tenantId, async (tx) => {
    await tx.desks.setPresence(actor.agentId, state, state === 'away' ? 'chosen' : null);
    tx.tell({ kind: 'desk', tenantId: actor.tenantId, agentId: actor.agentId });
    // Who waits hears whether somebody is there.
    for (const { id, waiting } of await tx.queues.lengths())
      if (waiting > 0) tx.tell({ kind: 'queue', tenantId: actor.tenantId, queueId: id });
    return deskOf(platform, tx, actor.agentId);
  });
}

/** The agent says that new contacts may ring before the after-contact time is over. Without one nothing changes. */
export async function endAfterContact(platform: Platform, actor: AgentActor): Promise<Desk> {
  const { tenantId, agentId } = actor;
  return platform.store.transaction(tenantId, async (tx) => {
    if (await tx.desks.endAfterContact(agentId, true)) tx.tell({ kind: 'desk', tenantId, agentId });
    return deskOf(platform, tx, agentId);
  });
}

async function deskOf(platform: Platform, tx: Transaction, agentId: string): Promise<Desk> {
  const presence = await tx.desks.presence(agentId);
  if (!presence) throw new Refused('not_found');
  const { alive: _alive, ...shown } = presence;
  return {
    presence: shown,
    offers: await tx.desks.offers(agentId),
    conversations: await tx.desks.conversations(agentId),
    serverTime: platform.clock.now().toISOString(),
  };
}
