const LONGEST_TEXT = 40;
const FEWEST_DIGITS = 2;
const MOST_DIGITS = 15;

/**
 * A number as a call link writes it, without what people put between digits; a `+` at its beginning stays, `00` becomes one. null: letters, nothing,
 * or too long. What may be dialled is the dial policy's word.
 */
export function cleanNumber(text: string): string | null {
  if (text.length > LONGEST_TEXT) return null;
  // Full-width digits and the like are digits to people, and a way round a policy to others.
  const bare = text.replace(/[\s().\-/\u00a0\u2010-\u2015]/g, '');
  const digits = bare.replace(/^\+/, '').replace(/^00(?=[1-9])/, '');
  if (!/^[0-9]+$/.test(digits) || digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return null;
  const isInternational = bare.startsWith('+') || /^00[1-9]/.test(bare);
  return isInternational ? `+${digits}` : digits;
}
