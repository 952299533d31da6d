import { assertCatalogueComplete } from '@alongside/design';
import { test } from 'vitest';
import { CATALOGUES } from './texts.ts';

test('every text exists in every language, with its placeholders and plural forms', () => {
  assertCatalogueComplete(CATALOGUES);
});
