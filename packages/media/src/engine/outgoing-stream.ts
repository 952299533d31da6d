import { RtpHeader, RtpPacket, type RTCRtpTransceiver } from 'werift';
import { silentFrame, translateG711 } from '../audio/g711.ts';
import type { Source } from './source.ts';
import { readVp8 } from './vp8.ts';

/** A frame of nothing, 20 ms: sent before a stream falls silent, or receivers go on with what they heard last. */
const opusSilence = Buffer.of(0xf8, 0xff, 0xfe);
const silences = 3;
/** More than a second of a good camera. */
const mostHeld = 400;

/** One line of the connection on which a browser listens, and the source that feeds it. */
export interface OutgoingStream {
  readonly source: Source;
  readonly transceiver: RTCRtpTransceiver;
  /** Routed or not. Sound that is cut ends with silence; pictures that begin wait for a key frame. */
  route(routed: boolean): void;
  write(packet: RtpPacket): void;
  /** The line carries now: what was written before may be lost. */
  connected(): void;
}

/** Sequence numbers and times go on without a gap over changes of the source and over pauses. */
export function createOutgoingStream(options: {
  readonly transceiver: RTCRtpTransceiver;
  readonly source: Source;
  readonly now: () => number;
  /** The browser knows the line already, from another source of the same leg. */
  readonly carries: boolean;
}): OutgoingStream {
  const { transceiver, source, now } = options;
  const { sender } = transceiver;
  const pictures = source.coding === 'vp8';
  let routed = false;
  let last: { readonly packet: RtpPacket; readonly at: number } | null = null;
  let broken = true;
  let needsKey = pictures;
  let carries = options.carries;
  /** Pictures since the last key frame, until the line carries: what is routed is not lost to the time it takes to connect. */
  let held: RtpPacket[] = [];

  const send = (packet: RtpPacket) => void sender.sendRtp(packet).catch(() => undefined);
  const restart = () => {
    broken = true;
    needsKey = pictures;
    if (pictures) source.askKeyFrame();
  };

  const hold = (packet: RtpPacket) => {
    if (readVp8(packet.payload)?.key === true) held = [packet];
    else if (held.length > 0 && held.length < mostHeld) held.push(packet);
    else held = [];
  };
  const write = (packet: RtpPacket) => {
    if (!routed) return;
    // Sound is sent in any case: the connection drops it until it stands.
    if (!carries && pictures) return hold(packet);
    if (last !== null && last.packet.header.ssrc !== packet.header.ssrc) restart();
    if (needsKey) {
      if (readVp8(packet.payload)?.key !== true) return source.askKeyFrame();
      needsKey = false;
    }
    const at = now();
    if (broken) {
      const pause = last === null ? 1 : Math.max(1, Math.round(((at - last.at) * source.clockRate) / 1_000));
      sender.replaceRTP(packet.header, false, pause);
      broken = false;
    }
    last = { packet, at };
    if (source.coding !== 'PCMA') send(packet);
    else send(new RtpPacket(packet.header, translateG711(packet.payload, 'PCMA', 'PCMU')));
  };

  return {
    source,
    transceiver,
    route(wanted) {
      if (wanted && !routed) restart();
      if (!wanted && routed && !pictures && last !== null) {
        const payload = source.coding === 'opus' ? opusSilence : silentFrame('PCMU');
        const { header } = last.packet;
        for (let count = 1; count <= silences; count += 1) {
          const silent = new RtpHeader({
            payloadType: header.payloadType,
            ssrc: header.ssrc,
            sequenceNumber: (header.sequenceNumber + count) & 0xffff,
            timestamp: (header.timestamp + (count * source.clockRate) / 50) >>> 0,
          });
          send(new RtpPacket(silent, payload));
        }
        last = { packet: last.packet, at: last.at + silences * 20 };
        broken = true;
      }
      if (!wanted) held = [];
      routed = wanted;
    },
    write,
    connected() {
      if (carries) return;
      carries = sender.transport?.state === 'connected' && sender.codec !== undefined;
      if (!carries) return;
      const waiting = held;
      held = [];
      for (const packet of waiting) write(packet);
      if (needsKey) source.askKeyFrame();
    },
  };
}
