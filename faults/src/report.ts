import type { Outcome, Row } from './row.ts';
import type { Judged } from './scene.ts';

/** The judge's figures under the names that are printed. */
export function figuresOf({ acked, refused, lost, doubled, misordered, convergedMs, refusals }: Judged['figures']) {
  return {
    acked,
    refused,
    ...(refusals === '' ? {} : { 'refused as': refusals }),
    lost,
    doubled,
    misordered,
    'converged ms': convergedMs,
  };
}

/** Milliseconds: the median and the 95th percentile. */
export function p95Of(milliseconds: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

export interface Result extends Outcome {
  readonly id: string;
  readonly fault: string;
  readonly seconds: number;
  /** False: it broke before it could judge. */
  readonly judged: boolean;
}

export function lineOf({ id, fault, seconds, figures, violations, skipped }: Result): string {
  const word = skipped !== undefined ? 'SKIPPED' : violations.length === 0 ? 'kept' : 'BROKEN';
  const facts = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  const lines = [`${id.padEnd(4)} ${word.padEnd(8)} ${fault} (${seconds.toFixed(1)} s)`];
  if (skipped !== undefined) lines.push(`     not run: ${skipped}`);
  if (facts.length > 0) lines.push(`     ${facts.join(' · ')}`);
  for (const { rule, what } of violations.slice(0, 10)) lines.push(`     ${rule}: ${what}`);
  if (violations.length > 10) lines.push(`     … and ${violations.length - 10} more`);
  return lines.join('\n');
}

/** The last line says it all. */
export function totals(results: readonly Result[]): string {
  const skipped = results.filter((result) => result.skipped !== undefined).length;
  const broken = results.filter(({ violations }) => violations.length > 0).length;
  const acked = results.reduce((sum, { figures }) => sum + (Number(figures.acked) || 0), 0);
  const lost = results.reduce((sum, { figures }) => sum + (Number(figures.lost) || 0), 0);
  const doubled = results.reduce((sum, { figures }) => sum + (Number(figures.doubled) || 0), 0);
  const misordered = results.reduce((sum, { figures }) => sum + (Number(figures.misordered) || 0), 0);
  const bound = lost === 0 && acked > 0 ? ` (lost: below 3 in ${acked.toLocaleString('en')} at 95 % confidence)` : '';
  return [
    `${acked.toLocaleString('en')} acknowledged: ${lost} lost, ${doubled} doubled, ${misordered} misordered${bound}`,
    `${results.length - broken - skipped} kept, ${broken} broken, ${skipped} skipped`,
  ].join('\n');
}

export const failed = (row: Row, seconds: number, error: unknown): Result => ({
  id: row.id,
  fault: row.fault,
  seconds,
  judged: false,
  figures: {},
  violations: [{ rule: 'goal', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }],
});
