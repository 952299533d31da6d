import type { IceCandidate, MediaKind, SessionAudio } from '@alongside/domain';
import type { MediaSettings } from '../settings.ts';
import { announce, createCandidateQueue, onOwnCandidate } from './candidates.ts';
import { createPeer, describe, isDescription, roundTripOf } from './peer.ts';
import { createSource, type Source, type TakePacket } from './source.ts';

export interface PublishSide {
  readonly sources: ReadonlyMap<MediaKind, Source>;
  /** Takes the browser's offer and answers it. Rejects for what is no offer. */
  offer(sdp: string, screens: readonly string[]): Promise<string>;
  candidate(candidate: IceCandidate): Promise<void>;
  failed(): boolean;
  roundTrip(): number | null;
  close(): Promise<void>;
}

interface PublishOptions {
  readonly settings: MediaSettings;
  readonly legId: string;
  readonly audio: SessionAudio;
  readonly now: () => number;
  readonly onPacket: TakePacket;
  /** Streams came or went. */
  readonly onSources: () => void;
  readonly onCandidate: (candidate: IceCandidate) => void;
  readonly onAlive: () => void;
}

/** The connection on which a browser sends: the browser offers, the engine answers. */
export function createPublishSide(options: PublishOptions): PublishSide {
  const { settings, audio, legId } = options;
  const peer = createPeer(settings, audio, options.onAlive);
  const candidates = createCandidateQueue(peer);
  const kinds = new Map<string, MediaKind>();
  const sources = new Map<MediaKind, Source>();
  let turn: Promise<unknown> = Promise.resolve();
  onOwnCandidate(peer, settings.announcedAddress, options.onCandidate);

  peer.onRemoteTransceiverAdded.subscribe((transceiver) => {
    transceiver.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => {
        const source = sources.get(kinds.get(transceiver.mid ?? '') ?? 'audio');
        if (source === undefined || (source.kind === 'audio') !== (track.kind === 'audio')) return;
        packet.header.extensions = [];
        options.onPacket(source, packet);
      });
    });
  });

  const sourceOf = (kind: MediaKind, mid: string): Source =>
    createSource({
      legId,
      kind,
      coding: kind !== 'audio' ? 'vp8' : audio === 'opus' ? 'opus' : 'PCMU',
      now: options.now,
      ...(kind !== 'audio' && {
        sendKeyFrameRequest: () => {
          const receiver = peer.getTransceivers().find((one) => one.mid === mid)?.receiver;
          if (receiver?.transport?.state !== 'connected') return false;
          for (const track of receiver.tracks)
            if (track.ssrc !== undefined) void receiver.sendRtcpPLI(track.ssrc).catch(() => undefined);
          return true;
        },
      }),
    });

  /** What the browser sends by the description that holds now; the first line of a kind counts. */
  const readLines = (screens: readonly string[]) => {
    const sent = new Map<MediaKind, string>();
    for (const transceiver of peer.getTransceivers()) {
      const { mid, kind, currentDirection } = transceiver;
      if (mid === null || (currentDirection !== 'recvonly' && currentDirection !== 'sendrecv')) continue;
      const named: MediaKind = kind === 'audio' ? 'audio' : screens.includes(mid) ? 'screen' : 'video';
      if (!sent.has(named)) sent.set(named, mid);
    }
    let changed = false;
    for (const [kind, mid] of sent) {
      if (sources.has(kind) && kinds.get(mid) === kind) continue;
      kinds.set(mid, kind);
      sources.set(kind, sourceOf(kind, mid));
      changed = true;
    }
    for (const kind of sources.keys()) if (!sent.has(kind)) changed = sources.delete(kind) || changed;
    for (const [mid, kind] of kinds) if (sent.get(kind) !== mid) kinds.delete(mid);
    if (changed) options.onSources();
  };

  const take = async (sdp: string, screens: readonly string[]) => {
    if (!isDescription(sdp)) throw new Error('it has no line of sound or pictures');
    await peer.setRemoteDescription({ type: 'offer', sdp });
    await describe(peer, await peer.createAnswer());
    await candidates.open();
    readLines(screens);
    return announce(capped(peer.localDescription?.sdp ?? '', settings, screens), settings.announcedAddress);
  };

  return {
    sources,
    offer(sdp, screens) {
      const taken = turn.then(() => take(sdp, screens));
      turn = taken.catch(() => undefined);
      return taken;
    },
    candidate: (candidate) => candidates.add(candidate),
    failed: () => peer.connectionState === 'failed' || peer.iceConnectionState === 'failed',
    roundTrip: () => roundTripOf(peer),
    close: () => peer.close(),
  };
}

/** Tells the browser how much it may send on each line of pictures. */
function capped(sdp: string, settings: MediaSettings, screens: readonly string[]): string {
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => {
      if (!section.startsWith('m=video')) return section;
      const mid = /^a=mid:(\S+)/m.exec(section)?.[1] ?? '';
      const kilobits = screens.includes(mid) ? settings.screenKilobits : settings.videoKilobits;
      return section.replace(/^(c=.*\r\n)/m, `$1b=AS:${kilobits}\r\n`);
    })
    .join('');
}
