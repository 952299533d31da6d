import { Headers } from './headers.ts';
import { parseNameAddress } from './name-address.ts';
import type { SipMessage } from './sip-message.ts';
import { isOneLine, token } from './text.ts';
import { parseUri } from './uri.ts';
import { parseVia } from './via.ts';

/** Octets of a message, headers and body. A carrier's largest is a few thousand. */
export const LONGEST_MESSAGE = 32_768;
const MOST_FIELDS = 128;
const requestLine = /^([A-Z]{1,20}) (\S{1,1024}) SIP\/2\.0$/;
const statusLine = /^SIP\/2\.0 ([1-6]\d\d)(?: (.{0,256}))?$/;
const cseqShape = /^(\d{1,10})\s+([A-Z]{1,20})$/;

/**
 * Reads one message. null for everything that is not whole and plain: what cannot be read cannot be answered safely either, and is dropped.
 * `bytes` end where the message ends, or (a datagram) after it.
 */
export function parseMessage(bytes: Uint8Array): SipMessage | null {
  if (bytes.length > LONGEST_MESSAGE) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const lines = unfold(buffer.toString('utf8', 0, end));
  const start = lines.shift() ?? '';
  if (lines.length > MOST_FIELDS) return null;
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    const value = line.slice(colon + 1).trim();
    if (!token.test(name) || !isOneLine(value)) return null;
    headers.add(name, value);
  }
  const body = bodyOf(headers, buffer.subarray(end + 4));
  return body === null ? null : assemble(start, headers, body);
}

/** A line that begins with a blank goes on with the one before (RFC 3261, 7.3.1). */
function unfold(head: string): string[] {
  const lines: string[] = [];
  for (const line of head.split('\r\n')) {
    if (/^[ \t]/.test(line) && lines.length > 1) lines[lines.length - 1] += ` ${line.trim()}`;
    else lines.push(line);
  }
  return lines;
}

function bodyOf(headers: Headers, rest: Buffer): string | null {
  const [length, ...more] = headers.all('content-length');
  if (length === undefined) return rest.toString('utf8');
  if (more.length > 0 || !/^\d{1,6}$/.test(length) || Number(length) > rest.length) return null;
  return rest.toString('utf8', 0, Number(length));
}

function assemble(start: string, headers: Headers, body: string): SipMessage | null {
  const via = parseVia(headers.list('via')[0] ?? '');
  const from = parseNameAddress(single(headers, 'from'));
  const to = parseNameAddress(single(headers, 'to'));
  const callId = single(headers, 'call-id');
  const cseq = cseqShape.exec(single(headers, 'cseq'));
  if (via === null || from === null || to === null || cseq === null) return null;
  if (callId === '' || callId.length > 256 || /\s/.test(callId) || Number(cseq[1]) > 2 ** 31) return null;
  const common = { headers, body, via, from, to, callId, cseq: Number(cseq[1]), method: cseq[2] ?? '' };
  const request = requestLine.exec(start);
  if (request) {
    const [, method, uri = ''] = request;
    if (method !== common.method || parseUri(uri) === null || !from.parameters.get('tag')) return null;
    return { kind: 'request', uri, ...common };
  }
  const status = statusLine.exec(start);
  if (!status) return null;
  return { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', ...common };
}

/** Of a header that must be there once; else empty, which nothing accepts. */
function single(headers: Headers, name: string): string {
  const [value = '', ...more] = headers.all(name);
  return more.length > 0 ? '' : value;
}
