import type { MediaEvent, MediaKind, MediaReply, Route, SessionAudio } from '@alongside/domain';
import type { RtpPacket } from 'werift';
import type { Recorder } from '../recording/recorder.ts';
import { streamKey } from './keys.ts';
import type { Leg } from './leg.ts';
import { done, refused } from './refusal.ts';
import type { Source } from './source.ts';
import { createWatch } from './watch.ts';

type Told<Event extends MediaEvent = MediaEvent> = Event extends { sessionId: string }
  ? Omit<Event, 'sessionId'>
  : never;

const nothing: ReadonlySet<Source> = new Set();
const without = (table: readonly Route[], legId: string) =>
  table.filter(({ from, to }) => from !== legId && to !== legId);

export interface Session {
  readonly sessionId: string;
  readonly audio: SessionAudio;
  readonly legs: ReadonlyMap<string, Leg>;
  recorder: Recorder | null;
  add(leg: Leg): void;
  remove(legId: string): Promise<void>;
  setRoutes(routes: readonly Route[], expected: readonly Route[]): MediaReply;
  /** A leg's sources came, went or were replaced. */
  sourcesChanged(): void;
  take(source: Source, packet: RtpPacket): void;
  tell(event: Told): void;
  reportQuality(): void;
  lookForSilence(now: number): void;
  close(): Promise<void>;
}

/** One call: its legs and the table of who reaches whom. */
export function createSession(options: {
  readonly sessionId: string;
  readonly audio: SessionAudio;
  readonly emit: (event: MediaEvent) => void;
}): Session {
  const { sessionId, audio } = options;
  const legs = new Map<string, Leg>();
  const flowing = new Set<string>();
  let routes: readonly Route[] = [];
  let expected: readonly Route[] = [];
  let table = new Map<string, readonly Leg[]>();

  const tell = (event: Told) => options.emit({ ...event, sessionId } as MediaEvent);
  const watch = createWatch((type, legId) => tell({ type, legId }));

  /** Builds the new table aside and puts it in place at once: the next packet already follows it. */
  const apply = () => {
    const next = new Map<string, Leg[]>();
    const routed = new Map<string, Set<Source>>();
    const awaited = new Map<string, Set<Source>>();
    for (const { from, to, kinds } of expected) {
      const coming = awaited.get(to) ?? new Set<Source>();
      awaited.set(to, coming);
      for (const kind of kinds) {
        const source = legs.get(from)?.sources.get(kind);
        if (source !== undefined) coming.add(source);
      }
    }
    for (const { from, to, kinds } of routes) {
      const [sender, listener] = [legs.get(from), legs.get(to)];
      if (sender === undefined || listener === undefined || sender === listener) continue;
      const heard = routed.get(to) ?? new Set<Source>();
      routed.set(to, heard);
      for (const kind of kinds) {
        const key = streamKey(from, kind);
        const listeners = next.get(key) ?? [];
        if (!listeners.includes(listener)) listeners.push(listener);
        next.set(key, listeners);
        const source = sender.sources.get(kind);
        if (source !== undefined) heard.add(source);
      }
    }
    table = next;
    for (const leg of legs.values()) {
      const others = [...legs.values()]
        .filter((other) => other !== leg)
        .flatMap((other) => [...other.sources.values()]);
      leg.route(others, routed.get(leg.legId) ?? nothing, awaited.get(leg.legId) ?? nothing);
    }
  };

  return {
    sessionId,
    audio,
    legs,
    recorder: null,
    add(leg) {
      legs.set(leg.legId, leg);
      apply();
    },
    async remove(legId) {
      const leg = legs.get(legId);
      legs.delete(legId);
      routes = without(routes, legId);
      expected = without(expected, legId);
      watch.forget(legId);
      for (const kind of ['audio', 'video', 'screen'] satisfies MediaKind[]) flowing.delete(streamKey(legId, kind));
      apply();
      await leg?.close();
    },
    setRoutes(wanted, coming) {
      const unknown = [...wanted, ...coming].flatMap(({ from, to }) => [from, to]).find((legId) => !legs.has(legId));
      if (unknown !== undefined)
        return refused('no_such_leg', `A route names the leg "${unknown}", which is not in this session.`);
      [routes, expected] = [wanted, coming];
      apply();
      return done;
    },
    sourcesChanged: apply,
    take(source, packet) {
      const key = streamKey(source.legId, source.kind);
      if (!flowing.has(key)) {
        flowing.add(key);
        tell({ type: 'flowing', legId: source.legId, kind: source.kind });
      }
      for (const listener of table.get(key) ?? []) listener.write(source, packet);
      this.recorder?.take(source, packet);
    },
    tell,
    reportQuality() {
      const found = [...legs.values()].filter((leg) => leg.lastHeard() !== null).map((leg) => leg.quality());
      if (found.length > 0) tell({ type: 'quality', legs: found });
    },
    lookForSilence: (now) => watch.look(legs.values(), now),
    async close() {
      table = new Map();
      await Promise.all([...legs.values()].map((leg) => leg.close()));
      legs.clear();
    },
  };
}
