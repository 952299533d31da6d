import type { Bus, Hint, Logger } from '@alongside/domain';

/**
 * The bus of one process. Each hint reaches every listener once, in the order of publishing, in a later turn of the event loop: so the
 * publisher never waits, and the answer to whoever caused a hint is under way before the hint is. A listener that throws is logged and
 * keeps its subscription; the others hear the hint all the same.
 */
export function createInProcessBus({ log }: { log: Logger }): Bus {
  const listeners = new Set<(hint: Hint) => void>();
  let waiting: Hint[] = [];
  let closed = false;

  const deliver = (): void => {
    const hints = waiting;
    waiting = [];
    for (const hint of hints) {
      for (const listener of listeners) {
        try {
          listener(hint);
        } catch (error) {
          log.error({ error, kind: hint.kind }, 'A listener of the bus failed.');
        }
      }
    }
  };

  return {
    publish(hint) {
      if (closed || listeners.size === 0) return;
      waiting.push(hint);
      if (waiting.length === 1) setImmediate(deliver);
    },
    subscribe(listener) {
      // A function of its own, so that the same listener may subscribe twice and stop once.
      const own = (hint: Hint) => listener(hint);
      if (!closed) listeners.add(own);
      return () => listeners.delete(own);
    },
    async close() {
      closed = true;
      deliver();
      listeners.clear();
    },
  };
}
