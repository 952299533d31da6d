import type { RtpPacket } from 'werift';
import { readVp8 } from '../engine/vp8.ts';
import type { PictureSize } from './webm-file.ts';

export interface BuiltFrame {
  readonly data: Buffer;
  readonly key: boolean;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Of the last key frame. */
  readonly size: PictureSize;
}

/** A lost packet is waited for: the sender repeats it when asked. */
const patienceMilliseconds = 250;
const mostWaiting = 512;

/**
 * Puts packets in order and frames together. A frame with a hole, and all after it up to the next key frame, are left out: the file decodes
 * without errors. `needKey` asks for that key frame.
 */
export function createFrameBuilder(options: {
  readonly onFrame: (frame: BuiltFrame) => void;
  readonly needKey: () => void;
}) {
  let ssrc: number | null = null;
  let next = 0;
  let waiting = new Map<number, { readonly packet: RtpPacket; readonly at: number }>();
  let frame: RtpPacket[] = [];
  let decodable = false;
  let size: PictureSize = { width: 640, height: 480 };

  const finish = () => {
    const parts = frame.map((packet) => ({ packet, read: readVp8(packet.payload) }));
    const [first] = parts;
    frame = [];
    if (first?.read?.beginsFrame !== true) {
      decodable = false;
      return options.needKey();
    }
    const { key } = first.read;
    if (!key && !decodable) return options.needKey();
    const data = Buffer.concat(parts.map(({ packet, read }) => packet.payload.subarray(read?.at ?? 0)));
    if (key && data.length >= 10)
      size = { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
    decodable = true;
    const { timestamp } = first.packet.header;
    options.onFrame({ data, key, timestamp, ssrc: first.packet.header.ssrc, size });
  };
  const take = (packet: RtpPacket) => {
    const begins = frame[0]?.header.timestamp;
    if (begins !== undefined && begins !== packet.header.timestamp) finish();
    // Padding has a number and nothing in it.
    if (packet.payload.length > 0) frame.push(packet);
    if (packet.header.marker && frame.length > 0) finish();
  };

  return {
    take(packet: RtpPacket, at: number) {
      const { sequenceNumber } = packet.header;
      if (packet.header.ssrc !== ssrc) {
        ssrc = packet.header.ssrc;
        next = sequenceNumber;
        waiting = new Map();
        frame = [];
        decodable = false;
      }
      if (((sequenceNumber - next) & 0xffff) >= 0x8000) return;
      waiting.set(sequenceNumber, { packet, at });
      for (;;) {
        const found = waiting.get(next);
        if (found !== undefined) {
          waiting.delete(next);
          next = (next + 1) & 0xffff;
          take(found.packet);
          continue;
        }
        const [oldest] = waiting.values();
        if (oldest === undefined || (at - oldest.at < patienceMilliseconds && waiting.size < mostWaiting)) return;
        // Given up: on with what is there, from the nearest packet.
        next = [...waiting.keys()].sort((one, other) => ((one - next) & 0xffff) - ((other - next) & 0xffff))[0] ?? next;
        frame = [];
        decodable = false;
        options.needKey();
      }
    },
    /** The next frame must be a key frame: what came between was left out. */
    interrupt() {
      decodable = false;
      frame = [];
    },
  };
}
