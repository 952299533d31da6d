/** The middle one of several runs. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The value that this share of all stays at or below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** To this many significant digits: a benchmark's fourth digit is noise. */
export function rounded(value: number, digits = 3): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}

/** The median of one figure over several runs; null when no run has it. */
export function medianOf<T>(runs: readonly T[], figure: (run: T) => number | null | undefined): number | null {
  const values = runs.map(figure).filter((value) => typeof value === 'number');
  return values.length === 0 ? null : rounded(median(values));
}
