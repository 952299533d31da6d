import { RtcpPacketConverter, RtcpReceiverInfo, RtcpRrPacket, RtcpSenderInfo, RtcpSrPacket } from 'werift';

/** What a report says of our own stream, and of the peer's. */
export interface ReportedStreams {
  readonly sent: {
    readonly ssrc: number;
    readonly timestamp: number;
    readonly packets: number;
    readonly octets: number;
  };
  readonly received: {
    readonly ssrc: number;
    readonly highestSequence: number;
    readonly loss: number;
    readonly packetsLost: number;
  } | null;
}

export interface TelephoneReports {
  /** The next report, to be sent. */
  write(streams: ReportedStreams): Buffer;
  /** A report of the peer's; what is none is ignored. */
  read(message: Buffer, ownSsrc: number): void;
  roundTrip(): number | null;
  /** What the peer says it lost of ours, 0–1; null: it said nothing yet. */
  remoteLoss(): number | null;
}

/** Sender reports of RFC 3550 with a telephone: the only way to know its round trip and what it loses. `now` in milliseconds of a steady clock. */
export function createTelephoneReports(now: () => number): TelephoneReports {
  let theirs: { readonly stamp: number; readonly at: number } | null = null;
  let roundTripMilliseconds: number | null = null;
  let lost: number | null = null;

  /** Seconds of the clock in 32 and 32 bits, and the middle half of that. */
  const stamp = () => {
    const at = now();
    const whole = Math.floor(at / 1_000);
    const part = Math.floor(((at % 1_000) / 1_000) * 0x1_0000_0000);
    return {
      long: (BigInt(whole) << 32n) | BigInt(part),
      short: ((whole & 0xffff) * 0x1_0000 + (part >>> 16)) >>> 0,
    };
  };

  return {
    write({ sent, received }) {
      const report =
        received === null
          ? []
          : [
              new RtcpReceiverInfo({
                ssrc: received.ssrc,
                fractionLost: Math.min(255, Math.round(received.loss * 256)),
                packetsLost: Math.min(0x7f_ffff, received.packetsLost),
                highestSequence: received.highestSequence,
                jitter: 0,
                lsr: theirs?.stamp ?? 0,
                dlsr: theirs === null ? 0 : Math.round(((now() - theirs.at) * 65_536) / 1_000) >>> 0,
              }),
            ];
      return new RtcpSrPacket({
        ssrc: sent.ssrc,
        senderInfo: new RtcpSenderInfo({
          ntpTimestamp: stamp().long,
          rtpTimestamp: sent.timestamp,
          packetCount: sent.packets,
          octetCount: sent.octets,
        }),
        reports: report,
      }).serialize();
    },
    read(message, ownSsrc) {
      let packets: ReturnType<typeof RtcpPacketConverter.deSerialize>;
      try {
        packets = RtcpPacketConverter.deSerialize(message);
      } catch {
        return;
      }
      for (const packet of packets) {
        if (packet instanceof RtcpSrPacket)
          theirs = { stamp: Number((packet.senderInfo.ntpTimestamp >> 16n) & 0xffff_ffffn), at: now() };
        if (!(packet instanceof RtcpSrPacket || packet instanceof RtcpRrPacket)) continue;
        for (const { ssrc, fractionLost, lsr, dlsr } of packet.reports) {
          if (ssrc !== ownSsrc) continue;
          lost = fractionLost / 256;
          if (lsr === 0) continue;
          const elapsed = (((stamp().short - lsr - dlsr) >>> 0) * 1_000) / 65_536;
          // A minute on the way is a peer that counts otherwise.
          if (elapsed < 60_000) roundTripMilliseconds = Math.round(elapsed * 10) / 10;
        }
      }
    },
    roundTrip: () => roundTripMilliseconds,
    remoteLoss: () => lost,
  };
}
