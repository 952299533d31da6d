/** A value that changes: the shape of the SDK's observables, for state of our own. */
export type Store<T> = {
  readonly get: () => T;
  readonly subscribe: (listener: (value: T) => void) => () => void;
  /** Merges a change and tells the listeners, if anything differs. */
  readonly set: (change: Partial<T>) => void;
};

export function createStore<T extends object>(initial: T): Store<T> {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get: () => value,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(change) {
      const changed = (Object.keys(change) as (keyof T)[]).some((key) => change[key] !== value[key]);
      if (!changed) return;
      value = { ...value, ...change };
      for (const listener of [...listeners]) listener(value);
    },
  };
}
