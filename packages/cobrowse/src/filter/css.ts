const allowed =
  /^(?:al-asset:\d{1,9}$|data:(?:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)|font\/[\w-]+|application\/font[\w-]*)[;,]|#[\w-]*$|blob:)/i;
const URL_FUNCTION = /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^)"'\\]|\\.)*?))\s*\)/gi;
const FETCHING = /@import|image-set\(|cross-fade\(|-moz-binding|behavior\s*:|expression\s*\(|\bsrc\(/i;
const EMPTY = 'url("data:,")';

/**
 * Style text that can fetch nothing: addresses other than the stream's own files, inline pictures and fragments are
 * emptied, imports go, and text that hides such words behind escapes is dropped whole.
 */
export function safeCss(text: string): string {
  if (!/[@\\]|url\(|image-set|cross-fade|src\(|expression|behavior|binding/i.test(text)) return text;
  if (text.includes('\\') && hides(text)) return '';
  let clean = text.replace(URL_FUNCTION, (whole, double, single, bare) =>
    allowed.test((double ?? single ?? bare ?? '').trim()) ? whole : EMPTY,
  );
  if (FETCHING.test(clean))
    clean = clean
      .replace(/@import[^;]*;?/gi, '')
      .replace(/(?:-webkit-)?(?:image-set|cross-fade)\((?:[^()]|\([^()]*\))*\)/gi, 'none')
      .replace(/-moz-binding|behavior\s*:|expression\s*\(/gi, '-x-');
  // An address that no pattern above could read whole is none of ours.
  return /url\(/i.test(clean.replace(URL_FUNCTION, '')) || /image-set\(|cross-fade\(|\bsrc\(/i.test(clean) ? '' : clean;
}

/** An escape that spells a word which fetches. */
function hides(text: string): boolean {
  const plain = text.replace(/\\([0-9a-f]{1,6})\s?|\\([^\n])/gi, (_, hex, other) =>
    hex === undefined ? other : String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)),
  );
  const count = (where: string) =>
    (where.match(/url\(|@import|image-set\(|cross-fade\(|src\(|expression\(/gi) ?? []).length;
  return count(plain) > count(text);
}

/** An address as an attribute may hold it: a file of the stream, an inline picture, a fragment. */
export const safeAddress = (address: string): boolean => allowed.test(address.trim());
