import { SYSTEM } from '../../conversations/view.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { tellChange } from '../telling.ts';
import { MUTED_SECONDS } from './decline-offer.ts';

const BATCH = 100;

/** Withdraws offers past their deadline and sets those who missed them away, so that nobody waits for an absent agent [CON5]. */
export async function expireOffers(platform: Platform): Promise<number> {
  const expired = await platform.store.sweeps.expiredOffers(BATCH);
  for (const { tenantId, contactId, agentId, epoch } of expired) {
    await platform.store.transaction(tenantId, async (tx) => {
      if (!(await withdraw(tx, tenantId, agentId, contactId, epoch))) return;
      await tx.desks.setPresence(agentId, 'away', 'missed_offer');
    });
  }
  return expired.length;
}

/** Puts back what lost agents held, each contact at its original place, and tells the customers [CON6]. */
export async function releaseLostAgents(platform: Platform): Promise<number> {
  const lost = await platform.store.sweeps.lostAgents(BATCH);
  for (const { tenantId, agentId } of lost) {
    const held = await platform.store.transaction(tenantId, async (tx) => {
      await tx.desks.setPresence(agentId, 'away', 'connection_lost');
      tx.tell({ kind: 'desk', tenantId, agentId });
      return tx.desks.held(agentId);
    });
    for (const { contactId, state, epoch } of held) {
      await platform.store.transaction(tenantId, (tx) =>
        state === 'offered'
          ? withdraw(tx, tenantId, agentId, contactId, epoch)
          : requeue(tx, tenantId, agentId, contactId),
      );
    }
  }
  return lost.length;
}

async function withdraw(
  tx: Transaction,
  tenantId: string,
  agentId: string,
  contactId: string,
  epoch: number,
): Promise<boolean> {
  const change = await tx.contacts.withdrawOffer(contactId, epoch, MUTED_SECONDS);
  if (!change) return false;
  await tx.desks.freeSlot(agentId);
  tellChange(tx, tenantId, change, agentId);
  return true;
}

async function requeue(tx: Transaction, tenantId: string, agentId: string, contactId: string): Promise<boolean> {
  const change = await tx.contacts.requeue(contactId, agentId, {});
  if (!change) return false;
  await tx.desks.freeSlot(agentId);
  await tx.log.append(
    change.conversationId,
    SYSTEM,
    { kind: 'contact.requeued', contactId, reason: 'agent_lost', queueName: change.queueName },
    'all',
  );
  tellChange(tx, tenantId, change, agentId);
  return true;
}
