/** A message that was handed to the client and not yet accepted by the server. */
export interface Unsent {
  readonly conversationId: string;
  readonly clientId: string;
  readonly kind: 'text' | 'note';
  readonly text: string;
}

export interface UnsentMessages {
  add(message: Unsent): void;
  remove(clientId: string): void;
  /** Those of this page that were not removed yet. */
  waiting(): readonly Unsent[];
  /** What an earlier page left behind; each is given once. */
  takeLeftovers(conversationId: string): readonly Unsent[];
}

type UnsentStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'alongside.console.unsent';

function parse(text: string | null): readonly Unsent[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter((item): item is Unsent => typeof item?.clientId === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * The client keeps its outbox in memory; this keeps the words, so that a reload while offline loses none. They come back as a draft, after
 * the log has shown that they did not arrive. Session storage: each tab owns its own.
 */
export function createUnsent(storage: UnsentStorage): UnsentMessages {
  const read = () => {
    try {
      return parse(storage.getItem(KEY));
    } catch {
      return [];
    }
  };
  let leftovers = read();
  let waiting: readonly Unsent[] = [];
  const save = () => {
    try {
      const all = [...leftovers, ...waiting];
      if (all.length === 0) storage.removeItem(KEY);
      else storage.setItem(KEY, JSON.stringify(all));
    } catch {
      // Full or switched off: the outbox in memory still has it.
    }
  };
  return {
    add(message) {
      waiting = [...waiting, message];
      save();
    },
    remove(clientId) {
      waiting = waiting.filter((message) => message.clientId !== clientId);
      save();
    },
    waiting: () => waiting,
    takeLeftovers(conversationId) {
      const taken = leftovers.filter((message) => message.conversationId === conversationId);
      if (taken.length === 0) return taken;
      leftovers = leftovers.filter((message) => message.conversationId !== conversationId);
      save();
      return taken;
    },
  };
}
