import { describe, expect, it } from 'vitest';
import { assertCatalogueComplete } from './assert-catalogue-complete.ts';
import type { Catalogue, CatalogueLike } from './catalogue.ts';
import { createTranslator } from './translator.ts';

const en = {
  hello: 'Hello {name}',
  plain: 'Send',
  files: { one: '{count} file from {name}', other: '{count} files from {name}' },
} as const satisfies Catalogue;

const ar: CatalogueLike<typeof en> = {
  hello: 'مرحبا {name}',
  plain: 'إرسال',
  files: {
    zero: '0 {name}',
    one: '1 {name}',
    two: '2 {name}',
    few: 'few {count} {name}',
    many: 'many {name}',
    other: '{name}',
  },
};

describe('createTranslator', () => {
  it('puts values in as text, whatever they hold', () => {
    const t = createTranslator(en, 'en');
    expect(t('hello', { name: '<b>{plain}</b>' })).toBe('Hello <b>{plain}</b>');
    expect(t('plain')).toBe('Send');
  });

  it('chooses the plural form of the language and writes the number its way', () => {
    const t = createTranslator(en, 'en');
    expect(t('files', { count: 1, name: 'Ada' })).toBe('1 file from Ada');
    expect(t('files', { count: 1200, name: 'Ada' })).toBe('1,200 files from Ada');
    expect(createTranslator(ar, 'ar')('files', { count: 3, name: 'Ada' })).toContain('few');
  });

  it('isolates values in a right-to-left text, so that a Latin name does not reorder it', () => {
    const t = createTranslator(ar, 'ar');
    expect(t.direction).toBe('rtl');
    expect(t('hello', { name: 'Ada' })).toBe('مرحبا \u2068Ada\u2069');
  });

  it('mirrors the text in the pseudo-locale and leaves values whole', () => {
    const t = createTranslator(en, 'en-XB');
    expect(t.direction).toBe('rtl');
    expect(t('hello', { name: 'Ada' })).toBe('\u200f\u202eHello\u202c\u200f \u2068Ada\u2069');
  });

  it('shows the key where a text is unknown rather than nothing', () => {
    const t = createTranslator<Catalogue>(en, 'en');
    expect(t('no.such', { count: 0 })).toBe('no.such');
  });

  it('demands the placeholders of a message by its type', () => {
    const t = createTranslator(en, 'en');
    // @ts-expect-error `name` is missing
    t('hello');
    // @ts-expect-error a plural message needs `count`
    t('files', { name: 'Ada' });
    // @ts-expect-error `plain` has no placeholder
    t('plain', { name: 'Ada' });
    expect(t('plain')).toBe('Send');
  });
});

describe('assertCatalogueComplete', () => {
  const problems = (catalogues: Record<string, Catalogue>) => {
    try {
      assertCatalogueComplete(catalogues);
      return [];
    } catch (error) {
      return (error as Error).message.split('\n');
    }
  };

  it('accepts languages with the same keys, placeholders and their own plural forms', () => {
    expect(problems({ en, ar })).toEqual([]);
    expect(problems({ en: { n: { one: '{count} a', other: '{count} b' } }, vi: { n: { other: '{count}' } } })).toEqual(
      [],
    );
  });

  it.each([
    ['a missing key', { hello: 'Hoi {name}', files: en.files }, 'nl: "plain" is missing'],
    ['an unknown key', { ...en, more: 'x' }, 'nl: "more" is not known'],
    ['another placeholder', { ...en, hello: 'Hoi {naam}' }, 'nl: "hello" has the placeholders (naam), not (name)'],
    [
      'a missing plural form',
      { ...en, files: { other: '{count} van {name}' } },
      'nl: "files" lacks the plural form one',
    ],
    ['an empty text', { ...en, plain: ' ' }, 'nl: "plain" is empty'],
    [
      'a plain text for a plural',
      { ...en, plain: { one: 'a', other: 'b' } },
      'nl: "plain" must be plural in every language or in none',
    ],
  ])('names %s', (_, nl, problem) => {
    expect(problems({ en, nl: nl as Catalogue })).toEqual([problem]);
  });
});
