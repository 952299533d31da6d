import { type Parameters, parseParameters } from './text.ts';

/** A SIP or telephone address. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips' | 'tel';
  /** As written, escapes and all; of `tel` the number. */
  readonly user: string;
  /** Lower case; an IPv6 address without its brackets. Empty for `tel`. */
  readonly host: string;
  readonly port: number | null;
  readonly parameters: Parameters;
  /** What follows `?`, as written. */
  readonly headers: string;
}

const LONGEST = 1_024;
const shape =
  /^(sips?):(?:([A-Za-z0-9\-_.!~*'()&=+$,;?/%#]{1,256})(?::[^@]{0,128})?@)?(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_.-]{1,253})(?::(\d{1,5}))?((?:;[^?\s<>"@]*)?)(?:\?([^\s<>"@]*))?$/i;
const telephone = /^tel:(\+?[0-9A-Fa-f*#().-]{1,40})((?:;[^?\s<>"@]*)?)$/i;

/** null: no address that we would use. */
export function parseUri(text: string): SipUri | null {
  if (text.length > LONGEST) return null;
  const tel = telephone.exec(text);
  if (tel) {
    const parameters = parseParameters(partsOf(tel[2] ?? ''));
    if (parameters === null) return null;
    return { scheme: 'tel', user: tel[1] ?? '', host: '', port: null, parameters, headers: '' };
  }
  const found = shape.exec(text);
  if (!found) return null;
  const [, scheme = '', user = '', host = '', port, parameterText = '', headers = ''] = found;
  const parameters = parseParameters(partsOf(parameterText));
  if (parameters === null || (port !== undefined && (Number(port) === 0 || Number(port) > 65_535))) return null;
  return {
    scheme: scheme.toLowerCase() === 'sips' ? 'sips' : 'sip',
    user,
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port === undefined ? null : Number(port),
    parameters,
    headers,
  };
}

const partsOf = (text: string) => text.split(';').filter((part) => part !== '');

/** An address as it stands in Via, Contact and SDP-free places: IPv6 in brackets. */
export function hostAndPort(host: string, port: number | null): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return port === null ? bracketed : `${bracketed}:${port}`;
}

/** The number that an address names, as far as it is one: digits with an optional `+`; else empty. */
export function numberOf(uri: SipUri | null): string {
  const written = (uri?.user.split(';')[0] ?? '').replace(/%2B/i, '+').replace(/[-.()]/g, '');
  return /^\+?[0-9*#]{1,32}$/.test(written) ? written : '';
}
