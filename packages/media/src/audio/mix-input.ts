import { frameSamples } from './g711.ts';

export interface MixInput {
  push(samples: Int16Array): void;
  /** The next 20 ms; null: nothing there in time. */
  pull(): Int16Array | null;
}

/** Begins to give out with two frames in hand, against jitter; keeps four at most, against delay. */
const first = 2 * frameSamples;
const most = 4 * frameSamples;

/** The queue of one source on its way into a mix. */
export function createMixInput(): MixInput {
  let waiting = new Int16Array(0);
  let running = false;
  return {
    push(samples) {
      const joined = new Int16Array(waiting.length + samples.length);
      joined.set(waiting);
      joined.set(samples, waiting.length);
      waiting = joined.length > most ? joined.slice(joined.length - first) : joined;
      if (waiting.length >= first) running = true;
    },
    pull() {
      if (!running) return null;
      if (waiting.length < frameSamples) {
        running = false;
        return null;
      }
      const frame = waiting.slice(0, frameSamples);
      waiting = waiting.slice(frameSamples);
      return frame;
    },
  };
}
