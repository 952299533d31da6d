import type { MediaResults } from './run-media.ts';

/** The most calls at once with less than one packet in a thousand lost; 0: not even the first step. */
export function mostBridged({ bridged }: MediaResults): number {
  return Math.max(0, ...bridged.filter(({ lost, expected }) => lost / expected < 0.001).map(({ calls }) => calls));
}

const both = ({ p50, p95 }: { readonly p50: number; readonly p95: number }) => `${p50} / ${p95} ms`;

/** Figures of calls against their goals. */
export function mediaTables(found: MediaResults | undefined) {
  if (found === undefined) return [];
  const { product } = found;
  return [
    ...(product === undefined
      ? []
      : [
          {
            title: `A video call through server, media process, console and widget on one machine (${product.customerSeen.runs} calls)`,
            head: ['figure', 'measured', 'goal'],
            rows: [
              [
                "Accept → the customer's first picture in the console, p50 / p95",
                both(product.customerSeen),
                'p95 ≤ 800 ms',
              ],
              [
                "Camera on → the agent's first picture in the widget, p50 / p95",
                both(product.agentSeen),
                'p95 ≤ 800 ms',
              ],
            ],
          },
        ]),
    {
      title: 'Calls, two browsers, a telephone and the media engine on loopback',
      head: ['figure', 'measured', 'goal'],
      rows: [
        ["accepted → the other's first picture, p50 / p95", both(found.firstFrame.ahead), 'p95 ≤ 800 ms'],
        ['the same, connected only after the answer', both(found.firstFrame.after), ''],
        ['the same two pages with each other, without an engine', both(found.firstFrame.direct), ''],
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
      head: ['calls', 'packets', 'lost', 'counted for', 'processor'],
      rows: found.bridged.map(({ calls, expected, lost, seconds, processorPercent }) => [
        String(calls),
        String(expected),
        String(lost),
        seconds === undefined ? '' : `${seconds} s`,
        `${processorPercent} % of a core`,
      ]),
    },
  ];
}
