import type { Texts } from '../i18n/texts.ts';
import { DOMAIN_WORD } from './domain-word.ts';

export interface SetUpValues {
  readonly company: string;
  readonly domain: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** As the server asks for. */
const PASSWORD_LENGTH = 15;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** What is wrong with each field; null where nothing is. */
export function setUpProblems(values: SetUpValues, t: Texts): Record<keyof SetUpValues, string | null> {
  const required = (value: string) => (value.trim() === '' ? t('signin.required') : null);
  const missing = PASSWORD_LENGTH - values.password.length;
  return {
    company: required(values.company),
    domain: required(values.domain) ?? (DOMAIN_WORD.test(values.domain) ? null : t('setup.domain.invalid')),
    name: required(values.name),
    email: required(values.email) ?? (EMAIL.test(values.email.trim()) ? null : t('setup.email.invalid')),
    password: missing > 0 ? t('setup.password.short', { count: missing }) : null,
  };
}
