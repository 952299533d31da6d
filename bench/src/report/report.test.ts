import { expect, test } from 'vitest';
import type { ChatFigure } from '../parts/chat/chat.ts';
import { readOptions } from '../options.ts';
import { drawTable, markdownTable } from './draw-table.ts';
import { goalsOf } from './goals.ts';
import type { Results } from './results.ts';
import { median, medianOf, quantile, rounded } from './statistics.ts';
import { drawBars, drawLines } from './svg.ts';
import { tablesOf } from './tables.ts';

const figure = (system: string, rate: number): ChatFigure => ({
  system,
  label: system,
  conversations: 200,
  rate,
  rates: [rate],
  ackP50: 5,
  ackP99: 20,
  deliveryP50: 6,
  deliveryP99: 21,
  serverMicroseconds: 60,
  postgresMicroseconds: 30,
  loadMicroseconds: 20,
});
const point = { share: 0.5, asked: 5_000, carried: 5_000, ackP50: 4, ackP99: 26, deliveryP50: 5, deliveryP99: 30 };
const results: Results = {
  format: 1,
  startedAt: '2030-01-01T00:00:00.000Z',
  minutes: 20,
  mode: 'full',
  repeats: 5,
  machine: { processor: 'any', cores: 2, memoryGiB: 8, system: 'Linux', node: 'v20.20.0', loadBefore: 0.1 },
  postgres: { version: '18.4', settings: { fsync: 'on' } },
  chat: {
    figures: [figure('ceiling', 20_000), figure('ours', 15_000), figure('ejabberd', 4_000)],
    skipped: { prosody: 'it is not installed' },
    curve: [{ ...point, share: 0.25, asked: 2_500, ackP99: 12 }, point],
    halfLoad: point,
  },
};

test('goals are met, missed, or not measured', () => {
  const met = goalsOf(results).map(({ name, value, met }) => ({ name, value, met }));
  expect(met).toContainEqual({
    name: 'durable messages/s against the ceiling, 200 conversations',
    value: 0.75,
    met: true,
  });
  expect(met).toContainEqual({
    name: 'durable messages/s against ejabberd with archive, 200 conversations',
    value: 3.75,
    met: false,
  });
  expect(met).toContainEqual({ name: 'acknowledgement p99 at half of our top rate', value: 26, met: false });
  expect(met).toContainEqual({ name: 'memory of an idle customer above bare ws', value: null, met: null });
});

test('tables name each system with its share of the ceiling, and say what was missed', () => {
  const text = tablesOf(results).map(drawTable).join('\n');
  expect(text).toMatch(/ours +15,000 +0\.75/);
  expect(text).toMatch(/acknowledgement p99 at half of our top rate +26 ms +≤ 25 ms +MISS/);
  expect(tablesOf(results).map(markdownTable).join('\n')).toContain('| ejabberd | 4,000 | 0.20 |');
});

test('a plot holds every series, stays within its frame and escapes its texts', () => {
  const { chat } = results;
  const points = (chat?.curve ?? []).map(({ asked, ackP99 }) => [asked, ackP99] as const);
  const svg = drawLines({
    title: 'a < b & c',
    xLabel: 'x',
    yLabel: 'y',
    series: [{ name: 'one', colour: '#000', points }],
    limit: { value: 25, name: 'limit' },
  });
  expect(svg).toContain('a &lt; b &amp; c');
  expect(svg.match(/<circle/g)).toHaveLength(2);
  const [, ...heights] = [...svg.matchAll(/cy="([\d.]+)"/g)].map(([, value]) => Number(value));
  for (const height of heights) expect(height).toBeGreaterThan(40);
  const bars = drawBars({
    title: 't',
    xLabel: 'x',
    rows: [
      { name: 'a', value: 10, colour: '#111' },
      { name: 'b', value: 5, colour: '#222' },
    ],
  });
  const [long, short] = [...bars.matchAll(/width="([\d.]+)" height="22"/g)].map(([, value]) => Number(value));
  expect(long).toBeCloseTo((short ?? 0) * 2, 0);
});

test('medians, quantiles and rounding', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(rounded(12_345)).toBe(12_300);
  expect(medianOf([{ a: null }, { a: 2 }, { a: 4 }], ({ a }) => a)).toBe(3);
  expect(medianOf([{ a: null }], ({ a }) => a)).toBeNull();
});

test('options: parts keep their order, an unknown one is named, quick runs once', () => {
  expect(readOptions(['--only', 'storm,chat', '--quick'])).toMatchObject({
    only: ['chat', 'storm'],
    quick: true,
    repeats: 1,
  });
  expect(readOptions([])).toMatchObject({ repeats: 5, quick: false });
  expect(() => readOptions(['--only', 'chat,tea'])).toThrow('"tea"');
  expect(() => readOptions(['--repeats', '0'])).toThrow('--repeats');
});
