import { COBROWSE_LIMITS } from '@alongside/protocol/constants';

/** One message of the binary stream, put together. */
export interface BinaryMessage {
  readonly kind: number;
  /** Number of the viewer it is for; 0 = all. */
  readonly to: number;
  readonly body: Uint8Array;
}

const { headerBytes, partBytes, messageBytes } = COBROWSE_LIMITS;

/** Cuts a message into frames that fit the wire. @throws RangeError above the limit of a message */
export function cut({ kind, to, body }: BinaryMessage, message: number): Uint8Array[] {
  if (body.length > messageBytes) throw new RangeError('A message over its limit.');
  const room = partBytes - headerBytes;
  const parts: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < body.length; start += room) {
    const piece = body.subarray(start, start + room);
    const frame = new Uint8Array(headerBytes + piece.length);
    const head = new DataView(frame.buffer);
    head.setUint8(0, kind);
    head.setUint8(1, start + room >= body.length ? 1 : 0);
    head.setUint16(2, to);
    head.setUint32(4, message >>> 0);
    frame.set(piece, headerBytes);
    parts.push(frame);
  }
  return parts;
}

/**
 * Puts the parts of one sender together again. Parts of a message follow one another; a message that another one
 * interrupts was broken off and is forgotten.
 *
 * @throws RangeError when a frame is malformed or a message is over its limit
 */
export function assembler(): (frame: Uint8Array) => BinaryMessage | undefined {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let open: { kind: number; to: number; message: number } | undefined;
  return (frame) => {
    if (frame.length < headerBytes || frame.length > partBytes) throw new RangeError('A binary frame of a wrong size.');
    const head = new DataView(frame.buffer, frame.byteOffset, headerBytes);
    const kind = head.getUint8(0);
    const to = head.getUint16(2);
    const message = head.getUint32(4);
    if (open === undefined || open.kind !== kind || open.to !== to || open.message !== message) {
      open = { kind, to, message };
      parts = [];
      bytes = 0;
    }
    const piece = frame.subarray(headerBytes);
    parts.push(piece);
    bytes += piece.length;
    if (bytes > messageBytes) throw new RangeError('A message over its limit.');
    if ((head.getUint8(1) & 1) === 0) return undefined;
    const body = parts.length === 1 ? piece : join(parts, bytes);
    parts = [];
    bytes = 0;
    open = undefined;
    return { kind, to, body };
  };
}

function join(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const toBytes = (text: string): Uint8Array => encoder.encode(text);
export const toText = (bytes: Uint8Array): string => decoder.decode(bytes);

/** A head in JSON before bytes: the form of assets and canvas pictures. */
export function withHead(head: unknown, bytes: Uint8Array): Uint8Array {
  const json = toBytes(JSON.stringify(head));
  const body = new Uint8Array(2 + json.length + bytes.length);
  new DataView(body.buffer).setUint16(0, json.length);
  body.set(json, 2);
  body.set(bytes, 2 + json.length);
  return body;
}

/** @returns head and bytes, or undefined when it is none */
export function headOf(body: Uint8Array): { head: unknown; bytes: Uint8Array } | undefined {
  if (body.length < 2) return undefined;
  const length = new DataView(body.buffer, body.byteOffset, 2).getUint16(0);
  if (body.length < 2 + length) return undefined;
  try {
    return { head: JSON.parse(toText(body.subarray(2, 2 + length))), bytes: body.subarray(2 + length) };
  } catch {
    return undefined;
  }
}
