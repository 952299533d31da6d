import type { CallParty, CallPermissions, CallView } from '@alongside/protocol';
import type { Actor } from '../kernel/actor.ts';
import type { CallRecord, PartyRecord } from './ports.ts';

/** For whom the picture is. */
export type Onlooker = { readonly kind: 'customer' } | { readonly kind: 'agent'; readonly agentId: string };

export const onlookerOf = (actor: Actor): Onlooker =>
  actor.kind === 'customer' ? { kind: 'customer' } : { kind: 'agent', agentId: actor.agentId };

/** It broke of itself: whoever was in it may start it again. */
export const RETRIED: ReadonlySet<string> = new Set(['engine_lost', 'media_failed', 'agent_lost']);
const UNHEARD: ReadonlySet<string> = new Set(['monitor', 'whisper']);

/** The party of this onlooker that has not left; null: none. */
export function partyOf(call: CallRecord, who: Onlooker): PartyRecord | null {
  const mine = (party: PartyRecord) =>
    who.kind === 'customer' ? party.role === 'customer' && party.device === 'browser' : party.agentId === who.agentId;
  return call.parties.findLast((party) => mine(party) && party.state !== 'left') ?? null;
}

/** The whole picture of a call as this onlooker may see it [CALL2]. */
export function viewOf(call: CallRecord, who: Onlooker): CallView {
  const me = partyOf(call, who);
  const { id, callCode, conversationId, contactId, kind, direction, state, version, recording } = call;
  const { requestedAt, answeredAt, endedAt, endedBy, endReason, missedReason } = call;
  return {
    id,
    callCode,
    conversationId,
    contactId,
    kind,
    direction,
    state,
    customer: { name: call.customerName, number: who.kind === 'customer' ? null : call.customerNumber },
    requestedAt,
    answeredAt,
    endedAt,
    endedBy,
    endReason,
    missedReason,
    sipStatus: who.kind === 'customer' ? null : call.sipStatus,
    recording,
    parties: call.parties.filter((party) => seen(party, me, who)).map((party) => show(party, who)),
    me: { partyId: me?.id ?? null, permissions: permissionsOf(call, me, who) },
    version,
  };
}

/** Whoever left is no more part of the picture; a supervisor is part of it for those who hear them. */
function seen(party: PartyRecord, me: PartyRecord | null, who: Onlooker): boolean {
  if (party.state === 'left') return false;
  if (party.id === me?.id || !UNHEARD.has(party.role)) return true;
  if (who.kind === 'customer') return false;
  return (
    me !== null && (UNHEARD.has(me.role) || me.role === 'barge' || (party.role === 'whisper' && me.role === 'agent'))
  );
}

function show(party: PartyRecord, who: Onlooker): CallParty {
  const { id, role, device, state, muted, camera, screen, held } = party;
  const name = who.kind === 'customer' && party.number !== null ? '' : party.name;
  return { id, role, name, device, state, muted, camera, screen, held };
}

const NOTHING: CallPermissions = {
  answer: false,
  end: false,
  leave: false,
  camera: false,
  screen: false,
  hold: false,
  addParty: false,
  transfer: false,
  record: false,
  consent: false,
  digits: false,
  retry: false,
};

function permissionsOf(call: CallRecord, me: PartyRecord | null, who: Onlooker): CallPermissions {
  const { state, kind, recording } = call;
  if (state === 'ended')
    return { ...NOTHING, retry: call.conversationId !== null && RETRIED.has(call.endReason ?? '') && kind !== 'phone' };
  if (me === null) return { ...NOTHING, end: who.kind === 'agent' && call.agentId === who.agentId };
  // It rings at their own telephone, which is picked up by hand.
  if (me.state === 'ringing') return { ...NOTHING, answer: me.device !== 'device' };
  const talking = state === 'in_progress' || state === 'held';
  const speaks = me.role !== 'monitor' && me.device === 'browser';
  const common = {
    camera: speaks && kind === 'video' && me.role !== 'whisper',
    screen: speaks && me.role !== 'whisper',
  };
  if (me.role === 'customer') return { ...NOTHING, ...common, end: true, consent: recording !== 'off' };
  if (me.role !== 'agent') return { ...NOTHING, ...common, leave: true };
  return {
    ...NOTHING,
    ...common,
    end: true,
    hold: talking,
    addParty: talking,
    transfer: talking,
    record: talking,
    digits: talking && call.parties.some(({ device, state: at }) => device === 'telephone' && at !== 'left'),
  };
}
