import type { CatalogueLike, Locale } from '@alongside/design';
import { en } from './en.ts';
import { nl } from './nl.ts';
import { tr } from './tr.ts';
import { vi } from './vi.ts';

/** Every language's texts. */
export const CATALOGUES: Readonly<Record<Locale, CatalogueLike<typeof en>>> = { en, tr, vi, nl };
