import type { CatalogueLike, Locale } from '@alongside/design';
import { en } from './calls-en.ts';
import { nl } from './calls-nl.ts';
import { tr } from './calls-tr.ts';
import { vi } from './calls-vi.ts';

export const CALL_TEXTS: Readonly<Record<Locale, CatalogueLike<typeof en>>> = { en, nl, tr, vi };
