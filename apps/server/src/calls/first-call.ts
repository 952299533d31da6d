import type { MediaEngine, MediaEvent } from '@alongside/domain';

/** An engine whose process is started by the first call: a company that only chats pays nothing for it. */
export function startedByFirstCall(start: () => MediaEngine): MediaEngine {
  const listeners = new Set<(event: MediaEvent) => void>();
  let engine: MediaEngine | null = null;
  const started = (): MediaEngine => {
    if (engine === null) {
      engine = start();
      engine.subscribe((event) => {
        for (const listener of listeners) listener(event);
      });
    }
    return engine;
  };
  const own: Pick<MediaEngine, 'subscribe' | 'close'> = {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => engine?.close(),
  };
  return new Proxy(own as MediaEngine, {
    get: (target, name: keyof MediaEngine) => target[name] ?? started()[name].bind(engine),
  });
}
