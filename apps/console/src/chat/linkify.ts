/** A piece of a text: plain, or an address that may be followed. */
export type Piece = { readonly text: string; readonly href: string | null };

// http, https, www. and e-mail. Nothing else is ever live. Lengths are bounded, so that no text makes the search slow.
const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"'`\\^{|}]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;
/** Ends a sentence rather than an address. */
const TRAILING = new Set('.,:;!?…\'"’”])}»');

/** Without the full stop of the sentence, but with a bracket that was opened inside the address. */
function trimmed(address: string): string {
  let open = 0;
  for (const sign of address) open += sign === '(' ? 1 : sign === ')' ? -1 : 0;
  let end = address.length;
  while (end > 0 && TRAILING.has(address[end - 1] as string)) {
    if (address[end - 1] === ')') {
      if (open >= 0) break;
      open += 1;
    }
    end -= 1;
  }
  return address.slice(0, end);
}

function hrefOf(address: string): string | null {
  if (!/^(?:https?:|www\.)/i.test(address)) return `mailto:${address}`;
  try {
    const url = new URL(/^www\./i.test(address) ? `https://${address}` : address);
    return url.hostname.includes('.') || url.hostname === 'localhost' ? url.href : null;
  } catch {
    return null;
  }
}

/** Cuts a text into what is plain and what is an address. Joined together the pieces are the text. */
export function linkify(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const plain = (to: number) => {
    if (to > end) pieces.push({ text: text.slice(end, to), href: null });
    end = Math.max(end, to);
  };
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = hrefOf(address);
    if (href === null || address === '') continue;
    plain(match.index);
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  plain(text.length);
  return pieces;
}
