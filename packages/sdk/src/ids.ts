import type { Random } from './ports/ports.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Base64 with padding. Written out because `btoa` is missing on some platforms and knows no bytes. */
export function base64(bytes: Uint8Array, last = '+/'): string {
  const letters = ALPHABET + last;
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let letter = 0; letter < 4; letter += 1)
      text += letter > left ? '=' : letters[(word >> (18 - 6 * letter)) & 63]!;
  }
  return text;
}

/** 128 random bits as 22 letters that fit `ClientId`: for a message, made once; for a start [HASH4]. */
export const createId = (random: Random) => base64(random.bytes(16), '-_').slice(0, 22);

/** For ids that other clients of the same channel read as UUIDs. */
export function createUuid(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
