import type { CallFailure } from '@alongside/domain';

/** What a final answer to our INVITE means. 3xx are not followed: who redirects calls decides what they cost. */
export function failureOf(status: number): CallFailure {
  if (status >= 300 && status < 400) return 'refused';
  const known = byStatus[status];
  if (known) return known;
  if (status >= 600) return 'refused';
  return status >= 500 ? 'network' : 'refused';
}

const byStatus: Readonly<Record<number, CallFailure>> = {
  401: 'not_authenticated',
  403: 'refused',
  404: 'unreachable',
  407: 'not_authenticated',
  408: 'no_answer',
  410: 'unreachable',
  415: 'no_common_codec',
  480: 'no_answer',
  484: 'unreachable',
  485: 'unreachable',
  486: 'busy',
  487: 'cancelled',
  488: 'no_common_codec',
  503: 'trunk_down',
  600: 'busy',
  604: 'unreachable',
  606: 'no_common_codec',
};
