import type { CatalogueLike, Locale } from '@alongside/design';
import { en } from './calls-en.ts';

export type CallTexts = CatalogueLike<typeof en>;

/** English comes with the calls, the others when they are read. */
export const CALL_CATALOGUES: Readonly<Record<Locale, () => Promise<CallTexts>>> = {
  en: async () => en,
  tr: async () => (await import('./calls-tr.ts')).tr,
  vi: async () => (await import('./calls-vi.ts')).vi,
  nl: async () => (await import('./calls-nl.ts')).nl,
};
