import type { MediaKind } from '@alongside/domain';

/** One stream of a session: what `from` sends of a kind. */
export const streamKey = (from: string, kind: MediaKind) => `${kind} ${from}`;
