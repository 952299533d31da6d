import type { LegRole, MediaEngine, MediaEvent, MediaRefusal, MediaReply, Route, Sound } from '@alongside/domain';
import { createFakeRecordings } from './fake-recordings.ts';

interface Leg {
  readonly kind: 'browser' | 'telephone';
  negotiation: number;
  playing: Sound | null;
  readonly candidates: string[];
}

interface Session {
  readonly audio: 'opus' | 'g711';
  readonly legs: Map<string, Leg>;
  routes: readonly Route[];
  /** What will be routed soon. */
  expected: readonly Route[];
  recording: 'off' | 'on' | 'paused';
  /** Legs of the recording's files; null: all mixed. */
  recorded: readonly (string | null)[];
}

/** A media engine without media: keeps the port's promises about sessions, legs and routes, and lets a test say what flows. */
export interface FakeMediaEngine extends MediaEngine {
  readonly sessions: ReadonlyMap<string, Session>;
  /** Media from this leg are heard. */
  flow(sessionId: string, legId: string): void;
  happen(event: MediaEvent): void;
  /** The process dies with everything in it; what is asked next works again. */
  kill(): void;
  /** Who reaches whom with sound, as `from>to`. */
  heard(sessionId: string): string[];
}

const ok = { ok: true, value: undefined } as const;
const refuse = (refusal: MediaRefusal): MediaReply<never> => ({ ok: false, refusal, message: `Refused: ${refusal}.` });
/** What tests send as a description that is none. */
const isNone = (sdp: string) => /broken|nonsense/.test(sdp);

export function createFakeMediaEngine(): FakeMediaEngine {
  const sessions = new Map<string, Session>();
  const listeners = new Set<(event: MediaEvent) => void>();
  const recordings = createFakeRecordings();
  let ports = 40_000;
  let closed = false;
  const happen = (event: MediaEvent) => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch {
        // One that fails keeps nothing from the others.
      }
    }
  };
  const inSession = async <T>(
    sessionId: string,
    work: (session: Session) => MediaReply<T> | Promise<MediaReply<T>>,
  ): Promise<MediaReply<T>> => {
    if (closed) return refuse('engine_away');
    const session = sessions.get(sessionId);
    return session ? work(session) : refuse('no_such_session');
  };
  /** Works on a leg of this kind that is there. */
  const on =
    (kind: Leg['kind']) =>
    <T>(sessionId: string, legId: string, work: (leg: Leg, session: Session) => T): Promise<MediaReply<T>> =>
      inSession<T>(sessionId, (session) => {
        const leg = session.legs.get(legId);
        return leg?.kind === kind ? { ok: true, value: work(leg, session) } : refuse('no_such_leg');
      });
  const [onBrowser, onTelephone] = [on('browser'), on('telephone')];
  const add = <T>(
    { sessionId, legId }: { readonly sessionId: string; readonly legId: string; readonly role: LegRole },
    kind: Leg['kind'],
    value: () => T,
  ): Promise<MediaReply<T>> =>
    inSession<T>(sessionId, ({ legs, audio }) => {
      if (kind === 'telephone' && audio === 'opus') return refuse('bad_description');
      if (legs.has(legId)) return refuse('too_many');
      legs.set(legId, { kind, negotiation: 0, playing: null, candidates: [] });
      return { ok: true, value: value() };
    });
  const telephonePlace = () => {
    ports += 2;
    return { host: '127.0.0.1', port: ports, srtpKey: Buffer.alloc(30, `${ports}`).toString('base64') };
  };
  const stop = async (sessionId: string, session: Session) => {
    if (session.recording === 'off') return;
    session.recording = 'off';
    happen({ type: 'recorded', sessionId, files: await recordings.write(session.recorded) });
  };
  const offer = (sessionId: string, legId: string, leg: Leg, session: Session) => {
    leg.negotiation += 1;
    const streams = [...session.routes, ...session.expected]
      .filter(({ to }) => to === legId)
      .flatMap(({ from, kinds }) => kinds.map((kind) => ({ from, kind })))
      .map((stream, index) => ({ mid: String(index), ...stream }));
    const { negotiation } = leg;
    happen({ type: 'offer', sessionId, legId, negotiation, sdp: `fake offer ${negotiation}`, streams });
  };

  return {
    sessions,
    happen,
    flow: (sessionId, legId) => happen({ type: 'flowing', sessionId, legId, kind: 'audio' }),
    kill() {
      const sessionIds = [...sessions.keys()];
      sessions.clear();
      if (sessionIds.length > 0) happen({ type: 'engine_lost', sessionIds });
    },
    heard: (sessionId) =>
      (sessions.get(sessionId)?.routes ?? [])
        .filter(({ kinds }) => kinds.includes('audio'))
        .map(({ from, to }) => `${from}>${to}`)
        .sort(),
    async createSession({ sessionId, audio }) {
      if (closed) return refuse('engine_away');
      const known = sessions.get(sessionId);
      if (known) return known.audio === audio ? ok : refuse('too_many');
      const nothing = { routes: [], expected: [], recorded: [] };
      sessions.set(sessionId, { audio, legs: new Map(), ...nothing, recording: 'off' });
      return ok;
    },
    async endSession(sessionId) {
      if (closed) return refuse('engine_away');
      const session = sessions.get(sessionId);
      sessions.delete(sessionId);
      if (session) await stop(sessionId, session);
      return ok;
    },
    addBrowserLeg: (leg) => add(leg, 'browser', () => undefined),
    addTelephoneLeg: (leg) => add(leg, 'telephone', telephonePlace),
    connectTelephoneLeg: (sessionId, legId) => onTelephone(sessionId, legId, () => undefined),
    removeLeg: (sessionId, legId) =>
      inSession<void>(sessionId, (session) => {
        session.legs.delete(legId);
        const without = (table: readonly Route[]) => table.filter(({ from, to }) => from !== legId && to !== legId);
        [session.routes, session.expected] = [without(session.routes), without(session.expected)];
        return ok;
      }),
    async publish(sessionId, legId, { sdp }) {
      const reply = await onBrowser(sessionId, legId, () => ({ sdp: `fake answer to ${sdp}` }));
      return reply.ok && isNone(sdp) ? refuse('bad_description') : reply;
    },
    answer: (sessionId, legId) => onBrowser(sessionId, legId, () => undefined),
    candidate: (sessionId, legId, _side, { candidate }) =>
      onBrowser(sessionId, legId, (leg) => void leg.candidates.push(candidate)),
    restartIce: (sessionId, legId) =>
      onBrowser(sessionId, legId, (leg, session) => {
        if (leg.negotiation > 0) offer(sessionId, legId, leg, session);
      }),
    setRoutes: (sessionId, routes, expected = []) =>
      inSession<void>(sessionId, (session) => {
        const { legs } = session;
        if ([...routes, ...expected].some(({ from, to }) => !legs.has(from) || !legs.has(to)))
          return refuse('no_such_leg');
        // A line that stands stays; only one that nobody has yet is offered.
        const linesTo = (legId: string) =>
          JSON.stringify([...session.routes, ...session.expected].filter(({ to }) => to === legId));
        const before = new Map([...legs.keys()].map((legId) => [legId, linesTo(legId)]));
        Object.assign(session, { routes, expected });
        for (const [legId, leg] of legs)
          if (leg.kind === 'browser' && before.get(legId) !== linesTo(legId)) offer(sessionId, legId, leg, session);
        return ok;
      }),
    play: (sessionId, legId, sound) =>
      onTelephone(sessionId, legId, (leg) => {
        leg.playing = sound;
      }),
    stopPlaying: (sessionId, legId) =>
      onTelephone(sessionId, legId, (leg) => {
        leg.playing = null;
      }),
    sendDtmf: (sessionId, legId) => onTelephone(sessionId, legId, () => undefined),
    startRecording: (sessionId, { legIds, modes }) =>
      inSession<void>(sessionId, (session) => {
        if (legIds.some((legId) => !session.legs.has(legId))) return refuse('no_such_leg');
        if (session.recording !== 'off') return refuse('too_many');
        session.recording = 'on';
        session.recorded = [...(modes.includes('per_leg') ? legIds : []), ...(modes.includes('mixed') ? [null] : [])];
        return ok;
      }),
    pauseRecording: (sessionId) =>
      inSession<void>(sessionId, (session) => {
        if (session.recording === 'on') session.recording = 'paused';
        return ok;
      }),
    resumeRecording: (sessionId) =>
      inSession<void>(sessionId, (session) => {
        if (session.recording === 'paused') session.recording = 'on';
        return ok;
      }),
    stopRecording: (sessionId) =>
      inSession<void>(sessionId, async (session) => {
        await stop(sessionId, session);
        return ok;
      }),
    subscribe(listener) {
      const own = (event: MediaEvent) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    async close() {
      closed = true;
      sessions.clear();
      await recordings.remove();
    },
  };
}
