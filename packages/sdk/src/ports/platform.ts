import type { FetchLike, WebSocketConstructor } from './ports.ts';

interface Listenable {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** An upload that tells its progress; `fetch` cannot. */
export interface UploadRequest {
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  ontimeout: (() => void) | null;
  readonly status: number;
  readonly responseText: string;
  withCredentials: boolean;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: unknown): void;
  abort(): void;
}

export interface DatabaseRequest<T> {
  result: T;
  error: unknown;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
  onupgradeneeded?: (() => void) | null;
  onblocked?: (() => void) | null;
}
export interface ObjectStore {
  get(key: string): DatabaseRequest<unknown>;
  put(value: unknown, key: string): DatabaseRequest<unknown>;
  delete(key: string): DatabaseRequest<unknown>;
  getAllKeys(): DatabaseRequest<unknown[]>;
}
export interface Database {
  createObjectStore(name: string): unknown;
  transaction(
    name: string,
    mode: string,
    options?: object,
  ): { objectStore(name: string): ObjectStore; oncomplete: (() => void) | null; onabort: (() => void) | null };
  close(): void;
  onversionchange: (() => void) | null;
}
export interface DatabaseFactory {
  open(name: string, version: number): DatabaseRequest<Database>;
}

/** The few globals that may be there. Declared here because the SDK is compiled without the DOM. */
export interface Platform extends Partial<Listenable> {
  fetch?: FetchLike;
  WebSocket?: WebSocketConstructor;
  XMLHttpRequest?: new () => UploadRequest;
  AbortController?: new () => { readonly signal: unknown; abort(): void };
  indexedDB?: DatabaseFactory;
  crypto?: { getRandomValues?(bytes: Uint8Array): unknown };
  document?: Listenable & { readonly visibilityState?: string };
  navigator?: { readonly onLine?: boolean; locks?: { request<T>(name: string, task: () => Promise<T>): Promise<T> } };
  setTimeout(task: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const platform = globalThis as unknown as Platform;
