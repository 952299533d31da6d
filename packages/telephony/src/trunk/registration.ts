import { USER_AGENT } from '../call/services.ts';
import { parseNameAddress } from '../message/name-address.ts';
import type { SipResponse } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';

/** Seconds that we ask for: short, so that a carrier that lost us finds us again. */
export const WANTED_EXPIRES = 300;
const SHORTEST = 20;

/** The fields of a REGISTER. `expires` 0: we are gone. */
export function registerFields(registration: {
  readonly account: string;
  readonly fromTag: string;
  readonly callId: string;
  readonly cseq: number;
  readonly contact: string;
  readonly expires: number;
}): Field[] {
  const { account, fromTag, callId, cseq, contact, expires } = registration;
  return [
    ['Max-Forwards', '70'],
    ['From', `<${account}>;tag=${fromTag}`],
    ['To', `<${account}>`],
    ['Call-ID', callId],
    ['CSeq', `${cseq} REGISTER`],
    ['Contact', `<${contact}>;expires=${expires}`],
    ['Expires', `${expires}`],
    ['User-Agent', USER_AGENT],
  ];
}

/** Seconds that were granted: for our Contact, else for all. */
export function grantedExpires({ headers }: SipResponse, contactUser: string): number {
  const ours = headers
    .list('contact')
    .map(parseNameAddress)
    .find((contact) => contact?.uri.user === contactUser);
  const text = ours?.parameters.get('expires') ?? headers.get('expires') ?? `${WANTED_EXPIRES}`;
  return /^\d{1,7}$/.test(text) ? Math.max(SHORTEST, Number(text)) : WANTED_EXPIRES;
}

/** Where the registrar saw us, if that is not where we said (RFC 3581); null: it is, or it does not tell. */
export function seenAt({ via }: SipResponse): { readonly host: string; readonly port: number } | null {
  const host = via.parameters.get('received') || via.host;
  const port = Number(via.parameters.get('rport') || (via.port ?? 0));
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  return host === via.host && port === via.port ? null : { host, port };
}
