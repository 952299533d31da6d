import type { CallView } from '@alongside/protocol';
import { authorOf } from '../../conversations/view.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { logStart } from '../follow-contact.ts';
import { callFor, changed, closed, mustTakePart } from './find-call.ts';

/** Answers a call that rings at me. Of an answer, a hang-up and the time running out at once, one counts [CALL1]. */
export async function acceptCall(platform: Platform, actor: Actor, callId: string): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await callFor(tx, actor, callId, 'lock');
    const me = mustTakePart(call, actor);
    if (me.state !== 'ringing') throw new Refused('call_gone');
    if (me.role === 'third_party')
      return changed(tx, actor, await tx.calls.moveParty(callId, me.id, ['ringing'], 'joining'), 'call_gone');
    const answered = await tx.calls.answer(callId, null);
    if (!answered) throw new Refused('call_gone');
    if (answered.agentId !== null)
      await logStart(tx, answered, { id: answered.agentId, name: answered.agentName ?? '' });
    return changed(tx, actor, answered, 'call_gone');
  });
}

/** Does not answer it. */
export async function declineCall(platform: Platform, actor: Actor, callId: string): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await callFor(tx, actor, callId, 'lock');
    const me = mustTakePart(call, actor);
    if (me.state !== 'ringing') throw new Refused('call_gone');
    if (me.role === 'third_party') {
      await tx.calls.moveParty(callId, me.id, ['ringing'], 'left', 'declined');
      return changed(tx, actor, await tx.calls.get(callId), 'call_gone');
    }
    const missed = actor.kind === 'customer' ? 'missed_customer' : 'missed_agent_reject';
    return closed(tx, actor, callId, { by: actor.kind, reason: 'declined', missed }, authorOf(actor));
  });
}
