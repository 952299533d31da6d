import type { CallView } from '@alongside/protocol';
import { SYSTEM } from '../../conversations/view.ts';
import type { Actor, AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { tellCall } from '../close-call.ts';
import { onlookerOf, viewOf } from '../view.ts';
import { callFor, changed, mustTakePart, ownCall } from './find-call.ts';

/** From voice to video or back, without a new call. Either side may. The same kind again is harmless. */
export async function changeCallKind(
  platform: Platform,
  actor: Actor,
  { callId, kind }: { callId: string; kind: 'voice' | 'video' },
): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await callFor(tx, actor, callId, 'lock');
    const me = mustTakePart(call, actor);
    if (me.role !== 'customer' && me.role !== 'agent') throw new Refused('not_owner');
    if (call.kind === kind) return viewOf(call, onlookerOf(actor));
    const now = await tx.calls.changeKind(callId, kind);
    if (now?.conversationId)
      await tx.log.append(now.conversationId, SYSTEM, { kind: 'call.changed', callId, call: kind }, 'all');
    return changed(tx, actor, now);
  });
}

/** The customer on hold, or back. The same again is harmless. */
export async function holdCall(
  platform: Platform,
  actor: AgentActor,
  { callId, held }: { callId: string; held: boolean },
): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId);
    if (call.state === (held ? 'held' : 'in_progress')) return viewOf(call, onlookerOf(actor));
    return changed(tx, actor, await tx.calls.hold(callId, held));
  });
}

/** What somebody says of their own microphone, camera and screen: a signal; what is late changes nothing. */
export async function setCallFacts(
  platform: Platform,
  actor: Actor,
  { callId, ...facts }: { callId: string; muted: boolean; camera: boolean; screen: boolean },
): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const me = mustTakePart(await callFor(tx, actor, callId), actor);
    const now = await tx.calls.setFacts(callId, me.id, facts);
    if (now) tellCall(tx, now);
  });
}

/** Presses keys towards the telephones of the call; the process that carries it does so. */
export async function sendDigits(
  platform: Platform,
  actor: AgentActor,
  { callId, digits }: { callId: string; digits: string },
): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId);
    if (!call.parties.some(({ device, state }) => device === 'telephone' && state === 'present'))
      throw new Refused('call_wrong_state');
    tx.tell({ kind: 'call-digits', tenantId: actor.tenantId, callId, digits });
  });
}
