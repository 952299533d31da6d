import type { MediaEngine, MediaEvent, MediaRefusal, MediaReply, Route, Sound } from '@alongside/domain';

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
  recording: 'off' | 'on' | 'paused';
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

export function createFakeMediaEngine(): FakeMediaEngine {
  const sessions = new Map<string, Session>();
  const listeners = new Set<(event: MediaEvent) => void>();
  const happen = (event: MediaEvent) => {
    for (const listener of listeners) listener(event);
  };
  /** Works on a leg that is there. */
  const on = async <T>(
    sessionId: string,
    legId: string,
    work: (leg: Leg, session: Session) => T,
  ): Promise<MediaReply<T>> => {
    const session = sessions.get(sessionId);
    if (!session) return refuse('no_such_session');
    const leg = session.legs.get(legId);
    return leg ? { ok: true, value: work(leg, session) } : refuse('no_such_leg');
  };
  const add = async <T>(sessionId: string, legId: string, kind: Leg['kind'], value: T): Promise<MediaReply<T>> => {
    const session = sessions.get(sessionId);
    if (!session) return refuse('no_such_session');
    session.legs.set(legId, { kind, negotiation: 0, playing: null, candidates: [] });
    return { ok: true, value };
  };
  const recording = async (sessionId: string, state: Session['recording']): Promise<MediaReply> => {
    const session = sessions.get(sessionId);
    if (!session) return refuse('no_such_session');
    session.recording = state;
    return ok;
  };
  const offer = (sessionId: string, legId: string, leg: Leg, session: Session) => {
    leg.negotiation += 1;
    const streams = session.routes
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
      if (!sessions.has(sessionId)) sessions.set(sessionId, { audio, legs: new Map(), routes: [], recording: 'off' });
      return ok;
    },
    async endSession(sessionId) {
      sessions.delete(sessionId);
      return ok;
    },
    addBrowserLeg: ({ sessionId, legId }) => add(sessionId, legId, 'browser', undefined),
    addTelephoneLeg: ({ sessionId, legId }) =>
      add(sessionId, legId, 'telephone', { host: '127.0.0.1', port: 40_000, srtpKey: 'A'.repeat(40) }),
    connectTelephoneLeg: (sessionId, legId) => on(sessionId, legId, () => undefined),
    async removeLeg(sessionId, legId) {
      const session = sessions.get(sessionId);
      if (!session) return refuse('no_such_session');
      session.legs.delete(legId);
      session.routes = session.routes.filter(({ from, to }) => from !== legId && to !== legId);
      return ok;
    },
    publish: (sessionId, legId, { sdp }) =>
      sdp.includes('broken')
        ? Promise.resolve(refuse('bad_description'))
        : on(sessionId, legId, () => ({ sdp: `fake answer to ${sdp}` })),
    answer: (sessionId, legId) => on(sessionId, legId, () => undefined),
    candidate: (sessionId, legId, _side, { candidate }) =>
      on(sessionId, legId, (leg) => void leg.candidates.push(candidate)),
    restartIce: (sessionId, legId) => on(sessionId, legId, (leg, session) => offer(sessionId, legId, leg, session)),
    async setRoutes(sessionId, routes) {
      const session = sessions.get(sessionId);
      if (!session) return refuse('no_such_session');
      if (routes.some(({ from, to }) => !session.legs.has(from) || !session.legs.has(to))) return refuse('no_such_leg');
      const before = session.routes;
      session.routes = routes;
      const streamsTo = (table: readonly Route[], legId: string) =>
        JSON.stringify(table.filter(({ to }) => to === legId));
      for (const [legId, leg] of session.legs)
        if (leg.kind === 'browser' && streamsTo(before, legId) !== streamsTo(routes, legId))
          offer(sessionId, legId, leg, session);
      return ok;
    },
    play: (sessionId, legId, sound) =>
      on(sessionId, legId, (leg) => {
        leg.playing = sound;
      }),
    stopPlaying: (sessionId, legId) =>
      on(sessionId, legId, (leg) => {
        leg.playing = null;
      }),
    sendDtmf: (sessionId, legId) => on(sessionId, legId, () => undefined),
    startRecording: (sessionId) => recording(sessionId, 'on'),
    pauseRecording: (sessionId) => recording(sessionId, 'paused'),
    resumeRecording: (sessionId) => recording(sessionId, 'on'),
    stopRecording: (sessionId) => recording(sessionId, 'off'),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      sessions.clear();
    },
  };
}
