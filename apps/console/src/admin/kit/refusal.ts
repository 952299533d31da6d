import { asError } from '../../errors/as-error.ts';
import { errorKey } from '../../errors/error-key.ts';
import { pathOf } from './form-model.ts';
import type { AdminKey, AdminLanguage } from './texts.ts';

const KEYS: Readonly<Record<string, AdminKey>> = {
  already_exists: 'refused.taken',
  unknown_reference: 'refused.gone',
  in_use: 'refused.in_use',
  last_administrator: 'refused.last_administrator',
  address_not_allowed: 'refused.address',
  limit_reached: 'refused.limit',
  invalid_request: 'refused.invalid',
  contact_taken: 'refused.race',
  changed_meanwhile: 'refused.changed',
};

/** A refusal as a person can read it. */
export interface Refusal {
  readonly text: string;
  readonly code: string;
  /** What the server said besides, in English: names of what is in the way, the rule that was broken. */
  readonly detail: string | null;
  /** Path of the field at fault. */
  readonly path: string | null;
}

const TELLING = new Set(['in_use', 'invalid_request', 'unknown_reference']);

export function refusalOf(given: unknown, { a, t }: AdminLanguage): Refusal {
  const { code, field, message } = asError(given);
  const own = KEYS[code];
  return {
    text: own ? a(own) : t(errorKey(code) ?? 'error.other'),
    code,
    detail: TELLING.has(code) ? message : null,
    path: field === null ? null : pathOf(field),
  };
}
