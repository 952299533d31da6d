import { type AlongsideError, asAlongsideError, isTransient } from '../errors.ts';
import { createValue, type Observable } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';
import { createCandidates, plainCandidate } from './candidates.ts';
import type { Kind } from './publisher.ts';
import type { CandidateLike, IceServer, PeerLike, RtcPort, TrackLike } from './rtc.ts';

export interface EngineOffer {
  /** Counts up for each leg; an older one is void. */
  readonly negotiation: number;
  readonly sdp: string;
  readonly streams: readonly { readonly mid: string; readonly from: string; readonly kind: Kind }[];
}

/** Something that another leg sends and we receive. */
export interface RemoteTrack {
  /** The leg it comes from. */
  readonly from: string;
  readonly kind: Kind;
  readonly track: TrackLike;
}

export interface SubscriberOptions {
  readonly rtc: RtcPort;
  readonly iceServers: readonly IceServer[];
  readonly logger: Logger;
  readonly answer: (negotiation: number, sdp: string) => Promise<unknown>;
  readonly candidate: (candidate: CandidateLike) => void;
  readonly failed: (error: AlongsideError) => void;
}

/** The connection that we listen on: only the engine offers; its numbered offers are answered one at a time, and of several that wait only the newest. */
export interface Subscriber {
  readonly peer: PeerLike;
  readonly tracks: Observable<readonly RemoteTrack[]>;
  take(offer: EngineOffer): void;
  remoteCandidate(candidate: CandidateLike): void;
  close(): void;
}

export function createSubscriber({
  rtc,
  iceServers,
  logger,
  answer,
  candidate,
  failed,
}: SubscriberOptions): Subscriber {
  const peer = rtc.createPeer({ iceServers: [...iceServers], bundlePolicy: 'max-bundle' });
  const remote = createCandidates(peer, logger);
  const tracks = createValue<readonly RemoteTrack[]>([], logger);
  let newest: EngineOffer | null = null;
  let taken = 0;
  let running = false;
  let closed = false;

  peer.addEventListener('icecandidate', (event) => candidate(plainCandidate(event.candidate)));

  async function run() {
    if (running) return;
    running = true;
    while (newest && newest.negotiation > taken && !closed) {
      const offer: EngineOffer = newest;
      taken = offer.negotiation;
      try {
        await reply(offer);
      } catch (thrown) {
        if (closed) break;
        const error = asAlongsideError(thrown);
        // An answer that was lost on the way: the engine offers anew when the signalling is back.
        if (!isTransient(error)) failed(error);
      }
    }
    running = false;
  }

  async function reply(offer: EngineOffer) {
    await peer.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    remote.described();
    const made = await peer.createAnswer();
    if (closed) return;
    await peer.setLocalDescription(made);
    tracks.set(tracksOf(offer));
    await answer(offer.negotiation, peer.localDescription?.sdp ?? made.sdp ?? '');
  }

  const tracksOf = ({ streams }: EngineOffer): readonly RemoteTrack[] => {
    const known = tracks.get();
    const next = streams.flatMap(({ mid, from, kind }) => {
      const line = peer.getTransceivers().find((transceiver) => transceiver.mid === mid);
      if (!line) return [];
      const { track } = line.receiver;
      return [
        known.find((one) => one.track === track && one.from === from && one.kind === kind) ?? { from, kind, track },
      ];
    });
    return next.length === known.length && next.every((one, index) => one === known[index]) ? known : next;
  };

  return {
    peer,
    tracks,
    take(offer) {
      if (offer.negotiation <= (newest?.negotiation ?? 0)) return;
      newest = offer;
      void run();
    },
    remoteCandidate: remote.add,
    close() {
      closed = true;
      peer.close();
      tracks.set([]);
    },
  };
}
