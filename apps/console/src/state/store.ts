import type { Observable } from '@alongside/sdk/agent';

/** A value that is replaced, never changed. `update` with the same reference tells nobody. */
export interface Store<T> extends Observable<T> {
  readonly set: (value: T) => void;
  readonly update: (change: (value: T) => T) => void;
}

/** A store in memory. A listener added or removed while listeners are told is heard from the next change on. */
export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  const set = (value: T) => {
    if (Object.is(value, current)) return;
    current = value;
    for (const listener of [...listeners]) listener(current);
  };
  return {
    get: () => current,
    set,
    update: (change) => set(change(current)),
    subscribe(listener) {
      const own = (value: T) => listener(value);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
