const LAST_TEXT = 0x81;
const SHORT = 125;
const MEDIUM = 0xffff;
/** Characters. Shorter ones leave together with others, in one write. */
const SHARED_FROM = 2_048;

/** What leaves a socket as one frame: its text, or its bytes with their head. */
export type Frame = string | Uint8Array;

/** Of a text for many sockets: a long one is bytes from now on, so that it is kept once, in however many sockets it waits. */
export const frameForMany = (text: string): Frame => (text.length < SHARED_FROM ? text : textFrames([text]));

/** Texts as WebSocket frames of a server (RFC 6455, 5.2: whole, not masked, not compressed), one after the other in one piece of memory. */
export function textFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headOf(length) + length, 0));
  let at = 0;
  for (const [index, text] of texts.entries()) {
    const length = lengths[index] ?? 0;
    bytes[at] = LAST_TEXT;
    if (length <= SHORT) bytes[at + 1] = length;
    else if (length <= MEDIUM) {
      bytes[at + 1] = 126;
      bytes.writeUInt16BE(length, at + 2);
    } else {
      bytes[at + 1] = 127;
      bytes.writeUIntBE(0, at + 2, 2);
      bytes.writeUIntBE(length, at + 4, 6);
    }
    at += headOf(length);
    // As many bytes as characters: none of them needs more than one, and they are copied as they lie.
    bytes.write(text, at, length, length === text.length ? 'latin1' : 'utf8');
    at += length;
  }
  return bytes;
}

const headOf = (length: number): number => (length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10);
