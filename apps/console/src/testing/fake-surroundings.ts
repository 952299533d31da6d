import type { Surroundings } from '../state/surroundings.ts';

export interface FakeSurroundings extends Surroundings {
  readonly stored: Map<string, string>;
  readonly tabStored: Map<string, string>;
  /** Runs what was planned, in its order. */
  runTimers(): void;
  /** As the person who types an address would. */
  goTo(fragment: string): void;
}

function mapStorage(map: Map<string, string>) {
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

/** A page without a page. Pass the maps of an earlier one to reload it. */
export function fakeSurroundings(
  stored = new Map<string, string>(),
  tabStored = new Map<string, string>(),
): FakeSurroundings {
  let fragment = '#/';
  const timers: (() => void)[] = [];
  const listeners = new Set<() => void>();
  return {
    stored,
    tabStored,
    storage: mapStorage(stored),
    tabStorage: mapStorage(tabStored),
    onStorageChange() {},
    now: () => Date.parse('2026-11-21T10:02:00.000Z'),
    after(_, task) {
      timers.push(task);
      return () => void timers.splice(timers.indexOf(task), 1);
    },
    fragment: {
      get: () => fragment,
      set(next) {
        fragment = next;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    languages: ['en'],
    isWide: () => true,
    runTimers() {
      for (const task of timers.splice(0)) task();
    },
    goTo(next) {
      fragment = next;
      for (const listener of [...listeners]) listener();
    },
  };
}
