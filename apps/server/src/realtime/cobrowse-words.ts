import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refused } from '@alongside/domain';
import { CLOSE_CODES, type CobrowseHello, cobrowseHelloSchema, wireError } from '@alongside/protocol';
import { parseGuardedJson } from '../edge/guard-json.ts';
import { compileBody } from '../edge/request-schema.ts';
import type { CloseCode } from './connection.ts';

const checkHello = compileBody(cobrowseHelloSchema);

/** @throws Refused `invalid_request`, `malformed_json` and the like */
export function readHello([data, isBinary]: [Buffer, boolean]): CobrowseHello {
  if (isBinary) throw new Refused('invalid_request', { message: 'The first frame is text.' });
  const hello = parseGuardedJson(data.toString('utf8')) as CobrowseHello;
  checkHello(hello);
  return hello;
}

/** The frame by which either side ends the session for all. */
export function isEnd(text: string): boolean {
  if (text.length > 64 || !text.includes('"end"')) return false;
  try {
    return (JSON.parse(text) as { t?: unknown } | null)?.t === 'end';
  } catch {
    return false;
  }
}

/** With which code a socket is closed for an error of this kind. */
export const closeCodeOf = (kind: string): CloseCode =>
  kind === 'unavailable' || kind === 'internal'
    ? CLOSE_CODES.shuttingDown
    : kind === 'forbidden' || kind === 'not_found'
      ? CLOSE_CODES.forbidden
      : CLOSE_CODES.unauthenticated;

/** Refuses an upgrade as HTTP: come again elsewhere, or later. */
export function refuse(socket: Duplex): void {
  const body = JSON.stringify({ error: wireError('shutting_down') });
  const head = [`HTTP/1.1 503 ${STATUS_CODES[503]}`, 'content-type: application/json; charset=utf-8'];
  socket.end([...head, `content-length: ${Buffer.byteLength(body)}`, 'connection: close', '', body].join('\r\n'));
}
