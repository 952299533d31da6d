import { createIndexedDbStorage } from './indexed-db.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { platform } from './platform.ts';
import type { Clock, FetchLike, Locks, Logger, Random, StoragePort, Wakeups, WebSocketConstructor } from './ports.ts';

/** What a host may replace. Everything has a default where the platform offers it. */
export interface PortOptions {
  /** Default: IndexedDB where it exists, else memory. */
  readonly storage?: StoragePort;
  /** Default: `globalThis.WebSocket`. Node 20 has none: pass the one of `ws`. */
  readonly webSocket?: WebSocketConstructor;
  /** Default: `globalThis.fetch`. */
  readonly fetch?: FetchLike;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Default: `online`, `pageshow`, `visibilitychange` and `resume` where they exist. */
  readonly wakeups?: Wakeups;
  /** Default: Web Locks where they exist, else within this process. */
  readonly locks?: Locks;
  /** Default: silent. */
  readonly logger?: Logger;
}

export type Ports = Required<PortOptions>;

export const silent: Logger = { debug() {}, info() {}, warn() {} };

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (task, ms) => platform.setTimeout(task, ms),
  clearTimeout: (handle) => platform.clearTimeout(handle),
};

const systemRandom: Random = {
  bytes(count) {
    const bytes = new Uint8Array(count);
    // Never Math.random here: device hash and ids must not be guessable.
    if (!platform.crypto?.getRandomValues)
      throw new Error('crypto.getRandomValues is missing: add a polyfill or pass the `random` option.');
    platform.crypto.getRandomValues(bytes);
    return bytes;
  },
  fraction: Math.random,
};

const systemWakeups: Wakeups = {
  isAwake: () => platform.navigator?.onLine !== false && platform.document?.visibilityState !== 'hidden',
  subscribe(listener) {
    const { document } = platform;
    const whenVisible = () => document?.visibilityState === 'visible' && listener();
    const each = (act: 'addEventListener' | 'removeEventListener') => {
      platform[act]?.('online', listener);
      platform[act]?.('pageshow', listener);
      document?.[act]?.('visibilitychange', whenVisible);
      // A page that the browser had frozen.
      document?.[act]?.('resume', listener);
    };
    each('addEventListener');
    return () => each('removeEventListener');
  },
};

/** Web Locks where they exist, else a queue of its own. */
export function createLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    withLock(name, task) {
      const shared = platform.navigator?.locks;
      let entered = false;
      const enter = () => {
        entered = true;
        return task();
      };
      // A sandboxed frame has the interface but is refused its use.
      if (shared) return shared.request(name, enter).catch((error) => (entered ? Promise.reject(error) : task()));
      const mine = (tails.get(name) ?? Promise.resolve()).then(enter);
      const tail = mine
        .catch(() => {})
        .then(() => {
          if (tails.get(name) === tail) tails.delete(name);
        });
      tails.set(name, tail);
      return mine;
    },
  };
}

// One for all instances of this process: two of them on one storage then behave as two tabs do.
const systemLocks = createLocks();

export function withDefaults(options: PortOptions, databaseName: string | null): Ports {
  const logger = options.logger ?? silent;
  const { indexedDB, WebSocket } = platform;
  const webSocket = options.webSocket ?? WebSocket;
  if (!webSocket) throw new Error('There is no global WebSocket here: pass the `webSocket` option.');
  return {
    logger,
    webSocket,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    wakeups: options.wakeups ?? systemWakeups,
    locks: options.locks ?? systemLocks,
    // Looked up at each call: a host may replace its `fetch` later, and a browser's needs its own `this`.
    fetch: options.fetch ?? ((url, request) => platform.fetch!(url, request)),
    storage:
      options.storage ??
      (databaseName !== null && indexedDB
        ? createIndexedDbStorage(indexedDB, databaseName, logger)
        : createMemoryStorage()),
  };
}
