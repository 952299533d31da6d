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
