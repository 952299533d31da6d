/** What an agent has begun to write in one conversation. */
export interface Draft {
  readonly mode: 'reply' | 'note';
  readonly reply: string;
  readonly note: string;
}

export const EMPTY_DRAFT: Draft = { mode: 'reply', reply: '', note: '' };

export interface Drafts {
  /** The same reference until it changes. */
  get(conversationId: string): Draft;
  subscribe(listener: () => void): () => void;
  set(conversationId: string, draft: Draft): void;
  /** When the conversation leaves the desk for good. */
  forget(conversationId: string): void;
  /** Another window has written under this key of the storage. */
  changedElsewhere(key: string): void;
}

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (scope: string, conversationId: string) => `alongside.console.draft.${scope}.${conversationId}`;

function parseDraft(text: string | null): Draft {
  try {
    const { mode, reply, note } = JSON.parse(text ?? '{}') as Partial<Draft>;
    return {
      mode: mode === 'note' ? 'note' : 'reply',
      reply: typeof reply === 'string' ? reply : '',
      note: typeof note === 'string' ? note : '',
    };
  } catch {
    return EMPTY_DRAFT;
  }
}

/**
 * Drafts that survive a reload.
 * @param scope the agent's id: two people on one computer do not see each other's
 */
export function createDrafts(storage: DraftStorage, scope: () => string): Drafts {
  // Storage may be full or switched off; what was typed then lasts as long as the page.
  const memory = new Map<string, Draft>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const read = (key: string) => {
    try {
      return parseDraft(storage.getItem(key));
    } catch {
      return EMPTY_DRAFT;
    }
  };
  const write = (key: string, draft: Draft | null) => {
    try {
      if (draft === null || (draft.reply === '' && draft.note === '')) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(draft));
    } catch {
      // See above.
    }
  };
  return {
    get(conversationId) {
      const key = keyOf(scope(), conversationId);
      const draft = memory.get(key) ?? read(key);
      memory.set(key, draft);
      return draft;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(conversationId, draft) {
      const key = keyOf(scope(), conversationId);
      memory.set(key, draft);
      write(key, draft);
      tell();
    },
    forget(conversationId) {
      const key = keyOf(scope(), conversationId);
      memory.delete(key);
      write(key, null);
      tell();
    },
    changedElsewhere(key) {
      if (memory.delete(key)) tell();
    },
  };
}
