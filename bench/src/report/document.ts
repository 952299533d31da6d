import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from './draw-table.ts';
import type { Results } from './results.ts';
import { drawBars, drawLines } from './svg.ts';
import { tablesOf } from './tables.ts';

const begin = '<!-- figures: written by npm run bench -- --document -->';
const end = '<!-- end of figures -->';

/** Writes the figures between the two marks of docs/performance.md, and the pictures beside it. */
export function writeDocument(root: string, results: Results): void {
  const page = join(root, 'docs/performance.md');
  const text = readFileSync(page, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} lacks the marks between which the figures stand.`);
  const figures = [provenance(results), ...tablesOf(results).map(markdownTable)].join('\n\n');
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${figures}\n\n${text.slice(to)}`);
  mkdirSync(join(root, 'docs/images'), { recursive: true });
  for (const [name, picture] of pictures(results)) writeFileSync(join(root, 'docs/images', name), picture);
}

function provenance({ machine, postgres, startedAt, minutes, mode, repeats }: Results): string {
  const settings = Object.entries(postgres.settings).map(([name, value]) => `${name} ${value}`);
  return [
    `Measured ${startedAt.slice(0, 10)} in a ${mode} run of ${minutes} minutes, medians of ${repeats}.`,
    `Machine: ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system}; Node ${machine.node.slice(1)};`,
    `PostgreSQL ${postgres.version} (${settings.join(', ')}). Load average before: ${machine.loadBefore}.`,
  ].join('\n');
}

function* pictures({ chat }: Results): Generator<[name: string, picture: string]> {
  if (chat === undefined) return;
  const { curve, figures } = chat;
  if (curve.length > 0) {
    yield [
      'performance-latency.svg',
      drawLines({
        title: 'Latency against load, 200 conversations',
        xLabel: 'durable messages per second',
        yLabel: 'milliseconds',
        limit: { value: 25, name: 'goal for ack p99 at half load: 25 ms' },
        series: [
          { name: 'ack p50', colour: '#5b66d6', points: curve.map(({ asked, ackP50 }) => [asked, ackP50]) },
          { name: 'ack p99', colour: '#30358f', points: curve.map(({ asked, ackP99 }) => [asked, ackP99]) },
          {
            name: 'delivery p99',
            colour: '#0f8a78',
            points: curve.map(({ asked, deliveryP99 }) => [asked, deliveryP99]),
          },
        ],
      }),
    ];
  }
  const colours: Record<string, string> = { ours: '#30358f', 'ours-sdk': '#30358f', 'ours-one-row': '#5b66d6' };
  yield [
    'performance-rates.svg',
    drawBars({
      title: 'Stored and delivered messages per second, 200 conversations',
      xLabel: 'messages per second',
      rows: figures
        .filter(({ conversations }) => conversations === 200)
        .map(({ system, label, rate }) => ({ name: label, value: rate, colour: colours[system] ?? '#9aa1b0' })),
    }),
  ];
}
