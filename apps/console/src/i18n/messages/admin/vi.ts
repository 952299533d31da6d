import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

export const vi: CatalogueLike<typeof en> = {};
