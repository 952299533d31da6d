/** Kinds of contacts, as the server names them. */
export const KINDS = ['CHAT', 'VOICE_CALL', 'VIDEO_CALL'] as const;
