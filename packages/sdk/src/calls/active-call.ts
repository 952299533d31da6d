import type { CallView, Down } from '@alongside/protocol';
import type { Line } from '../connection/line.ts';
import { type AlongsideError, asAlongsideError, networkLost } from '../errors.ts';
import { createValue, type Observable } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import type { LinkQuality } from './link-watch.ts';
import type { LocalMediaControl } from './local-media.ts';
import { createMediaSession, type MediaSession, type MediaState } from './media-session.ts';
import type { Kind } from './publisher.ts';
import type { RtcPort } from './rtc.ts';
import type { RemoteTrack } from './subscriber.ts';

type Frame<T extends Down['t']> = Extract<Down, { t: T }>;
type CallFrame = Frame<
  'call.joined' | 'call.published' | 'call.offer' | 'call.candidate' | 'call.quality' | 'call.moved'
>;

/** How well the engine receives us. */
export type SentQuality = Omit<Frame<'call.quality'>, 't' | 'callId'>;

/** The call whose sound and pictures this client carries. */
export interface ActiveCall {
  readonly callId: string;
  readonly state: Observable<MediaState>;
  /** What the others send, by party. */
  readonly remote: Observable<readonly RemoteTrack[]>;
  readonly link: Observable<LinkQuality>;
  /** null until the server has told. */
  readonly sent: Observable<SentQuality | null>;
  /** What can no longer be mended by itself: leave and join again. */
  readonly error: Observable<AlongsideError | null>;
}

interface ActiveCallOptions {
  readonly callId: string;
  readonly line: Line;
  readonly rtc: RtcPort;
  readonly local: LocalMediaControl;
  readonly listensOnly: boolean;
  /** It rings: connections are made for these, and nothing goes out before `begin`. null: it is answered. */
  readonly standsBy: readonly Kind[] | null;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Another client of this person carries it now. */
  readonly moved: () => void;
}

/** One joined call: takes its frames, and joins again when the socket has been away. */
export function createActiveCall(options: ActiveCallOptions) {
  const { callId, line, rtc, local, timers, logger, moved } = options;
  const state = createValue<MediaState>('connecting', logger);
  const remote = createValue<readonly RemoteTrack[]>([], logger);
  const link = createValue<LinkQuality | null>(null, logger);
  const sent = createValue<SentQuality | null>(null, logger);
  const error = createValue<AlongsideError | null>(null, logger);
  let media: MediaSession | null = null;
  let partyId: string | null = null;
  let audio: string | null = null;
  let stops: (() => void)[] = [];
  let closed = false;
  let goesOn = false;
  let { standsBy, listensOnly } = options;
  /** Asked for, and neither refused nor there yet. */
  let joining = false;
  let published: { resolve(answer: { sdp: string }): void; reject(error: AlongsideError): void } | null = null;

  const unknown: LinkQuality = {
    state: 'unknown',
    figures: { lossIn: null, lossOut: null, jitterMilliseconds: null, roundTripMilliseconds: null },
  };
  const fail = (problem: AlongsideError) => {
    // What cannot be made ahead is made when it is needed.
    if (standsBy) return drop();
    logger.warn('Call: media failed', { code: problem.code });
    error.set(problem);
  };

  async function publish(offer: { sdp: string; screens: readonly string[] }): Promise<{ sdp: string }> {
    const answer = new Promise<{ sdp: string }>((resolve, reject) => {
      published = { resolve, reject };
    });
    // Whichever comes first: the refusal, the loss of the socket, or the answer.
    answer.catch(() => {});
    await orAnew(line.request({ t: 'call.publish', callId, sdp: offer.sdp, screens: [...offer.screens] }));
    return answer;
  }

  /** The server knows nothing of our connections: the engine that had them died before the call was answered. */
  async function orAnew<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (thrown) {
      if (asAlongsideError(thrown).code !== 'call_wrong_state' || closed || standsBy) throw thrown;
      drop();
      void join();
      throw networkLost('The call is joined anew.');
    }
  }

  function drop() {
    for (const stop of stops) stop();
    stops = [];
    media?.close();
    media = null;
    published?.reject(networkLost('The call was joined anew.'));
    published = null;
    remote.set([]);
  }

  function begin(joined: Frame<'call.joined'>) {
    joining = false;
    // The same party with the same sound: the engine has kept our connections, and media went on meanwhile.
    if (media && goesOn && partyId === joined.partyId && audio === joined.audio)
      return media.signallingIsBack(joined.iceServers);
    drop();
    ({ partyId, audio } = joined);
    const made = createMediaSession({
      rtc,
      iceServers: joined.iceServers,
      local,
      prepares: standsBy ?? (listensOnly ? [] : null),
      timers,
      logger,
      failed: fail,
      signalling: {
        publish,
        answer: async (negotiation, sdp) => line.signal({ t: 'call.answer', callId, negotiation, sdp }),
        candidate: (side, candidate) => line.signal({ t: 'call.candidate', callId, side, candidate }),
        restartIce: () => orAnew(line.request({ t: 'call.restart', callId })),
      },
    });
    media = made;
    stops = [made.state.subscribe(state.set), made.remote.subscribe(remote.set), made.quality.subscribe(link.set)];
    state.set(made.state.get());
  }

  const join = async () => {
    const stoodBy = standsBy !== null;
    joining = true;
    try {
      // The engine keeps what it is told to go on with; else it begins anew, and so do we.
      goesOn = media !== null && error.get() === null;
      await line.request({ t: 'call.join', callId, ...(goesOn && partyId !== null && { partyId }) });
      tellFacts();
    } catch (thrown) {
      joining = false;
      // It was answered meanwhile, and may be joined now.
      if (stoodBy && standsBy === null) return void join();
      const problem = asAlongsideError(thrown);
      // Without a socket the next welcome joins again.
      if (problem.code !== 'network_lost') fail(problem);
    }
  };

  const factsNow = () => {
    const { microphone, camera, screen } = local.state.get();
    return { muted: microphone.state !== 'on', camera: camera.state === 'on', screen: screen.state === 'on' };
  };
  function tellFacts() {
    if (listensOnly || standsBy || closed) return;
    line.signal({ t: 'call.facts', callId, ...factsNow() });
  }

  let wasThere = line.isWelcomed();
  const stopStatus = line.status.subscribe(() => {
    const isThere = line.isWelcomed();
    if (isThere === wasThere) return;
    wasThere = isThere;
    if (isThere) void join();
    else {
      published?.reject(networkLost('The connection was lost.'));
      published = null;
    }
  });
  const stopFacts = local.state.subscribe(tellFacts);
  void join();

  return {
    face: {
      callId,
      state,
      remote,
      link: {
        get: () => link.get() ?? unknown,
        subscribe: (listener) => link.subscribe((now) => listener(now ?? unknown)),
      },
      sent,
      error,
    } satisfies ActiveCall as ActiveCall,
    frame(frame: CallFrame) {
      switch (frame.t) {
        case 'call.joined':
          return begin(frame);
        case 'call.published':
          published?.resolve({ sdp: frame.sdp });
          published = null;
          return;
        case 'call.offer':
          return media?.offer({
            negotiation: frame.negotiation,
            sdp: frame.sdp,
            streams: frame.streams.map(({ mid, partyId: from, kind }) => ({ mid, from, kind })),
          });
        case 'call.candidate':
          return media?.candidate(frame.side, frame.candidate);
        case 'call.quality': {
          const { t: _, callId: __, ...figures } = frame;
          return sent.set(figures);
        }
        case 'call.moved':
          return moved();
      }
    },
    /** It was answered: what stood by goes on with the connections it has. */
    begin() {
      if (!standsBy) return;
      standsBy = null;
      if (media && media.state.get() !== 'interrupted') media.begin();
      else if (!joining) {
        drop();
        void join();
      }
      tellFacts();
    },
    /** Who only listened is heard from now on. */
    speak() {
      if (!listensOnly) return;
      listensOnly = false;
      media?.begin();
      tellFacts();
    },
    /** The others may have come back, or my own party was made anew. */
    view(view: CallView) {
      if (view.me.partyId !== null && partyId !== null && view.me.partyId !== partyId && line.isWelcomed())
        return void join();
      const mine = view.parties.find(({ id }) => id === partyId);
      const now = factsNow();
      // What was told last may have been lost: it is a signal.
      if (mine && (mine.muted !== now.muted || mine.camera !== now.camera || mine.screen !== now.screen)) tellFacts();
    },
    /** By hand, where the network is known to have changed. */
    restartIce: () => media?.restartIce(),
    close() {
      closed = true;
      stopStatus();
      stopFacts();
      drop();
    },
  };
}
