export interface Timeline {
  /** Samples from the recording's start to where this packet belongs. `at`: milliseconds since that start, when it arrived. */
  place(packet: { readonly timestamp: number; readonly ssrc: number }, at: number): number;
}

/**
 * How far a packet's own time may be from its arrival, before the line is taken to begin anew: late by what networks do; early by next to nothing, for
 * what seems to come early says that the first packet was late.
 */
const mostMilliseconds = { late: 250, early: 40 };

/** Puts packets where they belong by their own clock, anchored to the arrival of the first: jitter on the way does not shift them. */
export function createTimeline(clockRate: number): Timeline {
  let anchor: { readonly ssrc: number; readonly timestamp: number; readonly position: number } | null = null;
  return {
    place({ timestamp, ssrc }, at) {
      const arrival = Math.round((at * clockRate) / 1_000);
      if (anchor !== null && anchor.ssrc === ssrc) {
        const position = anchor.position + ((timestamp - anchor.timestamp) | 0);
        const early = ((position - arrival) * 1_000) / clockRate;
        if (early <= mostMilliseconds.early && -early <= mostMilliseconds.late) return Math.max(0, position);
      }
      anchor = { ssrc, timestamp, position: arrival };
      return arrival;
    },
  };
}
