import { endCobrowseOf } from '../../cobrowse/log.ts';
import { tellChange } from '../../contacts/telling.ts';
import { SYSTEM } from '../../conversations/view.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { tellCall } from '../close-call.ts';
import type { CallRecord } from '../ports.ts';

/**
 * The number that a call was transferred to has answered: the customer goes on with it, the agent and the contact are done. The contact first: locks
 * are taken in one order everywhere. Refuses `call_gone` where the agent no longer has it.
 */
export async function handOut(tx: Transaction, call: CallRecord, partyId: string): Promise<void> {
  const { id, agentId, contactId, tenantId, ownsContact } = call;
  if (agentId === null) throw new Refused('call_gone');
  const ends = ownsContact && contactId !== null;
  const change = ends ? await tx.contacts.endByOwner(contactId, agentId, 'ended_by_agent') : null;
  if (change) {
    await endCobrowseOf(tx, tenantId, change.conversationId);
    const body = { kind: 'contact.ended', contactId: change.contactId, reason: 'ended_by_agent' } as const;
    await tx.log.append(change.conversationId, SYSTEM, body, 'all');
    await tx.desks.freeSlot(agentId, change, change.queueId);
    tellChange(tx, tenantId, change, agentId);
  }
  const answered = await tx.calls.moveParty(id, partyId, ['ringing'], 'joining');
  const out = answered && (await tx.calls.handOut(id, agentId));
  if (!out) throw new Refused('call_gone');
  tellCall(tx, out);
}
