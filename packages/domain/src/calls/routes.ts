import type { MediaKind, Route } from './media-engine.ts';
import type { CallRecord, PartyRecord } from './ports.ts';

const HERE: ReadonlySet<PartyRecord['state']> = new Set(['joining', 'present', 'interrupted']);
const CONNECTED: ReadonlySet<CallRecord['state']> = new Set(['connecting', 'in_progress', 'held']);

/** Who reaches whom in a call: the whole table, from its parties alone [CALL6]. Nothing flows that it does not name. */
export function routesOf({ state, kind, parties }: Pick<CallRecord, 'state' | 'kind' | 'parties'>): Route[] {
  if (!CONNECTED.has(state)) return [];
  const here = parties.filter((party) => HERE.has(party.state));
  return here.flatMap((from) =>
    here
      .filter((to) => to !== from && hears(from, to))
      .map((to) => ({ from: from.id, to: to.id, kinds: kindsOf(kind, from, to) })),
  );
}

/**
 * The table as it will be once a call that rings is answered; empty for any other. `standbyId`: of the agent who is no party yet. Connections
 * are made by it while it rings; nothing flows.
 */
export function expectedRoutesOf(call: Parameters<typeof routesOf>[0], standbyId: string | null): Route[] {
  if (call.state !== 'ringing') return [];
  const standby: PartyRecord | null = standbyId === null ? null : { ...awaited, id: standbyId };
  const parties = call.parties.map(
    (party): PartyRecord => (party.state === 'ringing' ? { ...party, state: 'joining' } : party),
  );
  return routesOf({ kind: call.kind, state: 'connecting', parties: standby ? [...parties, standby] : parties });
}

const awaited: Omit<PartyRecord, 'id'> = {
  role: 'agent',
  device: 'browser',
  state: 'joining',
  name: '',
  agentId: null,
  number: null,
  muted: false,
  camera: false,
  screen: false,
  held: false,
  consult: false,
  takesOver: false,
  joinedAt: null,
  leftAt: null,
  endCause: null,
  loss: null,
  jitterMilliseconds: null,
  mos: null,
};

/** Whether what one party sends reaches the other. */
function hears(from: PartyRecord, to: PartyRecord): boolean {
  if (from.held || to.held) return false;
  if (from.role === 'monitor') return false;
  if (from.role === 'whisper') return to.role === 'agent';
  return true;
}

/** A telephone has sound alone; a whisper is sound alone; a camera reaches others in a video call, a screen in any. */
function kindsOf(kind: CallRecord['kind'], from: PartyRecord, to: PartyRecord): readonly MediaKind[] {
  if (from.device !== 'browser' || to.device !== 'browser' || from.role === 'whisper') return ['audio'];
  return kind === 'video' ? ['audio', 'video', 'screen'] : ['audio', 'screen'];
}
