import type { MediaRefusal, MediaReply } from '@alongside/domain';

export const done: MediaReply = { ok: true, value: undefined };

export const refused = (refusal: MediaRefusal, message: string): MediaReply<never> => ({ ok: false, refusal, message });

/** What went wrong, in the words of whoever threw it. */
export const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
