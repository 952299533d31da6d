import type { CallView } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { MOST_PARTIES } from '../policy.ts';
import { onlookerOf, partyOf, viewOf } from '../view.ts';
import { callFor, changed } from './find-call.ts';

const ACTIONS = { monitor: 'call.monitored', whisper: 'call.whispered', barge: 'call.barged' } as const;

/** A supervisor listens, whispers, barges in, or leaves. Who hears them follows from the role alone [CALL6]. */
export async function attendCall(
  platform: Platform,
  actor: AgentActor,
  { callId, as }: { callId: string; as: 'monitor' | 'whisper' | 'barge' | 'none' },
): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await callFor(tx, actor, callId);
    if (call.state === 'ended') throw new Refused('call_gone');
    const me = partyOf(call, onlookerOf(actor));
    if (me && (me.role === 'agent' || me.role === 'third_party'))
      throw new Refused('call_wrong_state', { message: 'You take part in this call already.' });
    const target = { kind: 'call', id: callId, name: call.callCode };
    if (as === 'none') {
      if (!me) return viewOf(call, onlookerOf(actor));
      audit(tx, actor, { action: 'call.attendance_ended', target });
      await tx.calls.moveParty(callId, me.id, ['joining', 'present', 'interrupted'], 'left', 'left');
      return changed(tx, actor, await tx.calls.get(callId), 'call_gone');
    }
    if (me?.role === as) return viewOf(call, onlookerOf(actor));
    if (call.answeredAt === null) throw new Refused('call_wrong_state');
    audit(tx, actor, { action: ACTIONS[as], target });
    if (me) return changed(tx, actor, await tx.calls.setRole(callId, me.id, as), 'call_gone');
    if (call.parties.filter(({ state }) => state !== 'left').length >= MOST_PARTIES)
      throw new Refused('call_wrong_state', { message: 'There are as many people in this call as there may be.' });
    const party = { id: platform.random.uuid(), role: as, device: 'browser' as const, state: 'joining' as const };
    const { agentId, name } = actor;
    return changed(tx, actor, await tx.calls.addParty(callId, { ...party, name, agentId, number: null }), 'call_gone');
  });
}
