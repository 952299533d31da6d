import type { Wakeups } from '@alongside/sdk/agent';

/** Moments at which a lost connection is worth an attempt: the device woke up, the network is back, the person asks. */
export function createWakeups(): Wakeups & { wake(): void } {
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of [...listeners]) listener();
  };
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
  return {
    wake,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
