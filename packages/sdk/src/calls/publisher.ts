import { type AlongsideError, asAlongsideError, isTransient } from '../errors.ts';
import type { Logger } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import { createCandidates, plainCandidate } from './candidates.ts';
import type { CandidateLike, IceServer, PeerLike, RtcPort, TrackLike, TransceiverLike } from './rtc.ts';

/** What one leg sends. */
export type Kind = 'audio' | 'video' | 'screen';

/** Bits per second: the engine only forwards, so the sender keeps measure. */
const CAPS: Readonly<Record<Kind, number>> = { audio: 48_000, video: 1_000_000, screen: 1_500_000 };

/** After a refusal that passes. */
const AGAIN_MS = 1_000;

export interface PublisherOptions {
  readonly rtc: RtcPort;
  readonly iceServers: readonly IceServer[];
  readonly timers: Timers;
  readonly logger: Logger;
  /** Takes our offer to the engine and brings its answer. Rejects with AlongsideError. */
  readonly publish: (offer: { sdp: string; screens: readonly string[] }) => Promise<{ readonly sdp: string }>;
  readonly candidate: (candidate: CandidateLike) => void;
  readonly failed: (error: AlongsideError) => void;
}

/** The connection that we send on: only this side offers, one offer at a time. */
export type Publisher = ReturnType<typeof createPublisher>;

export function createPublisher(options: PublisherOptions) {
  const { rtc, iceServers, timers, logger, publish, candidate, failed } = options;
  const peer: PeerLike = rtc.createPeer({ iceServers: [...iceServers], bundlePolicy: 'max-bundle' });
  const remote = createCandidates(peer, logger);
  const lines = new Map<Kind, TransceiverLike>();
  let wanted = 0;
  let done = 0;
  let running = false;
  let paused = false;
  let closed = false;
  let told = false;
  let early: CandidateLike[] = [];
  let cancelAgain = () => {};

  peer.addEventListener('icecandidate', (event) => {
    const found = plainCandidate(event.candidate);
    if (told) candidate(found);
    else early.push(found);
  });

  async function run() {
    if (running || paused) return;
    running = true;
    try {
      while (done < wanted && !closed && !paused) await once();
    } finally {
      running = false;
    }
  }

  async function once() {
    const asked = wanted;
    try {
      const offer = await peer.createOffer();
      if (closed) return;
      await peer.setLocalDescription(offer);
      const sdp = peer.localDescription?.sdp ?? offer.sdp ?? '';
      const screen = lines.get('screen')?.mid;
      const answering = publish({ sdp, screens: screen ? [screen] : [] });
      const answer = await answering;
      if (closed) return;
      // The engine knows this connection from now on.
      told = true;
      for (const found of early) candidate(found);
      early = [];
      await peer.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
      remote.described();
      await cap();
      done = asked;
    } catch (thrown) {
      if (closed) return;
      const error = asAlongsideError(thrown);
      // The signalling is away: `resume` offers anew, which a pending offer allows. Where it is there, the engine is late, and is asked again.
      if (isTransient(error)) {
        paused = true;
        if (error.code !== 'network_lost') cancelAgain = timers.after(AGAIN_MS, resume);
      } else {
        done = asked;
        failed(error);
      }
    }
  }

  async function cap() {
    for (const [kind, { sender }] of lines) {
      const parameters = sender.getParameters();
      if (parameters.encodings.length === 0 || parameters.encodings[0]!.maxBitrate === CAPS[kind]) continue;
      parameters.encodings[0]!.maxBitrate = CAPS[kind];
      await sender.setParameters(parameters).catch((error) => logger.debug('The bit rate was not capped.', { error }));
    }
  }

  const resume = () => {
    cancelAgain();
    paused = false;
    void run();
  };
  const negotiate = () => {
    wanted += 1;
    void run();
  };

  return {
    peer,
    /** From now on this track goes out as that kind; null: nothing, on the same line. */
    async send(kind: Kind, track: TrackLike | null): Promise<void> {
      const line = lines.get(kind);
      if (line) return line.sender.replaceTrack(track);
      if (!track) return;
      lines.set(kind, peer.addTransceiver(track, { direction: 'sendonly' }));
      negotiate();
    },
    /** Opens these lines with nothing on them, so that `send` needs no negotiation. */
    prepare(kinds: readonly Kind[]) {
      for (const kind of kinds) {
        if (lines.has(kind)) continue;
        lines.set(kind, peer.addTransceiver(kind === 'audio' ? 'audio' : 'video', { direction: 'sendonly' }));
        wanted += 1;
      }
      void run();
    },
    remoteCandidate: remote.add,
    /** The network changed: new candidates by a new offer. */
    restartIce() {
      if (closed || lines.size === 0) return;
      peer.restartIce();
      negotiate();
    },
    /** The signalling is back: what was asked for and never answered is asked for again. */
    resume,
    close() {
      closed = true;
      cancelAgain();
      peer.close();
    },
  };
}
