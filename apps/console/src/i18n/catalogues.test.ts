import { assertCatalogueComplete } from '@alongside/design';
import { test } from 'vitest';
import { RICH } from '../rich/texts.ts';
import { VISITORS } from '../visitors/texts.ts';
import { en } from './messages/admin/en.ts';
import { nl } from './messages/admin/nl.ts';
import { tr } from './messages/admin/tr.ts';
import { vi } from './messages/admin/vi.ts';
import { en as callBacksEn } from './messages/call-backs/en.ts';
import { nl as callBacksNl } from './messages/call-backs/nl.ts';
import { tr as callBacksTr } from './messages/call-backs/tr.ts';
import { vi as callBacksVi } from './messages/call-backs/vi.ts';
import { en as richEn } from './messages/rich/en.ts';
import { nl as richNl } from './messages/rich/nl.ts';
import { tr as richTr } from './messages/rich/tr.ts';
import { vi as richVi } from './messages/rich/vi.ts';
import { en as mainEn } from './messages/en.ts';
import { nl as mainNl } from './messages/nl.ts';
import { tr as mainTr } from './messages/tr.ts';
import { vi as mainVi } from './messages/vi.ts';
import { en as cobrowseAdminEn } from '../cobrowse-admin/texts/cobrowse-admin-en.ts';
import { nl as cobrowseAdminNl } from '../cobrowse-admin/texts/cobrowse-admin-nl.ts';
import { tr as cobrowseAdminTr } from '../cobrowse-admin/texts/cobrowse-admin-tr.ts';
import { vi as cobrowseAdminVi } from '../cobrowse-admin/texts/cobrowse-admin-vi.ts';
import { en as cobrowseEn } from '../cobrowse/texts/cobrowse-en.ts';
import { nl as cobrowseNl } from '../cobrowse/texts/cobrowse-nl.ts';
import { tr as cobrowseTr } from '../cobrowse/texts/cobrowse-tr.ts';
import { vi as cobrowseVi } from '../cobrowse/texts/cobrowse-vi.ts';
import { en as reachEn } from '../reach-admin/texts/reach-admin-en.ts';
import { nl as reachNl } from '../reach-admin/texts/reach-admin-nl.ts';
import { tr as reachTr } from '../reach-admin/texts/reach-admin-tr.ts';
import { vi as reachVi } from '../reach-admin/texts/reach-admin-vi.ts';
import { en as telephoneEn } from '../telephone-admin/texts/telephone-en.ts';
import { nl as telephoneNl } from '../telephone-admin/texts/telephone-nl.ts';
import { tr as telephoneTr } from '../telephone-admin/texts/telephone-tr.ts';
import { vi as telephoneVi } from '../telephone-admin/texts/telephone-vi.ts';

test.each([
  ['the console', { en: mainEn, tr: mainTr, vi: mainVi, nl: mainNl }],
  ['administering co-browse', { en: cobrowseAdminEn, tr: cobrowseAdminTr, vi: cobrowseAdminVi, nl: cobrowseAdminNl }],
  ['administration', { en, tr, vi, nl }],
  ['the call-backs', { en: callBacksEn, tr: callBacksTr, vi: callBacksVi, nl: callBacksNl }],
  ['rich messages', RICH],
  ['writing rich messages', { en: richEn, tr: richTr, vi: richVi, nl: richNl }],
  ['visitors', VISITORS],
  ['looking at a page together', { en: cobrowseEn, tr: cobrowseTr, vi: cobrowseVi, nl: cobrowseNl }],
  ['pushes and visitors in administration', { en: reachEn, nl: reachNl, tr: reachTr, vi: reachVi }],
  ['calls and telephones in administration', { en: telephoneEn, nl: telephoneNl, tr: telephoneTr, vi: telephoneVi }],
])('every text of %s exists in every language, with its placeholders and plural forms', (_, catalogues) => {
  assertCatalogueComplete(catalogues);
});
