import { assertCatalogueComplete } from '@alongside/design';
import { test } from 'vitest';
import { RICH } from '../rich/texts.ts';
import { VISITORS } from '../visitors/texts.ts';
import { CALL_BACKS } from './messages/admin/call-backs.ts';
import { en } from './messages/admin/en.ts';
import { nl } from './messages/admin/nl.ts';
import { tr } from './messages/admin/tr.ts';
import { vi } from './messages/admin/vi.ts';
import { CATALOGUES } from './texts.ts';

test.each([
  ['the console', CATALOGUES],
  ['administration', { en, tr, vi, nl }],
  ['the call-backs', CALL_BACKS],
  ['rich messages', RICH],
  ['visitors', VISITORS],
])('every text of %s exists in every language, with its placeholders and plural forms', (_, catalogues) => {
  assertCatalogueComplete(catalogues);
});
