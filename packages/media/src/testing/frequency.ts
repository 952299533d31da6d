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

/** Which of the tones are there for most of the time; looked for in pieces of a tenth of a second, for a lost packet shifts a tone's phase. */
export function tonesIn(samples: Int16Array, of: readonly number[], rate: number, least = 400): number[] {
  const piece = rate / 10;
  const pieces = Array.from({ length: Math.floor(samples.length / piece) }, (_, index) =>
    samples.subarray(index * piece, (index + 1) * piece),
  );
  return of.filter((hertz) => {
    const loud = pieces.filter((one) => amplitudeOf(one, hertz, rate) > least).length;
    return loud > pieces.length / 2;
  });
}
