import { createHmac } from 'node:crypto';
import { demo } from './demo.ts';
import { type Answer, type Json, request } from './http.ts';

export const HASH_PATH = '/v1/application/gettransactionhashforonlinehelp';
export const IN_HELP_PATH = '/v1/application/iscustomerinonlinehelp';
export const FINISH_PATH = '/v1/application/finishonlinehelp';
export const NOT_DELIVERED_PATH = '/v1/application/interactionisnotdelivered';
export const LIST_PATH = '/v1/reporting/getonlinehelplist';

export interface Signing {
  readonly accessKeyId?: string;
  readonly secret?: string;
  /** Minutes that the sender's clock is ahead. */
  readonly minutes?: number;
  readonly date?: string;
  /** What stands between body and path: a line feed in the canonical form. */
  readonly beforePath?: '' | '\n';
  /** undefined takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent in place of what was signed. */
  readonly sendInstead?: string;
}

/** Builds the headers of a signed request from the published description. */
export function sign(path: string, raw: string, signing: Signing = {}): Record<string, string> {
  const {
    accessKeyId = demo.onlineHelp.accessKeyId,
    secret = demo.onlineHelp.accessKeySecret,
    beforePath = '\n',
  } = signing;
  const date = signing.date ?? new Date(Date.now() + (signing.minutes ?? 0) * 60_000).toUTCString();
  const signature = createHmac('sha256', secret)
    .update(`POST\napplication/json\n${date}\n${raw}${beforePath}${path}`)
    .digest('base64');
  const headers = {
    'content-type': 'application/json',
    'x-dlg-date': date,
    'x-dlg-requester-userid': '45186',
    'x-dlg-authorization': `DLGA ${accessKeyId}:${signature}`,
    ...signing.headers,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

let count = 0;
/** A body that no other request of this run has, so that its signature is its own. */
export const unlike = (body: object): string => JSON.stringify({ ...body, requestId: `${process.pid}-${++count}` });

export function signedCall(path: string, body: object, signing: Signing = {}): Promise<Answer> {
  const raw = unlike(body);
  return request('POST', path, { raw: signing.sendInstead ?? raw, headers: sign(path, raw, signing) });
}

/** A fresh hash, as the company's backend gets it. */
export async function mint(customerId: string, deviceHash: string): Promise<string> {
  const { status, json, text } = await signedCall(HASH_PATH, { customerId, deviceHash });
  if (status !== 200 || json?.isSuccess !== true) throw new Error(`No hash: ${status} ${text}`);
  return json.transactionHash as string;
}

/** This customer's rows of the report, newest first. */
export async function helpRows(customerId: string): Promise<Json[]> {
  const answer = await signedCall(LIST_PATH, { startDate: 0, endDate: Date.now() + 60_000, customerId });
  if (answer.status !== 200) throw new Error(`No list: ${answer.status} ${answer.text}`);
  return answer.json;
}

export const inHelp = async (customerId: string): Promise<Json> =>
  (await signedCall(IN_HELP_PATH, { customerId })).json;
