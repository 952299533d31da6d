/**
 * Arrays in PostgreSQL's binary form (array_send in its sources): number of dimensions, whether nulls may be in it, type of the elements, then
 * length and lower bound of the dimension, then each element behind its length; -1 stands for null. As text each element would be quoted here and
 * unquoted there.
 */
const HEAD = 20;
const TYPES = { int: 23, text: 25, uuid: 2950, jsonb: 3802 } as const;
const NULL = '\xff\xff\xff\xff';
/** What stands before JSON. */
const JSONB_VERSION = '\x01';

function begin(type: keyof typeof TYPES, count: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + size);
  bytes.writeInt32BE(1, 0);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(TYPES[type], 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
}

export function intArray(values: readonly number[]): Buffer {
  const bytes = begin('int', values.length, values.length * 8);
  let at = HEAD;
  for (const value of values) {
    writeInt(bytes, at, 4);
    writeInt(bytes, at + 4, value);
    at += 8;
  }
  return bytes;
}

/** Throws TypeError for what is no UUID. */
export function uuidArray(values: readonly (string | null)[]): Buffer {
  const bytes = begin('uuid', values.length, values.length * 20);
  let at = HEAD;
  for (const value of values) {
    writeInt(bytes, at, value === null ? -1 : 16);
    at += 4;
    if (value === null) continue;
    writeUuid(bytes, at, value);
    at += 16;
  }
  return bytes.subarray(0, at);
}

export function textArray(values: readonly (string | null)[]): Buffer {
  return stringArray('text', values, '');
}

/** Of JSON texts. */
export function jsonbArray(values: readonly string[]): Buffer {
  return stringArray('jsonb', values, JSONB_VERSION);
}

function stringArray(type: 'text' | 'jsonb', values: readonly (string | null)[], before: string): Buffer {
  const all = values.join('');
  // As many bytes as characters: then each character is one byte, and so are those of the lengths. All go in one piece: a call for each would cost
  // more than the copying.
  if (Buffer.byteLength(all) !== all.length) return wideArray(type, values, before);
  let text = '';
  for (const value of values) text += value === null ? NULL : lengthOf(value.length + before.length) + before + value;
  const bytes = begin(type, values.length, text.length);
  bytes.write(text, HEAD, 'latin1');
  return bytes;
}

/** With characters of several bytes in it. */
function wideArray(type: 'text' | 'jsonb', values: readonly (string | null)[], before: string): Buffer {
  const lengths = values.map((value) => (value === null ? 0 : before.length + Buffer.byteLength(value)));
  const size = lengths.reduce((sum, length) => sum + length + 4, 0);
  const bytes = begin(type, values.length, size);
  let at = HEAD;
  for (const [index, value] of values.entries()) {
    const length = lengths[index] ?? 0;
    writeInt(bytes, at, value === null ? -1 : length);
    at += 4;
    if (value !== null) bytes.write(before + value, at, 'utf8');
    at += length;
  }
  return bytes;
}

/** A length as four characters of one byte each. */
const lengthOf = (length: number): string => SHORT[length] ?? fourBytes(length);
const fourBytes = (length: number): string =>
  String.fromCharCode((length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255);
const SHORT = Array.from({ length: 1024 }, (_, length) => fourBytes(length));

function writeInt(bytes: Buffer, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

const DASH = 0x2d;
const digits = new Uint8Array(128).fill(255);
for (let digit = 0; digit < 16; digit += 1) {
  const letter = digit.toString(16);
  digits[letter.charCodeAt(0)] = digit;
  digits[letter.toUpperCase().charCodeAt(0)] = digit;
}

function writeUuid(bytes: Buffer, start: number, uuid: string): void {
  let at = start;
  for (let from = 0; from < uuid.length && at < start + 16; ) {
    if (uuid.charCodeAt(from) === DASH) {
      from += 1;
      continue;
    }
    const high = digits[uuid.charCodeAt(from)] ?? 255;
    const low = digits[uuid.charCodeAt(from + 1)] ?? 255;
    if (high > 15 || low > 15) break;
    bytes[at] = high * 16 + low;
    at += 1;
    from += 2;
  }
  if (at !== start + 16 || uuid.length !== 36) throw new TypeError(`"${uuid}" is no UUID.`);
}
