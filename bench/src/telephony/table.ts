import type { TelephonyResults } from './run-telephony.ts';

/** What people wait for, and SIP alone: what it takes of that. */
export function telephonyTables(found: TelephonyResults | undefined) {
  if (found === undefined) return [];
  const { incoming, confirmed, beside, crowd, story } = found;
  return [
    ...(story === undefined
      ? []
      : [
          {
            title: `A telephone calls in: carrier, server, media process and the phone app in Chromium on one machine (${story.offered.runs} calls)`,
            head: ['figure', 'measured', 'goal'],
            rows: [
              ["INVITE → the call on the agent's screen, p50 / p95", both(story.offered), 'p95 ≤ 300 ms'],
              ['answered → each hears the other, p50 / p95', both(story.speaking), 'p95 ≤ 500 ms'],
            ],
          },
        ]),
    {
      title: `SIP on loopback beside ${beside} calls a second (sipp: ${crowd.good} of ${crowd.calls} calls as they should be)`,
      head: ['figure', 'measured', 'share of'],
      rows: [
        ["INVITE → the engine's event, p50 / p95", both(incoming), 'INVITE → offer ≤ 300 ms'],
        ['answer → ACK, p50 / p95', both(confirmed), 'accept → two-way sound ≤ 500 ms'],
      ],
    },
  ];
}

const both = ({ p50, p95 }: { readonly p50: number; readonly p95: number }) => `${p50} / ${p95} ms`;
