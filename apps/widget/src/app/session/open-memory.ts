/** Remembers over a reload of the host page whether the customer left the panel open. Null: this conversation was never shown. */
export type OpenMemory = {
  read(): boolean | null;
  write(open: boolean): void;
  forget(): void;
};

const KEY = 'alongside.open';

/** In the storage of this page's life; where that is refused, in memory only. */
export function createOpenMemory(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): OpenMemory {
  let here: boolean | null = null;
  const attempt = <T>(task: () => T): T | null => {
    try {
      return task();
    } catch {
      // Blocked third-party storage throws on access.
      return null;
    }
  };
  const stored = attempt(() => storage().getItem(KEY));
  if (stored !== null) here = stored === '1';
  return {
    read: () => here,
    write(open) {
      here = open;
      attempt(() => storage().setItem(KEY, open ? '1' : '0'));
    },
    forget() {
      here = null;
      attempt(() => storage().removeItem(KEY));
    },
  };
}
