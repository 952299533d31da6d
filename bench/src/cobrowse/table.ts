import type { MainThreadFigure } from './main-thread.ts';
import type { CobrowseResults } from './run-cobrowse.ts';

/** Between which values the windows lie, and how much of it is the thread's own work. */
function mainThreadRows(found: MainThreadFigure | undefined): string[][] {
  if (found === undefined) return [];
  const { taken, processor, without, rounds, seconds } = found;
  return [
    [
      `the same, ${rounds} pairs of windows of ${seconds} s: least / most`,
      `${taken.least} / ${taken.most} points, beside ${without.taken} % without recording`,
      '',
    ],
    [
      "of it the thread's own processor time: median, least / most",
      `${processor.median}, ${processor.least} / ${processor.most} points, beside ${without.processor} % without recording`,
      '',
    ],
  ];
}

/** Figures against the goals of co-browse, and what a whole page costs the customer's main thread. */
export function cobrowseTables(found: CobrowseResults | undefined) {
  if (found === undefined) return [];
  const both = ({ p50, p95 }: { p50: number; p95: number }) => `${p50} / ${p95} ms`;
  return [
    {
      title: 'Co-browse, two browsers and a relay on loopback',
      head: ['figure', 'measured', 'goal'],
      rows: [
        ["joined → the agent's first paint, p50 / p95", both(found.firstPaint), '≤ 350 / ≤ 700 ms'],
        ["change → the agent's paint, p50 / p95", both(found.change), '≤ 35 / ≤ 90 ms'],
        ["the agent's key → visible on both sides, p50 / p95", both(found.key), 'p95 ≤ 60 ms'],
        ["over to another page → the agent's paint, p50 / p95", both(found.gap), 'p95 ≤ 500 ms'],
        ['DOM stream of the busy page, compressed', `${found.wire} kB/s`, '≤ 6 kB/s'],
        ["the customer's main thread", `${found.mainThread} points`, '≤ 10 points'],
        ...mainThreadRows(found.customer),
        [`masked values found, ${found.masked.pages} generated pages`, String(found.masked.leaked), '0'],
        ['open words found by the same search', `${found.masked.found} of ${found.masked.pages}`, 'all'],
      ],
    },
    {
      title: 'A whole page on the main thread',
      head: ['elements', 'longest task, each round', 'longest slice of ours', 'until sent', 'where the time goes'],
      rows: found.snapshots.map(({ nodes, longestTask, longestTasks, longestSlice, total, profile }) => [
        String(nodes),
        longestTasks === undefined ? `${longestTask} ms` : `${longestTasks.join(', ')} ms`,
        `${longestSlice} ms`,
        `${total} ms`,
        profile
          .slice(0, 4)
          .map(({ name, ms }) => `${name} ${ms}`)
          .join(', '),
      ]),
    },
  ];
}
