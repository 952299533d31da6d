import type { IceCandidate, OfferedStream, SessionAudio } from '@alongside/domain';
import type { RtpPacket, RTCRtpTransceiver } from 'werift';
import { MediaStream } from 'werift';
import type { MediaSettings } from '../settings.ts';
import { announce, createCandidateQueue, onOwnCandidate } from './candidates.ts';
import { streamKey } from './keys.ts';
import { createOutgoingStream, type OutgoingStream } from './outgoing-stream.ts';
import { createPeer, describe, isDescription, roundTripOf } from './peer.ts';
import type { Source } from './source.ts';

export interface SubscribeSide {
  /** All sources there are for this leg, which of them are routed to it now, and which need a line because they will be. */
  route(sources: readonly Source[], routed: ReadonlySet<Source>, expected: ReadonlySet<Source>): void;
  write(source: Source, packet: RtpPacket): void;
  /** False for what is no answer; an answer to an older offer is ignored. */
  answer(negotiation: number, sdp: string): Promise<boolean>;
  candidate(candidate: IceCandidate): Promise<void>;
  restartIce(): Promise<void>;
  failed(): boolean;
  roundTrip(): number | null;
  /** What the browser says it lost of what it was sent, 0–1; null: it said nothing yet. */
  remoteLoss(): number | null;
  close(): Promise<void>;
}

interface SubscribeOptions {
  readonly settings: MediaSettings;
  readonly audio: SessionAudio;
  readonly now: () => number;
  readonly onOffer: (negotiation: number, sdp: string, streams: readonly OfferedStream[]) => void;
  readonly onCandidate: (candidate: IceCandidate) => void;
  readonly onAlive: () => void;
}

/**
 * The connection on which a browser listens. Only the engine offers, one negotiation at a time; what changes meanwhile goes into the next. A
 * line stays with its source while that exists, routed or not, so that hold, whisper and barge need no negotiation; a line whose source is
 * gone is taken by the next one.
 */
export function createSubscribeSide(options: SubscribeOptions): SubscribeSide {
  const { settings } = options;
  const peer = createPeer(settings, options.audio, options.onAlive);
  const candidates = createCandidateQueue(peer);
  const streams = new Map<string, OutgoingStream>();
  const free: RTCRtpTransceiver[] = [];
  const lost = new Map<number, number>();
  let negotiation = 0;
  let answered = true;
  let changed = false;
  let restart = false;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  onOwnCandidate(peer, settings.announcedAddress, options.onCandidate);
  const connected = () => {
    for (const stream of streams.values()) stream.connected();
  };
  const watched = new Set<unknown>();
  // Not the whole connection's state: an answer that comes amid the handshake has it called connected too early, and never again.
  const watchHandshakes = () => {
    for (const transport of peer.dtlsTransports) {
      if (watched.has(transport)) continue;
      watched.add(transport);
      transport.onStateChange.subscribe((state) => {
        if (state === 'connected') connected();
      });
    }
  };

  const lineFor = (source: Source): RTCRtpTransceiver => {
    const kind = source.kind === 'audio' ? 'audio' : 'video';
    // Sound and camera of one person are one stream for the browser, so that it keeps lips and voice together.
    // A description holds names without blanks alone.
    const name = source.legId.replace(/[^\w-]/g, '_');
    const group = new MediaStream({ id: source.kind === 'screen' ? `${name}-screen` : name });
    const index = free.findIndex((one) => one.kind === kind);
    const line = free[index];
    if (line !== undefined) {
      free.splice(index, 1);
      line.setDirection('sendonly');
      line.sender.setStreams([group]);
      return line;
    }
    const made = peer.addTransceiver(kind, { direction: 'sendonly', streams: [group] });
    made.sender.onRtcp.subscribe((packet) => {
      if (packet.type !== 200 && packet.type !== 201) return;
      for (const report of (packet as { reports?: readonly { ssrc: number; fractionLost: number }[] }).reports ?? [])
        if (report.ssrc === made.sender.ssrc) lost.set(report.ssrc, report.fractionLost / 256);
    });
    made.sender.onPictureLossIndication.subscribe(() => {
      for (const stream of streams.values()) if (stream.transceiver === made) stream.source.askKeyFrame();
    });
    return made;
  };

  const offer = async () => {
    if (closed || !answered || !(changed || restart)) return;
    [changed, answered] = [false, false];
    const iceRestart = restart;
    restart = false;
    negotiation += 1;
    await describe(peer, await peer.createOffer({ iceRestart }));
    watchHandshakes();
    const lines = [...streams.values()].map(({ source, transceiver }) => ({
      mid: transceiver.mid ?? '',
      from: source.legId,
      kind: source.kind,
    }));
    options.onOffer(negotiation, announce(peer.localDescription?.sdp ?? '', settings.announcedAddress), lines);
  };
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  return {
    route(sources, routed, expected) {
      const kept = new Set<string>();
      for (const source of sources) {
        const key = streamKey(source.legId, source.kind);
        const wanted = routed.has(source);
        let stream = streams.get(key);
        if (stream !== undefined && stream.source !== source) {
          stream = createOutgoingStream({ transceiver: stream.transceiver, source, now: options.now, carries: true });
          streams.set(key, stream);
        }
        if (stream === undefined) {
          if (!wanted && !expected.has(source)) continue;
          stream = createOutgoingStream({ transceiver: lineFor(source), source, now: options.now, carries: false });
          streams.set(key, stream);
          changed = true;
        }
        kept.add(key);
        stream.route(wanted);
      }
      for (const [key, stream] of streams) {
        if (kept.has(key)) continue;
        stream.route(false);
        stream.transceiver.setDirection('inactive');
        free.push(stream.transceiver);
        streams.delete(key);
        changed = true;
      }
      if (changed) void inTurn(offer).catch(() => undefined);
    },
    write(source, packet) {
      const stream = streams.get(streamKey(source.legId, source.kind));
      if (stream?.source === source) stream.write(packet);
    },
    answer: (number, sdp) =>
      inTurn(async () => {
        if (closed || number !== negotiation || answered) return true;
        if (!isDescription(sdp)) return false;
        try {
          await peer.setRemoteDescription({ type: 'answer', sdp });
        } catch (error) {
          console.error('media process: an answer could not be taken', error);
          return false;
        }
        answered = true;
        watchHandshakes();
        // A line that is new carries from now on: the key frame it began with is lost.
        connected();
        await candidates.open();
        await offer();
        return true;
      }),
    candidate: (candidate) => candidates.add(candidate),
    restartIce: () =>
      inTurn(async () => {
        if (negotiation === 0) return;
        // The answer to the last offer may be lost with the network: that offer is taken back.
        if (!answered) await peer.setLocalDescription({ type: 'rollback' });
        answered = true;
        restart = true;
        await offer();
      }),
    failed: () => peer.connectionState === 'failed' || peer.iceConnectionState === 'failed',
    roundTrip: () => roundTripOf(peer),
    remoteLoss: () => (lost.size === 0 ? null : Math.max(...lost.values())),
    async close() {
      closed = true;
      await peer.close();
    },
  };
}
