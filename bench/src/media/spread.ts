import { median, quantile, rounded } from '../report/statistics.ts';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}

export function spread(values: readonly number[]): Spread {
  return { p50: rounded(median(values)), p95: rounded(quantile(values, 0.95)), runs: values.length };
}
