import { type Parameters, parseParameters, splitOutside, unquote } from './text.ts';
import { parseUri, type SipUri } from './uri.ts';

/** From, To, Contact, Route, Refer-To: a name, an address, and parameters of the header. */
export interface NameAddress {
  readonly name: string;
  readonly uri: SipUri;
  /** The address as it was written. */
  readonly address: string;
  readonly parameters: Parameters;
}

export function parseNameAddress(text: string): NameAddress | null {
  const [head = '', ...rest] = splitOutside(text, ';');
  const open = head.indexOf('<', head.startsWith('"') ? endOfQuotes(head) : 0);
  const close = head.lastIndexOf('>');
  if (open >= 0 ? close !== head.length - 1 || close < open : head.includes('>')) return null;
  const address = open >= 0 ? head.slice(open + 1, close).trim() : head;
  const uri = parseUri(address);
  const parameters = parseParameters(rest);
  if (uri === null || parameters === null) return null;
  return { name: open > 0 ? unquote(head.slice(0, open).trim()) : '', uri, address, parameters };
}

function endOfQuotes(text: string): number {
  for (let index = 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return text.length;
}
