import type { AlongsideError } from '../errors.ts';
import { createValue, type Observable } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import { type LinkQuality, watchLink } from './link-watch.ts';
import type { LocalMediaControl } from './local-media.ts';
import type { MediaSource } from './media-problem.ts';
import { createPublisher, type Kind } from './publisher.ts';
import type { CandidateLike, IceServer, RtcPort } from './rtc.ts';
import { createSubscriber, type EngineOffer, type RemoteTrack } from './subscriber.ts';

export type LegSide = 'publish' | 'subscribe';

/** The wire of one leg, whatever carries it. */
export interface LegSignalling {
  publish(offer: { sdp: string; screens: readonly string[] }): Promise<{ readonly sdp: string }>;
  answer(negotiation: number, sdp: string): Promise<unknown>;
  candidate(side: LegSide, candidate: CandidateLike): void;
  /** Asks the engine to offer anew with new candidates. */
  restartIce(): Promise<unknown>;
}

/** connecting: not yet · connected: media can pass · interrupted: it did, and does not; tried again by itself. */
export type MediaState = 'connecting' | 'connected' | 'interrupted';

export interface MediaSessionOptions {
  readonly rtc: RtcPort;
  readonly iceServers: readonly IceServer[];
  readonly signalling: LegSignalling;
  /** What of ours goes out. */
  readonly local: LocalMediaControl;
  /** Lines that are opened at once, while nothing goes out until `begin`: it rings, or we only listen. Absent: `local` goes out at once. */
  readonly prepares?: readonly Kind[] | null;
  readonly timers: Timers;
  readonly logger: Logger;
  /** No try of ours can mend it. */
  readonly failed: (error: AlongsideError) => void;
}

/** One participant's two connections, and what is heard and seen over them. */
export interface MediaSession {
  readonly state: Observable<MediaState>;
  readonly remote: Observable<readonly RemoteTrack[]>;
  readonly quality: Observable<LinkQuality>;
  /** What stood by or only listened begins: `local` goes out, over the lines that are there. */
  begin(): void;
  offer(offer: EngineOffer): void;
  candidate(side: LegSide, candidate: CandidateLike): void;
  /** The signalling was away and is back; media went on meanwhile. Relays are given with new credentials. */
  signallingIsBack(iceServers?: readonly IceServer[]): void;
  restartIce(): void;
  close(): void;
}

const KINDS: Readonly<Record<MediaSource, Kind>> = { microphone: 'audio', camera: 'video', screen: 'screen' };
/** Longer than a browser's own mending takes; then we ask for new candidates. */
const RESTART_MS = 2_500;
/** Between two restarts that did not help. */
const RESTART_AGAIN_MS = 8_000;
/** Several signs of one change come together. */
const CHANGE_MS = 300;

export function createMediaSession(options: MediaSessionOptions): MediaSession {
  const { rtc, iceServers, signalling, local, prepares, timers, logger, failed } = options;
  const state = createValue<MediaState>('connecting', logger);
  const publisher = createPublisher({
    rtc,
    iceServers,
    timers,
    logger,
    failed,
    publish: (offer) => signalling.publish(offer),
    candidate: (candidate) => signalling.candidate('publish', candidate),
  });
  const subscriber = createSubscriber({
    rtc,
    iceServers,
    logger,
    failed,
    answer: (negotiation, sdp) => signalling.answer(negotiation, sdp),
    candidate: (candidate) => signalling.candidate('subscribe', candidate),
  });
  let disconnect = () => {};
  const begin = () => {
    disconnect = local.connect((source, track) => publisher.send(KINDS[source], track));
  };
  if (prepares) publisher.prepare(prepares);
  else begin();
  const link = watchLink([publisher.peer, subscriber.peer], timers, logger);
  const peers = [publisher.peer, subscriber.peer];
  let closed = false;
  let everConnected = false;
  let cancelRestart = () => {};

  const restart = () => {
    if (closed) return;
    cancelRestart();
    logger.info('Call: new candidates are asked for');
    publisher.restartIce();
    // Without signalling it is asked for again as soon as that is back.
    signalling.restartIce().catch(() => {});
    cancelRestart = timers.after(RESTART_AGAIN_MS, () => {
      if (broken()) restart();
    });
  };
  const broken = () => peers.some(({ connectionState }) => ['disconnected', 'failed'].includes(connectionState));

  const judge = () => {
    if (closed) return;
    const states = peers.map(({ connectionState }) => connectionState);
    if (broken()) {
      if (state.get() !== 'interrupted') {
        cancelRestart();
        cancelRestart = timers.after(states.includes('failed') ? 0 : RESTART_MS, restart);
      }
      state.set('interrupted');
    } else if (states.includes('connected') && !states.includes('connecting')) {
      everConnected = true;
      cancelRestart();
      state.set('connected');
    } else if (!everConnected) state.set('connecting');
  };
  for (const peer of peers) peer.addEventListener('connectionstatechange', judge);
  const stopNetwork = rtc.onNetworkChange?.(() => {
    if (!everConnected) return;
    cancelRestart();
    cancelRestart = timers.after(CHANGE_MS, restart);
  });

  return {
    state,
    remote: subscriber.tracks,
    quality: link.quality,
    begin,
    offer: subscriber.take,
    candidate: (side, candidate) => (side === 'publish' ? publisher : subscriber).remoteCandidate(candidate),
    signallingIsBack(servers) {
      if (servers?.length)
        for (const peer of peers) peer.setConfiguration?.({ iceServers: [...servers], bundlePolicy: 'max-bundle' });
      publisher.resume();
      if (broken()) restart();
    },
    restartIce: restart,
    close() {
      closed = true;
      cancelRestart();
      stopNetwork?.();
      link.stop();
      disconnect();
      publisher.close();
      subscriber.close();
    },
  };
}
