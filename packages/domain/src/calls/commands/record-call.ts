import type { CallView } from '@alongside/protocol';
import { SYSTEM } from '../../conversations/view.ts';
import type { AgentActor, CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import type { CallRecord } from '../ports.ts';
import { callFor, changed, mustTakePart, ownCall } from './find-call.ts';

type What = 'asked' | 'refused' | 'started' | 'paused' | 'resumed' | 'stopped';

/** Starts, pauses, resumes or stops the recording. Where the tenant asks for consent, starting asks the customer first [CALL10]. */
export async function recordCall(
  platform: Platform,
  actor: AgentActor,
  { callId, action }: { callId: string; action: 'start' | 'pause' | 'resume' | 'stop' },
): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId, 'lock');
    if (call.state !== 'in_progress' && call.state !== 'held') throw new Refused('call_wrong_state');
    if (action === 'pause') return noted(tx, actor, await tx.calls.setRecording(callId, ['on'], 'paused'), 'paused');
    if (action === 'resume') return noted(tx, actor, await tx.calls.setRecording(callId, ['paused'], 'on'), 'resumed');
    if (action === 'stop')
      return noted(tx, actor, await tx.calls.setRecording(callId, ['on', 'paused', 'asked'], 'off'), 'stopped');
    const { recording, consent } = await tx.calls.settings();
    if (recording === 'never')
      throw new Refused('not_allowed', { message: 'Calls are not recorded here: see the settings of calls.' });
    if (consent === 'announce')
      return noted(tx, actor, await tx.calls.setRecording(callId, ['off'], 'on', 'announced'), 'started');
    if (call.consent === 'given')
      return noted(tx, actor, await tx.calls.setRecording(callId, ['off'], 'on'), 'started');
    return noted(tx, actor, await tx.calls.setRecording(callId, ['off'], 'asked'), 'asked');
  });
}

/** The customer's word. No: nothing is recorded from this moment on. */
export async function answerRecording(
  platform: Platform,
  actor: CustomerActor,
  { callId, granted }: { callId: string; granted: boolean },
): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await callFor(tx, actor, callId, 'lock');
    mustTakePart(call, actor);
    return granted
      ? noted(tx, actor, await tx.calls.setRecording(callId, ['asked'], 'on', 'given'), 'started')
      : noted(tx, actor, await tx.calls.setRecording(callId, ['asked', 'on', 'paused'], 'off', 'refused'), 'refused');
  });
}

async function noted(
  tx: Transaction,
  actor: AgentActor | CustomerActor,
  call: CallRecord | null,
  what: What,
): Promise<CallView> {
  if (call?.conversationId)
    await tx.log.append(call.conversationId, SYSTEM, { kind: 'call.recording', callId: call.id, what }, 'all');
  return changed(tx, actor, call);
}
