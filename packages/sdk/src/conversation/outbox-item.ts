import type { SendBody } from '@alongside/protocol';
import { AlongsideError } from '../errors.ts';
import type { StoragePort } from '../ports/ports.ts';

type Written = Exclude<SendBody, { kind: 'file' }>;
/** A file that has perhaps not gone up yet. */
export interface FileBody {
  readonly kind: 'file';
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly caption?: string;
  readonly fileId?: string;
}
export type OutboxBody = Written | FileBody;

/** A message as it is kept until the server has it. */
export interface OutboxItem {
  readonly clientId: string;
  /** Place in the queue; grows, and is about the time it was written at, so that several tabs mix sensibly. */
  readonly order: number;
  readonly body: OutboxBody;
  readonly error: AlongsideError | null;
}

export const byOrder = (one: { readonly item: OutboxItem }, other: { readonly item: OutboxItem }) =>
  one.item.order - other.item.order || (one.item.clientId < other.item.clientId ? -1 : 1);

/** The items of one conversation in storage, one key each, so that tabs do not overwrite each other. */
export function createOutboxStore(storage: StoragePort, prefix: string) {
  const bytesKey = (clientId: string) => `${prefix}${clientId}/bytes`;
  const clear = async (clientId: string) => {
    await storage.removeItem(prefix + clientId);
    await storage.removeItem(bytesKey(clientId));
  };
  const ids = async () =>
    (await storage.getAllKeys())
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length).split('/')[0]!);
  return {
    async all(): Promise<OutboxItem[]> {
      const items: OutboxItem[] = [];
      for (const clientId of new Set(await ids())) {
        const item = revive(await storage.getItem(prefix + clientId));
        if (item) items.push(item);
      }
      return items;
    },
    put: (item: OutboxItem) =>
      storage.setItem(
        prefix + item.clientId,
        // An Error has nothing that JSON would keep, but for its own fields.
        JSON.stringify({ ...item, error: item.error && { ...item.error, message: item.error.message } }),
      ),
    clear,
    putBytes: async (clientId: string, bytes: Uint8Array) => void (await storage.setBytes?.(bytesKey(clientId), bytes)),
    getBytes: async (clientId: string) => (await storage.getBytes?.(bytesKey(clientId))) ?? null,
    clearBytes: (clientId: string) => storage.removeItem(bytesKey(clientId)),
    async clearAll() {
      for (const clientId of new Set(await ids())) await clear(clientId);
    },
  };
}
export type OutboxStore = ReturnType<typeof createOutboxStore>;

// What another version or a broken disk left behind must not stop the messages after it.
function revive(text: string | null): OutboxItem | null {
  try {
    const item = JSON.parse(text ?? '') as OutboxItem;
    const { error } = item;
    return { ...item, error: error && new AlongsideError(error.code, error.correctiveAction, error.message) };
  } catch {
    return null;
  }
}
