/** What one interval saw of a stream. */
export interface ReceivedInterval {
  readonly expected: number;
  readonly lost: number;
  readonly jitterMilliseconds: number;
}

export interface ReceiveStatistics {
  /** `at` in milliseconds of any steady clock. */
  add(packet: { readonly sequenceNumber: number; readonly timestamp: number; readonly ssrc: number }, at: number): void;
  /** Since the last call. */
  interval(): ReceivedInterval;
}

/** Loss by sequence numbers and jitter as RFC 3550 counts them, of one stream. */
export function createReceiveStatistics(clockRate: number): ReceiveStatistics {
  let ssrc: number | null = null;
  let highest = 0;
  let expected = 0;
  let received = 0;
  let transit: number | null = null;
  let jitter = 0;
  return {
    add(packet, at) {
      if (packet.ssrc !== ssrc) {
        ssrc = packet.ssrc;
        highest = (packet.sequenceNumber - 1) & 0xffff;
        transit = null;
      }
      const ahead = (packet.sequenceNumber - highest) & 0xffff;
      received += 1;
      // A late or repeated packet was expected before.
      if (ahead === 0 || ahead >= 0x8000) return;
      // A jump of a minute is another beginning, not a minute of loss.
      expected += ahead > 3_000 ? 1 : ahead;
      highest = packet.sequenceNumber;
      const now = at - (packet.timestamp / clockRate) * 1_000;
      if (transit !== null) {
        const change = Math.abs(now - transit);
        if (change < 10_000) jitter += (change - jitter) / 16;
      }
      transit = now;
    },
    interval() {
      const lost = Math.max(0, expected - received);
      const found = { expected, lost, jitterMilliseconds: jitter };
      expected = 0;
      received = 0;
      return found;
    },
  };
}
