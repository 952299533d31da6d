/** Keeps the text that is being written over a reload of the page. */
export type Drafts = { read(conversationId: string): string; write(conversationId: string, text: string): void };

const key = (conversationId: string) => `alongside.draft.${conversationId}`;

/** In the storage of this page's life. Where that is refused, nothing is kept. */
export function createDrafts(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Drafts {
  return {
    read(conversationId) {
      try {
        return storage().getItem(key(conversationId)) ?? '';
      } catch {
        return '';
      }
    },
    write(conversationId, text) {
      try {
        if (text) storage().setItem(key(conversationId), text);
        else storage().removeItem(key(conversationId));
      } catch {
        // Blocked third-party storage: the draft lives in the field only.
      }
    },
  };
}
