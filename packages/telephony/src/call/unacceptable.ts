import type { SipRequest } from '../message/sip-message.ts';
import { parseUri } from '../message/uri.ts';
import type { OutgoingResponse } from '../transaction/outgoing.ts';
import type { Dialog } from './dialog.ts';

/** Why an INVITE of a known peer cannot become a call; null: it can, as far as its headers go. */
export function unacceptable({ headers, uri, body }: SipRequest, dialog: Dialog | null): OutgoingResponse | null {
  const required = headers.list('require');
  if (required.length > 0) return { status: 420, fields: [['Unsupported', required.join(', ').slice(0, 200)]] };
  if (dialog === null || parseUri(uri)?.headers !== '') return { status: 400 };
  if (body.trim() === '')
    return { status: 488, fields: [['Warning', '399 alongside "An offer is needed in the INVITE"']] };
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/sdp') return { status: 415, fields: [['Accept', 'application/sdp']] };
  return null;
}
