import type { TelephonyResults } from './run-telephony.ts';

/** SIP alone: what it takes of the 300 ms from the trunk to the agent's screen. */
export function telephonyTables(found: TelephonyResults | undefined) {
  if (found === undefined) return [];
  const { incoming, confirmed, beside, crowd } = found;
  return [
    {
      title: `SIP on loopback beside ${beside} calls a second (sipp: ${crowd.good} of ${crowd.calls} calls as they should be)`,
      head: ['figure', 'measured', 'share of'],
      rows: [
        ["INVITE → the engine's event, p50 / p95", `${incoming.p50} / ${incoming.p95} ms`, 'INVITE → offer ≤ 300 ms'],
        ['answer → ACK, p50 / p95', `${confirmed.p50} / ${confirmed.p95} ms`, 'accept → two-way sound ≤ 500 ms'],
      ],
    },
  ];
}
