/** How loud one tone is in these samples, in the samples' own unit (Goertzel's algorithm). */
export function amplitudeOf(samples: ArrayLike<number>, hertz: number, rate: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [one, two] = [0, 0];
  for (let index = 0; index < samples.length; index += 1) {
    const next = (samples[index] ?? 0) + factor * one - two;
    two = one;
    one = next;
  }
  const power = one * one + two * two - factor * one * two;
  return (Math.sqrt(Math.max(0, power)) * 2) / Math.max(1, samples.length);
}

/** Which of the tones are there at all, against everything a silent line has. */
export function tonesIn(samples: ArrayLike<number>, of: readonly number[], rate: number, least = 400): number[] {
  return of.filter((hertz) => amplitudeOf(samples, hertz, rate) > least);
}
