/** What the SDK needs of its surroundings. Every port has a default (defaults.ts); tests and unusual hosts pass their own. */

/** Keeps small texts. React Native's AsyncStorage fits as it is. The two byte verbs are for files that wait for their upload and may be missing. */
export interface StoragePort {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<unknown>;
  removeItem(key: string): Promise<unknown>;
  getAllKeys(): Promise<readonly string[]>;
  getBytes?(key: string): Promise<Uint8Array | null>;
  setBytes?(key: string, bytes: Uint8Array): Promise<unknown>;
}

/** Milliseconds. `now` may jump; only differences over seconds are taken from it. */
export interface Clock {
  now(): number;
  setTimeout(task: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** `bytes` must be fit for secrets. `fraction` spreads retries: 0 ≤ x < 1. */
export interface Random {
  bytes(count: number): Uint8Array;
  fraction(): number;
}

/** Tells when the device may have slept or changed networks: online, visible again, app in the foreground. */
export interface Wakeups {
  subscribe(listener: () => void): () => void;
  /** The network is there and somebody may be looking: reconnects then wait 5 s at most instead of 30. Missing: always. */
  isAwake?(): boolean;
}

/** One holder of a name at a time, over all tabs of the device where that can be had. */
export interface Locks {
  withLock<T>(name: string, task: () => Promise<T>): Promise<T>;
}

/** One line per change of a life cycle at `info`; no message text and no token ever. */
export interface Logger {
  debug(message: string, detail?: object): void;
  info(message: string, detail?: object): void;
  warn(message: string, detail?: object): void;
}

export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface RequestLike {
  method?: string;
  headers?: unknown;
  body?: unknown;
  signal?: unknown;
  credentials?: string;
}

// Written as methods: every platform's own `fetch`, socket and signal then fit without a cast.
export type FetchLike = { fetch(url: string, request?: RequestLike): Promise<ResponseLike> }['fetch'];

export interface SocketEvent {
  readonly type?: string;
  readonly data?: unknown;
  readonly code?: number;
}

export interface WebSocketLike {
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: SocketEvent) => void): void;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export type WebSocketConstructor = new (url: string) => WebSocketLike;

export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** A Blob or File fits. */
export interface BlobLike {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
