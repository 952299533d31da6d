import { readdirSync, readFileSync } from 'node:fs';
import { assertCatalogueComplete, LOCALES } from '@alongside/design';
import { expect, it } from 'vitest';
import { en } from './calls-en.ts';
import { CALL_CATALOGUES } from './index.ts';

const catalogues = Object.fromEntries(
  await Promise.all(LOCALES.map(async (locale) => [locale, await CALL_CATALOGUES[locale]()] as const)),
);
/** Put together at run time, by the part that stands in the code. */
const COMPOSED = [/^refused\./, /^device\./, /^prepare\.(voice|video)\./];

it('the texts of calls are complete in every language, and each is shown', () => {
  assertCatalogueComplete(catalogues as Parameters<typeof assertCatalogueComplete>[0]);
  const folder = new URL('../', import.meta.url);
  const code = readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const unused = Object.keys(en).filter(
    (key) => !code.includes(`'${key}'`) && !COMPOSED.some((pattern) => pattern.test(key)),
  );
  expect(unused).toEqual([]);
});
