import type { Catalogue } from '@alongside/design';

/** English texts of administration. */
export const en = {} as const satisfies Catalogue;
