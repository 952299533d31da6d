/** A piece of a message: plain text, or text that leads somewhere. */
export type LinkPart = { readonly text: string; readonly href: string | null };

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
// Every repetition is bounded or starts at a fixed word, so that no text makes this slow.
const CANDIDATE =
  /(?:https?:\/\/|www\.|mailto:|tel:)[^\s<>"']+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|\+\d[\d ()-]{6,20}\d/giu;
// Characters that reorder what follows them could make an address read as another one.
const REORDERING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Where a candidate ends in the eyes of a reader: without the sentence's own punctuation, with a bracket it opened itself. */
function trimmed(candidate: string): string {
  let end = candidate.length;
  for (; end > 0; end--) {
    const last = candidate[end - 1] as string;
    if (/[.,;:!?…»”’*]/.test(last)) continue;
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    if (opening === undefined || candidate.slice(0, end - 1).includes(opening)) break;
  }
  return candidate.slice(0, end);
}

function hrefOf(text: string): string | null {
  if (REORDERING.test(text)) return null;
  const hasScheme = /^(https?|mailto|tel):/i.test(text);
  const address = hasScheme
    ? text
    : text.startsWith('+')
      ? `tel:${text.replace(/[^\d+]/g, '')}`
      : text.includes('@') && !/^www\./i.test(text)
        ? `mailto:${text}`
        : `https://${text}`;
  try {
    const url = new URL(address);
    // "https://your-bank.example@elsewhere.example" leads elsewhere: never a link.
    if (!SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null;
    return url.href;
  } catch {
    return null;
  }
}

/** Cuts a text into plain parts and links. Joined again, the parts give exactly the text. */
export function linkParts(text: string): readonly LinkPart[] {
  const parts: LinkPart[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const link = trimmed(match[0]);
    const href = hrefOf(link);
    const before = text[match.index - 1];
    if (href === null || (before !== undefined && /[\w@/]/.test(before))) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: link, href });
    from = match.index + link.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}
