import { type Blobs, type Logger, Refused } from '@alongside/domain';

/**
 * Blobs that are put in two places before `put` answers: whatever names one finds it in the copy too. The copy keeps what is deleted, for moments to
 * which somebody may want to return. Read is the first alone.
 *
 * @throws Refused `store_unavailable` where the copy takes nothing; what the first has by then names nothing, and is swept away
 */
export function createCopiedBlobs(blobs: Blobs, copy: Blobs, log: Logger): Blobs {
  return {
    async put(key, bytes) {
      await blobs.put(key, bytes);
      try {
        await copy.put(key, bytes);
      } catch (error) {
        log.error({ error, where: 'archive' }, 'A file could not be archived.');
        throw new Refused('store_unavailable');
      }
    },
    get: (key) => blobs.get(key),
    delete: (key) => blobs.delete(key),
  };
}
