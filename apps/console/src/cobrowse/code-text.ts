/** What may stand between the characters of a code that is typed or pasted. */
const BETWEEN = /[\s.\-–—_/]+/g;
const MOST = 12;

/** A code in capitals and without what stands between; the server reads O, I and L as 0 and 1. */
export const bareCode = (typed: string): string => typed.replace(BETWEEN, '').toUpperCase().slice(0, MOST);

/** As it is read out: digits in threes, letters in fours. */
export function groupedCode(typed: string): string {
  const code = bareCode(typed);
  const size = /^\d*$/.test(code) ? 3 : 4;
  return (code.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(' ');
}

/** Where the caret stands after the code was grouped anew: behind as many characters as before. */
export function caretIn(grouped: string, typed: string, caret: number): number {
  let left = bareCode(typed.slice(0, caret)).length;
  let at = 0;
  while (left > 0 && at < grouped.length) {
    if (grouped[at] !== ' ') left -= 1;
    at += 1;
  }
  return at;
}
