import type { MediaEngine, MediaEvent, MediaReply } from '@alongside/domain';
import { createRecorder } from '../recording/create-recorder.ts';
import type { MediaSettings } from '../settings.ts';
import { type BrowserLeg, createBrowserLeg } from './browser-leg.ts';
import { createPortPool } from './port-pool.ts';
import { done, refused, wordsOf } from './refusal.ts';
import { createSession, type Session } from './session.ts';
import { openTelephoneLeg, type TelephoneLeg } from './telephone-leg.ts';
import { createTicker } from './ticker.ts';

/** What can be asked of the engine, in whichever process it runs. */
export type EngineCalls = Omit<MediaEngine, 'subscribe' | 'close'>;

export interface Engine extends EngineCalls {
  close(): Promise<void>;
}

interface TelephonePlace {
  readonly host: string;
  readonly port: number;
  readonly srtpKey: string;
}

const qualityMilliseconds = 5_000;
const lookMilliseconds = 500;

/** The engine itself: all of it in this process. `now` is a steady clock in milliseconds. */
export function createEngine(options: {
  readonly settings: MediaSettings;
  readonly now: () => number;
  readonly emit: (event: MediaEvent) => void;
}): Engine {
  const { settings, now, emit } = options;
  const sessions = new Map<string, Session>();
  /** Whose recording is being started: its files are not there yet. */
  const starting = new Set<Session>();
  const ports = createPortPool(settings.telephoneHost, settings.telephonePorts);
  const ticker = createTicker(now);
  /** One session's fault must not keep those after it from their turn. */
  const eachSession = (work: (session: Session) => void) => {
    for (const session of sessions.values()) {
      try {
        work(session);
      } catch (error) {
        console.error('media process: a session failed', error);
      }
    }
  };
  const timers = [
    setInterval(() => eachSession((session) => session.reportQuality()), qualityMilliseconds),
    setInterval(() => eachSession((session) => session.lookForSilence(now())), lookMilliseconds),
  ];

  const noSession = (sessionId: string) => refused('no_such_session', `The engine has no session "${sessionId}".`);
  const noLeg = (legId: string, what: string) => refused('no_such_leg', `The session has no ${what} "${legId}".`);

  const inSession = async <Value>(
    sessionId: string,
    work: (session: Session) => Promise<MediaReply<Value>> | MediaReply<Value>,
  ): Promise<MediaReply<Value>> => {
    const session = sessions.get(sessionId);
    return session === undefined ? noSession(sessionId) : work(session);
  };
  const onBrowser = <Value>(sessionId: string, legId: string, work: (leg: BrowserLeg) => Promise<MediaReply<Value>>) =>
    inSession(sessionId, (session) => {
      const leg = session.legs.get(legId);
      return leg !== undefined && 'publish' in leg ? work(leg as BrowserLeg) : noLeg(legId, 'browser');
    });
  const onTelephone = <Value>(
    sessionId: string,
    legId: string,
    work: (leg: TelephoneLeg) => Promise<MediaReply<Value>> | MediaReply<Value>,
  ) =>
    inSession(sessionId, (session) => {
      const leg = session.legs.get(legId);
      return leg !== undefined && 'connect' in leg ? work(leg as TelephoneLeg) : noLeg(legId, 'telephone');
    });
  const room = (session: Session, legId: string): MediaReply => {
    if (session.legs.has(legId)) return refused('too_many', `The session has a leg "${legId}" already.`);
    if (session.legs.size < settings.maxLegsPerSession) return done;
    return refused('too_many', `A session has ${settings.maxLegsPerSession} legs at most.`);
  };
  const stopRecording = async (session: Session) => {
    const { recorder } = session;
    session.recorder = null;
    if (recorder === null) return;
    session.tell({ type: 'recorded', files: await recorder.stop() });
  };
  const end = async (session: Session) => {
    sessions.delete(session.sessionId);
    await stopRecording(session);
    await session.close();
  };

  return {
    async createSession({ sessionId, audio }) {
      const known = sessions.get(sessionId);
      if (known?.audio === audio) return done;
      if (known !== undefined) return refused('too_many', `The session "${sessionId}" has ${known.audio} for sound.`);
      if (sessions.size >= settings.maxSessions)
        return refused('too_many', `The engine has ${settings.maxSessions} sessions at most.`);
      sessions.set(sessionId, createSession({ sessionId, audio, emit }));
      return done;
    },
    async endSession(sessionId) {
      const session = sessions.get(sessionId);
      if (session !== undefined) await end(session);
      return done;
    },
    addBrowserLeg: ({ sessionId, legId, role }) =>
      inSession(sessionId, (session) => {
        const reply = room(session, legId);
        if (!reply.ok) return reply;
        session.add(
          createBrowserLeg({
            settings,
            legId,
            role,
            audio: session.audio,
            now,
            onPacket: (source, packet) => session.take(source, packet),
            onSources: () => session.sourcesChanged(),
            tell: (event) => session.tell(event),
          }),
        );
        return done;
      }),
    addTelephoneLeg: ({ sessionId, legId, role }) =>
      inSession<TelephonePlace>(sessionId, async (session) => {
        if (session.audio !== 'g711')
          return refused('bad_description', 'A telephone needs a session whose sound is g711; this one has opus.');
        const reply = room(session, legId);
        if (!reply.ok) return reply;
        const leg = await openTelephoneLeg({
          settings,
          ports,
          ticker,
          legId,
          role,
          now,
          onPacket: (source, packet) => session.take(source, packet),
          onSources: () => session.sourcesChanged(),
          tell: (event) => session.tell(event),
        });
        if (leg === null)
          return refused('out_of_ports', `All ports for telephones are taken (${settings.telephonePorts.join('–')}).`);
        // The session may have ended, or another leg taken the name, while the port was opened.
        if (!sessions.has(sessionId) || session.legs.has(legId)) {
          await leg.close();
          return noSession(sessionId);
        }
        session.add(leg);
        const host = settings.announcedTelephoneHost ?? settings.telephoneHost;
        return { ok: true, value: { host, port: leg.port, srtpKey: leg.srtpKey } };
      }),
    connectTelephoneLeg: (sessionId, legId, remote) =>
      onTelephone(sessionId, legId, async (leg) => {
        try {
          await leg.connect(remote);
          return done;
        } catch (error) {
          return refused('bad_description', `The telephone cannot be reached as described: ${wordsOf(error)}.`);
        }
      }),
    removeLeg: (sessionId, legId) =>
      inSession(sessionId, async (session) => {
        await session.remove(legId);
        return done;
      }),
    publish: (sessionId, legId, { sdp, screens }) =>
      onBrowser<{ readonly sdp: string }>(sessionId, legId, async (leg) => {
        try {
          return { ok: true, value: { sdp: await leg.publish(sdp, screens) } };
        } catch (error) {
          return refused('bad_description', `The offer cannot be taken: ${wordsOf(error)}.`);
        }
      }),
    answer: (sessionId, legId, negotiation, sdp) =>
      onBrowser(sessionId, legId, async (leg) =>
        (await leg.answer(negotiation, sdp)) ? done : refused('bad_description', 'The answer cannot be taken.'),
      ),
    candidate: (sessionId, legId, side, candidate) =>
      onBrowser(sessionId, legId, async (leg) => {
        await leg.candidate(side, candidate);
        return done;
      }),
    restartIce: (sessionId, legId) =>
      onBrowser(sessionId, legId, async (leg) => {
        await leg.restartIce();
        return done;
      }),
    setRoutes: (sessionId, routes, expected = []) =>
      inSession(sessionId, (session) => session.setRoutes(routes, expected)),
    play: (sessionId, legId, sound) =>
      onTelephone(sessionId, legId, async (leg) => {
        try {
          await leg.play(sound);
          return done;
        } catch (error) {
          return refused('bad_description', wordsOf(error));
        }
      }),
    stopPlaying: (sessionId, legId) =>
      onTelephone(sessionId, legId, (leg) => {
        leg.stopPlaying();
        return done;
      }),
    sendDtmf: (sessionId, legId, digits) =>
      onTelephone(sessionId, legId, (leg) => {
        leg.sendDtmf(digits);
        return done;
      }),
    startRecording: (sessionId, { legIds, modes }) =>
      inSession(sessionId, async (session) => {
        const unknown = legIds.find((legId) => !session.legs.has(legId));
        if (unknown !== undefined) return noLeg(unknown, 'leg');
        if (session.recorder !== null || starting.has(session))
          return refused('too_many', 'The session is being recorded already.');
        starting.add(session);
        try {
          session.recorder = await createRecorder({ settings, session, legIds, modes, now });
        } finally {
          starting.delete(session);
        }
        if (!sessions.has(sessionId)) await stopRecording(session);
        return done;
      }),
    pauseRecording: (sessionId) =>
      inSession(sessionId, (session) => {
        session.recorder?.pause();
        return done;
      }),
    resumeRecording: (sessionId) =>
      inSession(sessionId, (session) => {
        session.recorder?.resume();
        return done;
      }),
    stopRecording: (sessionId) =>
      inSession(sessionId, async (session) => {
        await stopRecording(session);
        return done;
      }),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([...sessions.values()].map(end));
      ticker.close();
    },
  };
}
