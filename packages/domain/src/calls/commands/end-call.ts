import type { CallView } from '@alongside/protocol';
import { endForAgent } from '../../contacts/commands/end-contact.ts';
import { endForCustomer } from '../../contacts/end-for-customer.ts';
import { authorOf } from '../../conversations/view.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { onlookerOf, viewOf } from '../view.ts';
import { callFor, closed } from './find-call.ts';

/** Hangs up for everybody; a contact that is the call ends with it [CALL5]. Repeating it is harmless: one close stands [CALL1]. */
export async function endCall(platform: Platform, actor: Actor, callId: string): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await callFor(tx, actor, callId);
    if (call.state === 'ended') return viewOf(call, onlookerOf(actor));
    if (actor.kind === 'agent' && call.agentId !== actor.agentId) throw new Refused('not_owner');
    // The contact first: locks are taken in one order everywhere.
    if (call.ownsContact && call.contactId !== null) {
      if (actor.kind === 'customer') await endForCustomer(tx, actor.tenantId, call.contactId, authorOf(actor));
      else await endForAgent(tx, actor, call.contactId);
    }
    const answered = call.answeredAt !== null;
    const reason = answered ? 'hung_up' : 'cancelled';
    return closed(tx, actor, callId, { by: actor.kind, reason }, authorOf(actor));
  });
}
