import { releaseCall, unringCall } from '../../calls/follow-contact.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { MissedReason } from '@alongside/protocol';
import { failpoint } from '../../kernel/failpoint.ts';
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
      if (!(await withdraw(tx, tenantId, agentId, contactId, epoch, 'missed_agent_timeout'))) return;
      await tx.desks.setPresence(agentId, 'away', 'missed_offer');
    });
  }
  return expired.length;
}

/** Puts back what lost agents held, each contact at its original place, and tells the customers [CON6]. */
export async function releaseLostAgents(platform: Platform): Promise<number> {
  const lost = await platform.store.sweeps.lostAgents(BATCH);
  for (const { tenantId, agentId } of lost) {
    await platform.store.transaction(tenantId, async (tx) => {
      await tx.desks.setPresence(agentId, 'away', 'connection_lost');
      tx.tell({ kind: 'desk', tenantId, agentId });
    });
    await releaseAgent(platform, tenantId, agentId, 'agent_lost');
  }
  return lost.length;
}

/** Puts back everything that an agent holds, each contact in a transaction of its own. */
export async function releaseAgent(
  platform: Platform,
  tenantId: string,
  agentId: string,
  reason: 'agent_lost' | 'agent_signed_out',
): Promise<void> {
  const held = await platform.store.transaction(tenantId, (tx) => tx.desks.held(agentId));
  for (const { contactId, state, epoch } of held) {
    await platform.store.transaction(tenantId, (tx) =>
      state === 'offered'
        ? withdraw(tx, tenantId, agentId, contactId, epoch, 'missed_agent_device')
        : requeue(tx, tenantId, agentId, contactId, reason),
    );
  }
}

async function withdraw(
  tx: Transaction,
  tenantId: string,
  agentId: string,
  contactId: string,
  epoch: number,
  missed: MissedReason,
): Promise<boolean> {
  const change = await tx.contacts.withdrawOffer(contactId, epoch, MUTED_SECONDS);
  if (!change) return false;
  await tx.desks.freeSlot(agentId, change);
  await unringCall(tx, change, missed);
  tellChange(tx, tenantId, change, agentId);
  return true;
}

async function requeue(
  tx: Transaction,
  tenantId: string,
  agentId: string,
  contactId: string,
  reason: 'agent_lost' | 'agent_signed_out',
): Promise<boolean> {
  const change = await tx.contacts.requeue(contactId, agentId, {});
  if (!change) return false;
  await failpoint('release.requeued');
  await tx.desks.freeSlot(agentId, change);
  await releaseCall(tx, change, { reason: 'agent_lost', missed: 'missed_agent_device' });
  await tx.log.append(
    change.conversationId,
    SYSTEM,
    { kind: 'contact.requeued', contactId, reason, queueName: change.queueName },
    'all',
  );
  tellChange(tx, tenantId, change, agentId);
  return true;
}
