import type { CallBack } from '@alongside/protocol';
import { endWithContact } from '../../contacts/end-with-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import { authorOf } from '../../conversations/view.ts';
import type { AgentActor, CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

const PAGE = 50;

/** The customer waits no longer and asks to be called back, where the queue lets them [ROUTE7]. */
export async function requestCallBack(
  platform: Platform,
  actor: CustomerActor,
  input: { phone: string; note?: string },
): Promise<CallBack> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const contact = await tx.contacts.get(actor.contactId);
    if (!contact) throw new Refused('session_expired');
    if (contact.state === 'active') throw new Refused('contact_started');
    if (contact.state === 'ended') throw new Refused('contact_ended');
    if (!(await tx.routing.mayCallBack(actor.contactId))) throw new Refused('call_back_not_offered');
    const { phone, note = '' } = input;
    const change = await tx.contacts.cancel(actor.contactId, 'cancelled_by_customer');
    if (!change) throw new Refused('contact_started');
    const { contactId, conversationId } = change;
    const author = authorOf(actor);
    await endWithContact(tx, actor.tenantId, change, { by: 'customer', reason: 'cancelled' }, author);
    await tx.log.append(conversationId, author, { kind: 'call_back.requested', contactId, phone, note }, 'all');
    await tx.log.append(
      conversationId,
      author,
      { kind: 'contact.ended', contactId, reason: 'cancelled_by_customer' },
      'all',
    );
    if (change.previousAgentId) await tx.desks.freeSlot(change.previousAgentId, change);
    tellChange(tx, actor.tenantId, change);
    return tx.routing.createCallBack({ id: platform.random.uuid(), contactId, phone, note });
  });
}

/** Customers who want to be called back, oldest first. */
export async function listCallBacks(
  platform: Platform,
  actor: AgentActor,
  { state = 'open', cursor, limit = PAGE }: { state?: CallBack['state']; cursor?: string; limit?: number },
): Promise<{ callBacks: CallBack[]; nextCursor: string | null }> {
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.routing.callBacks(state, { limit, ...(cursor === undefined ? {} : { cursor }) }),
  );
}

/** Takes an open request, of any number of takers one; or marks one's own as done. Repeating either is harmless. */
export async function setCallBackState(
  platform: Platform,
  actor: AgentActor,
  { id, state }: { id: string; state: 'taken' | 'done' },
): Promise<CallBack> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const changed =
      state === 'taken'
        ? await tx.routing.takeCallBack(id, actor.agentId)
        : await tx.routing.finishCallBack(id, actor.agentId);
    if (changed) return changed;
    const now = await tx.routing.callBack(id);
    if (!now) throw new Refused('not_found');
    throw new Refused('contact_taken', {
      message: now.state === 'open' ? 'Take it before it is done.' : 'A colleague has this request.',
    });
  });
}
