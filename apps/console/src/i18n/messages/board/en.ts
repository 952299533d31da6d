import type { Catalogue } from '@alongside/design';

/** English texts of the board, reports, call-backs and surveys, and of what supervisors do in chats. */
export const en = {} as const satisfies Catalogue;
