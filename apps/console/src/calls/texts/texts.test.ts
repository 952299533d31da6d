import { readdirSync, readFileSync } from 'node:fs';
import { assertCatalogueComplete } from '@alongside/design';
import { expect, it } from 'vitest';
import { en } from './calls-en.ts';
import { CALL_TEXTS } from './index.ts';

/** Put together at run time, by the part that stands in the code. */
const COMPOSED =
  /^(kind|direction|role|problem|device|ring|end|missed|error|supervise|recording|history|entry\.(changed|recording)|band\.(connecting|ringing|requested|held))\./;

it('the texts of calls are complete in every language, and each is shown', () => {
  assertCatalogueComplete(CALL_TEXTS as Parameters<typeof assertCatalogueComplete>[0]);
  const folder = new URL('../', import.meta.url);
  const code = readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const unused = Object.keys(en).filter((key) => !code.includes(`'${key}'`) && !COMPOSED.test(`${key}.`));
  expect(unused).toEqual([]);
});
