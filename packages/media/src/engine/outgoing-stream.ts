import { RtpHeader, RtpPacket, type RTCRtpTransceiver } from 'werift';
import { silentFrame, translateG711 } from '../audio/g711.ts';
import type { Source } from './source.ts';
import { readVp8 } from './vp8.ts';

/** A frame of nothing, 20 ms: sent before a stream falls silent, or receivers go on with what they heard last. */
const opusSilence = Buffer.of(0xf8, 0xff, 0xfe);
const silences = 3;

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
export function createOutgoingStream(
  transceiver: RTCRtpTransceiver,
  source: Source,
  now: () => number,
): OutgoingStream {
  const { sender } = transceiver;
  const pictures = source.coding === 'vp8';
  let routed = false;
  let last: { readonly packet: RtpPacket; readonly at: number } | null = null;
  let broken = true;
  let carries = false;
  let needsKey = pictures;

  const send = (packet: RtpPacket) => void sender.sendRtp(packet).catch(() => undefined);
  const restart = () => {
    broken = true;
    needsKey = pictures;
    if (pictures) source.askKeyFrame();
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
      routed = wanted;
    },
    write(packet) {
      if (!routed) return;
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
    },
    connected() {
      // Pictures that are seen already go on; a key frame more is no harm.
      if (pictures && sender.codec !== undefined) source.askKeyFrame();
      if (carries) return;
      carries = sender.transport?.state === 'connected' && sender.codec !== undefined;
      restart();
    },
  };
}
