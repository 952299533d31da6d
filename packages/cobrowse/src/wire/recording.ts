import { COBROWSE_KINDS } from '@alongside/protocol/constants';
import { toBytes, toText } from './binary.ts';

/** A chunk of a recording is records one after another: length (u32), kind (u8), milliseconds since the start (u32), body; big-endian. */
const HEAD_BYTES = 9;
/** Beside the kinds of the wire: what the page says of itself, as JSON. */
export const PAGE_KIND = 0;

export interface RecordedMessage {
  readonly kind: number;
  readonly atMs: number;
  readonly body: Uint8Array;
}

export function packRecord({ kind, atMs, body }: RecordedMessage): Uint8Array {
  const packed = new Uint8Array(HEAD_BYTES + body.length);
  const head = new DataView(packed.buffer);
  head.setUint32(0, body.length);
  head.setUint8(4, kind);
  head.setUint32(5, atMs);
  packed.set(body, HEAD_BYTES);
  return packed;
}

/** @throws RangeError when the chunk is cut off */
export function unpackRecords(chunk: Uint8Array): RecordedMessage[] {
  const messages: RecordedMessage[] = [];
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  for (let at = 0; at < chunk.length; ) {
    const length = at + HEAD_BYTES <= chunk.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (at + HEAD_BYTES + length > chunk.length) throw new RangeError('A chunk of a recording is cut off.');
    const start = at + HEAD_BYTES;
    messages.push({
      kind: view.getUint8(at + 4),
      atMs: view.getUint32(at + 5),
      body: chunk.subarray(start, start + length),
    });
    at = start + length;
  }
  return messages;
}

export const pageRecord = (page: object): Uint8Array => toBytes(JSON.stringify(page));

/** What the page said of itself; null: it is none. */
export function pageOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(toText(body));
  } catch {
    return null;
  }
}

/** Whether playback can start with this message: a whole page, which alone begins with its size. */
export const isWholePage = (kind: number, body: Uint8Array): boolean =>
  kind === COBROWSE_KINDS.dom && toText(body.subarray(0, 10)) === '[{"type":4';
