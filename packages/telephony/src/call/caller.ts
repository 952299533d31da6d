import { parseNameAddress } from '../message/name-address.ts';
import type { SipRequest } from '../message/sip-message.ts';
import { numberOf, parseUri } from '../message/uri.ts';

const LONGEST_NAME = 80;

/** Who calls, as the carrier vouches for it, else as the caller says; empty: withheld or no number. Only peers of trunks are asked. */
export function callingNumber({ headers, from }: SipRequest): string {
  const asserted = headers.list('p-asserted-identity').map(parseNameAddress);
  const vouched = asserted.map((identity) => numberOf(identity?.uri ?? null)).find((number) => number !== '');
  return vouched ?? numberOf(from.uri);
}

export function callingName({ from }: SipRequest): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const name = from.name.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '').trim();
  return name === '' ? null : name.slice(0, LONGEST_NAME);
}

/** Which of our numbers was called. Where we registered, the address is our Contact, and the number stands beside it. */
export function calledNumber(request: SipRequest): string {
  const candidates = [
    parseUri(request.uri),
    parseNameAddress(request.headers.get('p-called-party-id') ?? '')?.uri ?? null,
    request.to.uri,
  ];
  return candidates.map(numberOf).find((number) => number !== '') ?? '';
}
