import type { Locks, StoragePort } from '@alongside/sdk';
import type { FrameMessage } from '../../bridge/messages.ts';

/** Small texts that the host page keeps for a frame whose own storage the browser refuses. */
export type HostStorage = StoragePort & {
  /** What the page had kept; everything that reads waits for it. */
  fill(kept: Readonly<Record<string, string>>): void;
  /** The same at once, for those who come after `fill`. */
  readonly now: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
};

/**
 * Whether this page may store anything. A browser that blocks third-party storage throws on mere access.
 * @param storage the access itself
 */
export function mayStore(storage: () => Storage): boolean {
  try {
    storage();
    return true;
  } catch {
    return false;
  }
}

/** @param tell to the host page, whose loader writes it down under a prefix of ours */
export function createHostStorage(tell: (message: FrameMessage) => void): HostStorage {
  const items = new Map<string, string>();
  let fill: HostStorage['fill'] = () => {};
  const filled = new Promise<void>((resolve) => {
    fill = (kept) => {
      for (const [key, value] of Object.entries(kept)) if (!items.has(key)) items.set(key, value);
      resolve();
    };
  });
  const write = (key: string, value: string | null) => {
    if (value === null) items.delete(key);
    else items.set(key, value);
    tell({ t: 'keep', key, value });
  };
  return {
    fill: (kept) => fill(kept),
    now: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => write(key, value),
      removeItem: (key) => write(key, null),
    },
    async getItem(key) {
      await filled;
      return items.get(key) ?? null;
    },
    async setItem(key, value) {
      await filled;
      write(key, value);
    },
    async removeItem(key) {
      await filled;
      write(key, null);
    },
    async getAllKeys() {
      await filled;
      return [...items.keys()];
    },
  };
}

/** Locks within this page: the browser's own are refused together with the storage. */
export function createPageLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    withLock(name, task) {
      const turn = (tails.get(name) ?? Promise.resolve()).then(task, task);
      tails.set(
        name,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
}
