type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What the state needs of the page; tests bring their own. */
export interface Surroundings {
  /** Shared by the tabs of this device. */
  readonly storage: TextStorage;
  /** Calls with the key that another tab has changed in `storage`. */
  onStorageChange(listener: (key: string) => void): void;
  /** This tab's own. */
  readonly tabStorage: TextStorage;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs a task later; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
  readonly fragment: {
    get(): string;
    /** `replace` leaves no step in the browser's history. */
    set(fragment: string, replace: boolean): void;
    subscribe(listener: () => void): () => void;
  };
  readonly languages: readonly string[];
  /** There is room for the list and a chat side by side. */
  isWide(): boolean;
}

/** A storage that a privacy setting has switched off throws when it is even named. */
function storageOf(name: 'localStorage' | 'sessionStorage'): TextStorage {
  try {
    return window[name];
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}

export const WIDE = '(min-width: 47.5rem)';

/** The page itself. */
export function pageSurroundings(): Surroundings {
  return {
    storage: storageOf('localStorage'),
    onStorageChange(listener) {
      addEventListener('storage', ({ key, storageArea }) => {
        if (key !== null && storageArea !== null && storageArea !== storageOf('sessionStorage')) listener(key);
      });
    },
    tabStorage: storageOf('sessionStorage'),
    now: () => Date.now(),
    after(ms, task) {
      const handle = setTimeout(task, ms);
      return () => clearTimeout(handle);
    },
    fragment: {
      get: () => location.hash,
      set(fragment, replace) {
        if (replace) history.replaceState(null, '', fragment);
        else history.pushState(null, '', fragment);
      },
      subscribe(listener) {
        addEventListener('popstate', listener);
        addEventListener('hashchange', listener);
        return () => {
          removeEventListener('popstate', listener);
          removeEventListener('hashchange', listener);
        };
      },
    },
    languages: navigator.languages,
    isWide: () => matchMedia(WIDE).matches,
  };
}
