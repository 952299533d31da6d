import { readdirSync, readFileSync } from 'node:fs';
import { assertCatalogueComplete, LOCALES } from '@alongside/design';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { CATALOGUES } from './index.ts';

/** Keys that are put together at run time, by the part that stands in the code. */
const COMPOSED = [/^delivery\.(queued|accepted|delivered|read)$/, /^composer\.(badType|empty)$/];

const catalogues = Object.fromEntries(
  await Promise.all(LOCALES.map(async (locale) => [locale, await CATALOGUES[locale]()] as const)),
);

describe('the catalogues', () => {
  it('are complete in every language', () => {
    expect(Object.keys(CATALOGUES).sort()).toEqual([...LOCALES].sort());
    assertCatalogueComplete(catalogues as Parameters<typeof assertCatalogueComplete>[0]);
  });

  it('hold no text that nothing shows', () => {
    const folder = new URL('../', import.meta.url);
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('messages/') && !name.includes('.test.'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    const unused = Object.keys(en).filter(
      (key) => !code.includes(`'${key}'`) && !COMPOSED.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('hold no markup', () => {
    const texts = Object.values(catalogues).flatMap((catalogue) =>
      Object.values(catalogue).flatMap((m) => (typeof m === 'string' ? [m] : Object.values(m))),
    );
    expect(texts.filter((text) => /[<>&]/.test(text))).toEqual([]);
  });
});
