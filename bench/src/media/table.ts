import type { MediaResults } from './run-media.ts';

/** The most calls at once with less than one packet in a thousand lost; 0: not even the first step. */
export function mostBridged({ bridged }: MediaResults): number {
  return Math.max(0, ...bridged.filter(({ lost, expected }) => lost / expected < 0.001).map(({ calls }) => calls));
}

/** Figures of calls against their goals. */
export function mediaTables(found: MediaResults | undefined) {
  if (found === undefined) return [];
  return [
    {
      title: 'Calls, two browsers, a telephone and the media engine on loopback',
      head: ['figure', 'measured', 'goal'],
      rows: [
        [
          "accepted → the other's first picture, p50 / p95",
          `${found.firstFrame.p50} / ${found.firstFrame.p95} ms`,
          'p95 ≤ 800 ms',
        ],
        [
          'browser → telephone → browser, p50 / p95',
          `${found.roundTrip.p50} / ${found.roundTrip.p95} ms`,
          'p50 ≤ 120 ms',
        ],
        ['engine killed with ten calls up → the next call is heard', `${found.recovery.milliseconds} ms`, '≤ 5,000 ms'],
        ['telephone calls at once, loss < 0.1 %', String(mostBridged(found)), '≥ 40'],
      ],
    },
    {
      title: 'Telephone calls bridged in one media process',
      head: ['calls', 'packets', 'lost', 'processor'],
      rows: found.bridged.map(({ calls, expected, lost, processorPercent }) => [
        String(calls),
        String(expected),
        String(lost),
        `${processorPercent} % of a core`,
      ]),
    },
  ];
}
