import { useSyncExternalStore } from 'react';
import { useConsole } from './use-console.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = Date.now();

const tick = () => {
  now = Date.now();
  for (const listener of [...listeners]) listener();
};

// One clock for all counters: they turn together, and nothing ticks while nothing counts.
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    now = Date.now();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The server's time in milliseconds, once a second. */
export function useNow(): number {
  const { state } = useConsole();
  return useSyncExternalStore(subscribe, () => now) + state.get().clockOffset;
}

/** Whole seconds since an ISO time, by the server's clock; never below zero. */
export function useSecondsSince(at: string | null): number {
  const time = useNow();
  return at === null ? 0 : Math.max(0, Math.floor((time - Date.parse(at)) / 1000));
}
