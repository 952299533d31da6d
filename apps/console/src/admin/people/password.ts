/** Neither letters nor digits that look alike; no vowel, so that no word comes of it. */
const SIGNS = 'bcdfghjkmnpqrstvwxz23456789';
const GROUPS = 4;
const GROUP = 5;

/**
 * A first password that can be read aloud: four groups of five, about 95 bits.
 * @param fill writes random bytes, as crypto.getRandomValues does
 */
export function firstPassword(fill: (bytes: Uint8Array<ArrayBuffer>) => unknown): string {
  const signs: string[] = [];
  const bytes = new Uint8Array(64);
  // Bytes beyond the last whole multiple would make the first signs likelier.
  const most = 256 - (256 % SIGNS.length);
  while (signs.length < GROUPS * GROUP) {
    fill(bytes);
    for (const byte of bytes) if (byte < most) signs.push(SIGNS[byte % SIGNS.length] ?? '');
  }
  return Array.from({ length: GROUPS }, (_, group) => signs.slice(group * GROUP, group * GROUP + GROUP).join('')).join(
    '-',
  );
}
