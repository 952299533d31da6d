import type { Logger } from './ports/ports.ts';

/** A value that changes. `get` gives the same reference until something changed; `subscribe` calls on each change, not at once. */
export interface Observable<T> {
  readonly get: () => T;
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

/** The same in every field of the second. */
export const isSame = <T extends object>(one: T, other: T) =>
  (Object.keys(other) as (keyof T)[]).every((key) => one[key] === other[key]);

/** An observable with its pen. Only its owner holds this type. */
export interface Value<T> extends Observable<T> {
  readonly set: (value: T) => void;
}

/** `set` with the value already there tells nobody. A listener that throws is logged; the others still hear. */
export function createValue<T>(initial: T, logger: Logger): Value<T> {
  let current = initial;
  let version = 0;
  // Each subscription remembers what it has heard, so that a `set` from inside a listener tells everybody once.
  const heard = new Map<object, { listener: (value: T) => void; version: number }>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      version += 1;
      for (const [key, entry] of [...heard]) {
        if (entry.version === version || !heard.has(key)) continue;
        entry.version = version;
        try {
          entry.listener(current);
        } catch (error) {
          logger.warn('A listener threw.', { error });
        }
      }
    },
    subscribe(listener) {
      const key = {};
      heard.set(key, { listener, version });
      return () => void heard.delete(key);
    },
  };
}

/** An observable over what somebody else keeps: `read` gives the same reference until something changed. What nobody listens to is not read. */
export interface View<T> extends Observable<T> {
  /** Perhaps it changed. */
  readonly changed: () => void;
}

export function createView<T>(read: () => T, logger: Logger): View<T> {
  const value = createValue(read(), logger);
  let listeners = 0;
  return {
    get: read,
    changed() {
      if (listeners > 0) value.set(read());
    },
    subscribe(listener) {
      if (listeners === 0) value.set(read());
      const stop = value.subscribe(listener);
      listeners += 1;
      let stopped = false;
      return () => {
        if (!stopped) listeners -= 1;
        stopped = true;
        stop();
      };
    },
  };
}
