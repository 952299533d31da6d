import type { TelephonyRefusal, TelephonyReply } from '@alongside/domain';

export const done: TelephonyReply = { ok: true, value: undefined };

export function refuse(refusal: TelephonyRefusal, message: string): Extract<TelephonyReply, { ok: false }> {
  return { ok: false, refusal, message };
}
