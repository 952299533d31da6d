import { assertCatalogueComplete } from '@alongside/design';
import { test } from 'vitest';
import { en } from './en.ts';
import { nl } from './nl.ts';
import { tr } from './tr.ts';
import { vi } from './vi.ts';

test('every language has every text, with its plural forms', () => {
  assertCatalogueComplete({ en, tr, vi, nl });
});
