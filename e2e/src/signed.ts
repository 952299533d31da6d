import { createHmac } from 'node:crypto';
import type { Demo } from './system.ts';

/** A call of the company's own server, signed as docs/online-help.md says. */
export async function signedCall<T>(demo: Demo, path: string, body: object): Promise<T> {
  const raw = JSON.stringify(body);
  const date = new Date().toUTCString();
  const { accessKeyId, accessKeySecret } = demo.onlineHelp;
  const signature = createHmac('sha256', accessKeySecret)
    .update(['POST', 'application/json', date, raw, path].join('\n'))
    .digest('base64');
  const response = await fetch(demo.url + path, {
    method: 'POST',
    body: raw,
    headers: {
      'content-type': 'application/json',
      'x-dlg-date': date,
      'x-dlg-requester-userid': 'e2e',
      'x-dlg-authorization': `DLGA ${accessKeyId}:${signature}`,
    },
  });
  return (await response.json()) as T;
}

/** One row of getonlinehelplist. */
export interface HelpRow {
  readonly onlineHelpId: string;
  readonly customerNo: string;
  readonly agentId?: string;
  readonly helpState: string;
  readonly waitTime?: number;
}

export const newestHelp = async (demo: Demo, customerId: string): Promise<HelpRow | undefined> =>
  (
    await signedCall<HelpRow[]>(demo, '/v1/reporting/getonlinehelplist', {
      startDate: Date.now() - 3_600_000,
      endDate: Date.now() + 60_000,
      customerId,
    })
  )[0];
