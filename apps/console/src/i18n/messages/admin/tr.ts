import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

export const tr: CatalogueLike<typeof en> = {};
