import { randomInt } from 'node:crypto';
import { RtpHeader, type RtpPacket } from 'werift';
import { frameSamples, type Law } from '../audio/g711.ts';

const payloadTypes: Record<Law, number> = { PCMU: 0, PCMA: 8 };

export interface TelephoneSender {
  /** Sound of our own clock: 20 ms after what was sent last. */
  frame(payload: Buffer, law: Law): void;
  /** A packet of a source, in the source's time; gaps and late packets stay what they are. */
  pass(packet: RtpPacket, payload: Buffer, law: Law): void;
  /** One step of a key press (RFC 4733); `samples` since it began. The time stands still until `passed`. */
  key(payload: Buffer, payloadType: number, first: boolean): void;
  passed(samples: number): void;
  /** For reports. */
  totals(): { readonly ssrc: number; readonly timestamp: number; readonly packets: number; readonly octets: number };
}

/** One stream towards a telephone: one SSRC, numbers and times without a jump, whoever is heard on it. */
export function createTelephoneSender(send: (header: RtpHeader, payload: Buffer) => void): TelephoneSender {
  const ssrc = randomInt(1, 0x7fff_ffff);
  let nextSequence = randomInt(0x8000);
  let nextTimestamp = randomInt(0x7fff_ffff);
  let [packets, octets] = [0, 0];
  let source: { ssrc: number; sequenceOffset: number; timestampOffset: number } | null = null;

  const out = (payloadType: number, sequenceNumber: number, timestamp: number, marker: boolean, payload: Buffer) => {
    packets += 1;
    octets += payload.length;
    send(new RtpHeader({ payloadType, sequenceNumber, timestamp, ssrc, marker }), payload);
  };
  const takeSequence = () => {
    const taken = nextSequence;
    nextSequence = (nextSequence + 1) & 0xffff;
    return taken;
  };

  return {
    frame(payload, law) {
      source = null;
      out(payloadTypes[law], takeSequence(), nextTimestamp, false, payload);
      nextTimestamp = (nextTimestamp + frameSamples) >>> 0;
    },
    pass({ header }, payload, law) {
      const begins = source === null || source.ssrc !== header.ssrc;
      if (source === null || begins) {
        source = {
          ssrc: header.ssrc,
          sequenceOffset: nextSequence - header.sequenceNumber,
          timestampOffset: nextTimestamp - header.timestamp,
        };
      }
      const sequence = (header.sequenceNumber + source.sequenceOffset) & 0xffff;
      const timestamp = (header.timestamp + source.timestampOffset) >>> 0;
      if (((sequence - nextSequence) & 0xffff) < 0x8000) {
        nextSequence = (sequence + 1) & 0xffff;
        nextTimestamp = (timestamp + payload.length) >>> 0;
      }
      out(payloadTypes[law], sequence, timestamp, begins, payload);
    },
    key(payload, payloadType, first) {
      source = null;
      out(payloadType, takeSequence(), nextTimestamp, first, payload);
    },
    passed(samples) {
      nextTimestamp = (nextTimestamp + samples) >>> 0;
    },
    totals: () => ({ ssrc, timestamp: nextTimestamp, packets, octets }),
  };
}
