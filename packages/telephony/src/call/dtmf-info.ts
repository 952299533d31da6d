import type { SipRequest } from '../message/sip-message.ts';

/** One digit from INFO, as `application/dtmf-relay` (Signal=5) or `application/dtmf` (5); null: something else. */
export function dtmfOf({ headers, body }: SipRequest): string | null {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const text = body.slice(0, 256);
  const found =
    type === 'application/dtmf-relay'
      ? /^Signal\s*=\s*([0-9A-D*#]|1[0-6])\s*$/im.exec(text)
      : type === 'application/dtmf'
        ? /^\s*([0-9A-D*#]|1[0-6])\s*$/i.exec(text)
        : null;
  const signal = found?.[1]?.toUpperCase();
  if (signal === undefined) return null;
  return signal.length === 1 ? signal : ('*#ABCD'[Number(signal) - 10] ?? null);
}
