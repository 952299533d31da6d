import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { type ErrorCode, HTTP_STATUS, wireError } from '@alongside/protocol';

/** What Node could not even read as HTTP: answered in the same words where the socket still can, then closed. */
export function answerBrokenRequests(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, status, message] = meaning(error.code);
  const body = JSON.stringify({ error: wireError(code, { message }) });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function meaning(code: string | undefined): [ErrorCode, number, string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return ['invalid_request', 408, 'The request took too long to arrive.'];
  if (code === 'HPE_HEADER_OVERFLOW') return ['body_too_large', 431, 'The headers are larger than 16 KiB.'];
  return ['invalid_request', HTTP_STATUS.invalid, 'This is not a readable HTTP request.'];
}
