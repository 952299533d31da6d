import type { CallView } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { auditingRefusals, reserve, telephone } from '../dialling.ts';
import { MOST_PARTIES } from '../policy.ts';
import type { CallRecord, NewParty } from '../ports.ts';
import { callFor, changed, mustTakePart, ownCall } from './find-call.ts';

/** Rings a colleague or a number to take part; `consult`: the customer is on hold until I take them back. */
export async function addCallParty(
  platform: Platform,
  actor: AgentActor,
  input: { callId: string; who: { agentId: string } | { number: string }; consult?: boolean },
): Promise<CallView> {
  const { callId, who, consult = false } = input;
  const ring = () =>
    platform.store.transaction(actor.tenantId, async (tx) => {
      const call = await ownCall(tx, actor, callId);
      if (call.state !== 'in_progress' && call.state !== 'held') throw new Refused('call_wrong_state');
      const here = call.parties.filter(({ state }) => state !== 'left');
      if (here.length >= MOST_PARTIES) throw new Refused('call_wrong_state');
      const party: NewParty =
        'number' in who
          ? await askTelephone(platform, tx, call, who.number, consult)
          : await askColleague(platform, tx, actor, call, who.agentId, consult);
      if (consult && call.state === 'in_progress') await tx.calls.hold(callId, true);
      return changed(tx, actor, await tx.calls.addParty(callId, party), 'call_gone');
    });
  return 'number' in who ? auditingRefusals(platform, actor, who.number, ring) : ring();
}

async function askColleague(
  platform: Platform,
  tx: Transaction,
  actor: AgentActor,
  call: CallRecord,
  agentId: string,
  consult: boolean,
): Promise<NewParty> {
  const colleague = (await tx.desks.colleagues()).find(({ id }) => id === agentId);
  if (!colleague) throw new Refused('not_found', { field: '/who/agentId' });
  const isHere = call.parties.some((party) => party.agentId === agentId && party.state !== 'left');
  if (agentId === actor.agentId || colleague.state === 'offline' || isHere)
    throw new Refused('agent_not_available', { field: '/who/agentId' });
  const id = platform.random.uuid();
  const role = 'third_party' as const;
  return { id, role, device: 'browser', state: 'ringing', name: colleague.name, agentId, number: null, consult };
}

async function askTelephone(
  platform: Platform,
  tx: Transaction,
  call: CallRecord,
  dialled: string,
  consult: boolean,
): Promise<NewParty> {
  const { number } = await telephone(platform, tx, dialled);
  const id = platform.random.uuid();
  await reserve(tx, call.id, id);
  const role = 'third_party' as const;
  return { id, role, device: 'telephone', state: 'ringing', name: number, agentId: null, number, consult };
}

/** Sends a third party away. The agent and the customer cannot be. */
export async function removeCallParty(
  platform: Platform,
  actor: AgentActor,
  { callId, partyId }: { callId: string; partyId: string },
): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId);
    const party = call.parties.find(({ id }) => id === partyId);
    if (party?.role !== 'third_party') throw new Refused('not_found');
    await tx.calls.moveParty(callId, partyId, ['ringing', 'joining', 'present', 'interrupted'], 'left', 'sent_away');
    return changed(tx, actor, await tx.calls.get(callId), 'call_gone');
  });
}

/** A third party or a supervisor leaves; the others go on. */
export async function leaveCall(platform: Platform, actor: AgentActor, callId: string): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const me = mustTakePart(await callFor(tx, actor, callId), actor);
    if (me.role === 'agent') throw new Refused('not_owner', { message: 'The agent of a call ends it or hands it on.' });
    await tx.calls.moveParty(callId, me.id, ['ringing', 'joining', 'present', 'interrupted'], 'left', 'left');
    return changed(tx, actor, await tx.calls.get(callId), 'call_gone');
  });
}
