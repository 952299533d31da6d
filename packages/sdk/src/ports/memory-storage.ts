import type { StoragePort } from './ports.ts';

/** Keeps everything until the process ends. For Node, for agents, and where IndexedDB is refused. */
export function createMemoryStorage(): Required<StoragePort> {
  const kept = new Map<string, unknown>();
  const get = async <T>(key: string): Promise<T | null> => (kept.get(key) as T | undefined) ?? null;
  const set = async (key: string, value: unknown) => void kept.set(key, value);
  return {
    getItem: get,
    setItem: set,
    getBytes: get,
    setBytes: set,
    removeItem: async (key) => void kept.delete(key),
    getAllKeys: async () => [...kept.keys()],
  };
}
