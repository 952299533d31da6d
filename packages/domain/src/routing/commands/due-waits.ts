import { tellCall } from '../../calls/close-call.ts';
import { endWithContact } from '../../contacts/end-with-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import type { ContactChange, DueWait } from '../../contacts/ports.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { recordTimer } from '../record.ts';

const BATCH = 100;

/** Ends or moves contacts that have waited as long as their queue lets them [ROUTE4]. Returns how many were due. */
export async function endDueWaits(platform: Platform): Promise<number> {
  const due = await platform.store.sweeps.dueWaits(BATCH);
  for (const one of due) {
    if (one.what === 'max_wait') await endWait(platform, one);
    else if (one.target !== null) await overflow(platform, one, one.target);
  }
  return due.length;
}

/** Ends after-contact times that are over, and says so, so that the router looks again. Returns how many. */
export async function endAfterContactTimes(platform: Platform): Promise<number> {
  const rested = await platform.store.sweeps.endAfterContact(BATCH);
  for (const { tenantId, agentId } of rested) platform.bus.publish({ kind: 'desk', tenantId, agentId });
  return rested.length;
}

async function endWait(platform: Platform, { tenantId, contactId, queueId }: DueWait): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const change = await tx.contacts.endWaiting(contactId, 'ended_by_system');
    if (!change) return;
    if (!(await takesMessage(tx, change)))
      await endWithContact(tx, tenantId, change, {
        by: 'system',
        reason: 'contact_ended',
        missed: 'missed_agent_timeout',
      });
    const queue = await tx.routingSettings.queue(queueId);
    const message = queue?.maxWaitMessage.trim();
    await tx.log.append(
      change.conversationId,
      SYSTEM,
      { kind: 'contact.ended', contactId, reason: 'ended_by_system', ...(message ? { message } : {}) },
      'all',
    );
    const reason = 'It had waited as long as its queue lets anybody wait.';
    await recordTimer(platform, tx, change, { queueId, outcome: 'timed_out', reason });
    tellChange(tx, tenantId, change);
  });
}

/** The caller of a number with voicemail goes on to leave a message; the contact is over. */
async function takesMessage(tx: Transaction, { callId }: ContactChange): Promise<boolean> {
  const call = callId === null ? null : await tx.calls.get(callId);
  if (call?.kind !== 'phone' || call.direction !== 'inbound') return false;
  const number = (await tx.calls.numbers()).find((one) => one.number === call.companyNumber);
  const message = number?.voicemail ? await tx.calls.takeMessage(call.id) : null;
  if (message) tellCall(tx, message);
  return message !== null;
}

/** To the customer nothing happened but their position: they keep their place. Whoever takes it reads in the log how it came there. */
async function overflow(platform: Platform, { tenantId, contactId, queueId }: DueWait, target: string): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const change = await tx.contacts.overflow(contactId, queueId, target);
    if (!change) return;
    const { conversationId, queueName, waitedSeconds } = change;
    const fromQueueName = (await tx.routingSettings.queue(queueId))?.name ?? '';
    await tx.log.append(
      conversationId,
      SYSTEM,
      { kind: 'queue.overflowed', contactId, fromQueueName, queueName, waitedSeconds },
      'agents',
    );
    const reason = `Its queue was too full: it went on to ${change.queueName}, at its old place.`;
    await recordTimer(platform, tx, change, { queueId, outcome: 'overflowed', reason });
    tx.tell({ kind: 'queue', tenantId, queueId });
    tellChange(tx, tenantId, change);
  });
}
