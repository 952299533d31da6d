import type { Random, Signer } from '../kernel/ports.ts';

/** Without I, L, O and U: what is heard or read wrongly is put right before a look-up. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 8;
const DIGITS_ONLY = /^\d{4,12}$/;
const LETTERS_ONLY = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** Evenly spread over `below` values: a byte that would favour some is thrown away and drawn again. */
function drawBelow(below: number, count: number, random: Random): number[] {
  const fair = 256 - (256 % below);
  const drawn: number[] = [];
  while (drawn.length < count)
    for (const byte of random.bytes(2 * (count - drawn.length)))
      if (byte < fair && drawn.length < count) drawn.push(byte % below);
  return drawn;
}

export const drawDigits = (length: number, random: Random): string => drawBelow(10, length, random).join('');

/** Eight letters of 32, at least one of which is no digit: so a code shows which kind it is. */
export function drawLetters(random: Random): string {
  for (;;) {
    const code = drawBelow(32, LETTERS, random)
      .map((value) => CROCKFORD[value])
      .join('');
    if (!/^\d+$/.test(code)) return code;
  }
}

/** What somebody typed, as it was drawn: without spaces and dashes, look-alikes put right. null: it is no code of any kind. */
export function readCode(typed: string): { code: string; letters: boolean } | null {
  if (typed.length > 64) return null;
  const bare = typed.replace(/[\s.-]/g, '').toUpperCase();
  if (DIGITS_ONLY.test(bare)) return { code: bare, letters: false };
  const put = bare.replaceAll('O', '0').replace(/[IL]/g, '1');
  // All digits now: it was typed with look-alikes of digits.
  if (DIGITS_ONLY.test(put)) return { code: put, letters: false };
  return LETTERS_ONLY.test(put) ? { code: put, letters: true } : null;
}

/** HMAC with the server's key, within the tenant: it must be found by its code, so no salt; a table of all digits is of no use without the key. */
export const codeDigest = (signer: Signer, tenantId: string, code: string): Uint8Array =>
  Buffer.from(signer.sign(`short-code ${tenantId} ${code}`), 'utf8');
