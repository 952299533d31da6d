/**
 * The mean opinion score that listeners would give, 1–4.5, after the E-model of ITU-T G.107 with the codec's own impairment at zero and packet
 * loss of G.711 with concealment. An estimate: it knows nothing of echo, noise or microphones.
 */
export function estimateMos(found: {
  /** 0–1. */
  readonly loss: number;
  readonly jitterMilliseconds: number;
  readonly roundTripMilliseconds: number | null;
}): number {
  const delay = (found.roundTripMilliseconds ?? 0) / 2 + found.jitterMilliseconds * 2 + 20;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const percent = found.loss * 100;
  const lossImpairment = (95 * percent) / (percent + 25.1);
  const rating = 93.2 - delayImpairment - lossImpairment;
  if (rating <= 0) return 1;
  const score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.round(Math.min(4.5, Math.max(1, score)) * 100) / 100;
}
