import { frameSamples } from './g711.ts';

const rate = 8_000;
const pairs: Record<string, readonly [number, number]> = Object.fromEntries(
  ['123A', '456B', '789C', '*0#D'].flatMap((row, y) =>
    [...row].map((digit, x) => [digit, [[697, 770, 852, 941][y] ?? 0, [1_209, 1_336, 1_477, 1_633][x] ?? 0]]),
  ),
);

/** Frames of 20 ms of pure tones, in phase with each other from frame to frame. */
export function toneFrames(hertz: readonly number[], amplitude = 8_000): () => Int16Array {
  let at = 0;
  return () => {
    const frame = new Int16Array(frameSamples);
    for (let index = 0; index < frameSamples; index += 1) {
      let sum = 0;
      for (const one of hertz) sum += Math.sin((2 * Math.PI * one * (at + index)) / rate);
      frame[index] = Math.round((sum * amplitude) / Math.max(1, hertz.length));
    }
    at += frameSamples;
    return frame;
  };
}

/** The two tones of a key; null for what is no key. */
export const keyTones = (digit: string): readonly [number, number] | null => pairs[digit] ?? null;
