import type { Random } from '@alongside/domain';

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const WORDS = 6;

/** Six words that can be typed and said, as "bafu-kemo-…": 72 random bits. */
export function speakablePassword(random: Random): string {
  const bytes = random.bytes(WORDS * 4);
  const word = (index: number): string =>
    [0, 2]
      .map((offset) => {
        const at = index * 4 + offset;
        return CONSONANTS.charAt(bytes[at]! % CONSONANTS.length) + VOWELS.charAt(bytes[at + 1]! % VOWELS.length);
      })
      .join('');
  return Array.from({ length: WORDS }, (_, index) => word(index)).join('-');
}
