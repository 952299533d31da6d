import { readFileSync } from 'node:fs';
import { MARK } from '@alongside/design';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textsFor } from '../i18n/texts.ts';
import { DOMAIN_WORD, domainWordOf } from './domain-word.ts';
import { setUpProblems } from './set-up-problems.ts';

test('a short name is made of the company name', () => {
  expect(domainWordOf('Örnek Bankası A.Ş.')).toBe('ornek-bankasi-a-s');
  expect(domainWordOf('Ngân hàng Đông Á')).toBe('ngan-hang-dong-a');
  expect(domainWordOf('3M Nederland B.V.')).toBe('m-nederland-b-v');
  expect(domainWordOf('日本')).toBe('');
});

test('a short name is valid, too short to be one, or empty', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (company) => {
      const word = domainWordOf(company);
      expect(word.length < 2 || DOMAIN_WORD.test(word)).toBe(true);
    }),
  );
});

test('each field says what is wrong with it', () => {
  const t = textsFor('en');
  const good = { company: 'A', domain: 'ab', name: 'Ada', email: 'a@b.c', password: 'fifteen letters' };
  expect(Object.values(setUpProblems(good, t)).every((problem) => problem === null)).toBe(true);
  expect(setUpProblems({ ...good, domain: '1a' }, t).domain).toBe(t('setup.domain.invalid'));
  expect(setUpProblems({ ...good, email: 'ada' }, t).email).toBe(t('setup.email.invalid'));
  expect(setUpProblems({ ...good, password: 'short' }, t).password).toBe('10 more characters are needed');
  expect(setUpProblems({ ...good, name: '  ' }, t).name).toBe(t('signin.required'));
});

test('the icons of the tab carry the mark', () => {
  for (const name of ['favicon', 'favicon-unread', 'favicon-offer']) {
    const icon = readFileSync(new URL(`../../public/${name}.svg`, import.meta.url), 'utf8');
    expect(icon).toContain(MARK.left);
    expect(icon).toContain(MARK.right);
  }
});
