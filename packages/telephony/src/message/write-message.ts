import type { SipRequest } from './sip-message.ts';
import { isOneLine, token } from './text.ts';
import { parseUri } from './uri.ts';

export type Field = readonly [name: string, value: string];

/** Somebody's text would have become a line of its own. A defect of ours: what comes in is held to one line before. */
export class HeaderRefused extends Error {
  constructor(where: string) {
    super(`What was to be written as ${where} is no single line.`);
    this.name = 'HeaderRefused';
  }
}

/** Throws `HeaderRefused` if a value could become another header, the address another request. */
export function writeRequest(method: string, uri: string, fields: readonly Field[], body = ''): string {
  if (!token.test(method) || !isOneLine(uri) || parseUri(uri) === null) throw new HeaderRefused('request line');
  return write(`${method} ${uri} SIP/2.0`, fields, body);
}

/** The answer to a request: Via, From, To, Call-ID and CSeq are the request's. `toTag`: ours, unless the request has one. */
export function writeResponse(
  request: SipRequest,
  response: {
    readonly status: number;
    readonly toTag: string | null;
    readonly fields?: readonly Field[];
    readonly body?: string;
    readonly received: { readonly host: string; readonly port: number };
  },
): string {
  const { status, toTag, fields = [], body = '', received } = response;
  const [top = '', ...more] = request.headers.list('via');
  const to = request.headers.get('to') ?? '';
  const tagged = toTag !== null && !request.to.parameters.has('tag') && status > 100 ? `${to};tag=${toTag}` : to;
  const all: Field[] = [
    ['Via', withReceived(top, request, received)],
    ...more.map((via): Field => ['Via', via]),
    ...(status > 100 && status < 300
      ? request.headers.all('record-route').map((route): Field => ['Record-Route', route])
      : []),
    ['From', request.headers.get('from') ?? ''],
    ['To', tagged],
    ['Call-ID', request.callId],
    ['CSeq', `${request.cseq} ${request.method}`],
    ...fields,
  ];
  return write(`SIP/2.0 ${status} ${reasons[status] ?? 'Answer'}`, all, body);
}

/** RFC 3261, 18.2.1 and RFC 3581: where the request really came from. */
function withReceived(top: string, request: SipRequest, received: { host: string; port: number }): string {
  const parts = top.split(';').filter((part) => !/^\s*(rport|received)\s*(=|$)/i.test(part));
  if (request.via.host !== received.host || request.via.parameters.has('rport'))
    parts.push(`received=${received.host}`);
  if (request.via.parameters.has('rport')) parts.push(`rport=${received.port}`);
  return parts.join(';');
}

function write(start: string, fields: readonly Field[], body: string): string {
  let text = `${start}\r\n`;
  for (const [name, value] of fields) {
    if (!token.test(name) || !isOneLine(value)) throw new HeaderRefused(name);
    text += `${name}: ${value}\r\n`;
  }
  return `${text}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const reasons: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  603: 'Decline',
};
