import { createMemoryStorage } from './memory-storage.ts';
import type { Database, DatabaseFactory, DatabaseRequest, ObjectStore } from './platform.ts';
import type { Logger, StoragePort } from './ports.ts';

const STORE = 'kept';

function open(factory: DatabaseFactory, name: string): Promise<Database> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function storageIn(database: Database): Required<StoragePort> {
  // A newer version in another tab must be able to upgrade.
  database.onversionchange = () => database.close();
  const run = <T>(mode: string, act: (store: ObjectStore) => DatabaseRequest<unknown>): Promise<T> =>
    new Promise((resolve, reject) => {
      // Strict: what is told to be kept outlives a crash of the machine, not only of the page.
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result as T);
      transaction.onabort = () => reject(request.error);
    });
  const get = async <T>(key: string) => (await run<T | undefined>('readonly', (store) => store.get(key))) ?? null;
  const set = (key: string, value: unknown) => run<unknown>('readwrite', (store) => store.put(value, key));
  return {
    getItem: get,
    setItem: set,
    getBytes: get,
    setBytes: set,
    removeItem: (key) => run('readwrite', (store) => store.delete(key)),
    getAllKeys: () => run('readonly', (store) => store.getAllKeys()),
  };
}

/** Texts and bytes in one object store. Where the browser refuses the database (private windows, blocked storage) it keeps them in memory and says so. */
export function createIndexedDbStorage(factory: DatabaseFactory, name: string, logger: Logger): StoragePort {
  const storage = Promise.resolve()
    .then(() => open(factory, name))
    .then(storageIn, (error) => {
      logger.warn('IndexedDB is not to be had; what is queued will not survive a reload.', { error });
      return createMemoryStorage();
    });
  return {
    getItem: async (key) => (await storage).getItem(key),
    setItem: async (key, value) => (await storage).setItem(key, value),
    removeItem: async (key) => (await storage).removeItem(key),
    getAllKeys: async () => (await storage).getAllKeys(),
    getBytes: async (key) => (await storage).getBytes(key),
    setBytes: async (key, bytes) => (await storage).setBytes(key, bytes),
  };
}
