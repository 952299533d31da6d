import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Blobs, failpoint, Refused } from '@alongside/domain';

/** Words of letters, digits, `_` and `-` (a dot only inside), parted by single slashes. No word can lead out of the folder. */
const keyShape = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)*$/;
const suffix = '.blob';

/**
 * Blobs in one folder of this machine. A blob is on disk, synced, before `put` answers; it appears whole or not at all, also after a
 * crash in the middle (what was half written stays behind in `unfinished/`, which is emptied at the next start).
 *
 * @throws TypeError for a key that is none
 * @throws Refused `store_unavailable` where the disk takes or gives nothing, as one that is full, or is no longer mounted: then nothing is missing, and
 *   nothing counts as deleted
 */
export async function createFolderBlobs(folder: string): Promise<Blobs> {
  const unfinished = join(folder, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'blobs'), { recursive: true, mode: 0o700 });
  const assertMounted = async (): Promise<void> => {
    const place = await stat(join(folder, 'blobs')).catch(() => null);
    if (!place?.isDirectory()) throw new Refused('store_unavailable');
  };

  return {
    async put(key, bytes) {
      const path = pathOf(folder, key);
      const part = join(unfinished, randomUUID());
      await assertMounted();
      try {
        await writeWhole(part, bytes);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(part, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw isAway(error) || isMissing(error) ? new Refused('store_unavailable') : error;
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(folder, key));
      } catch (error) {
        if (isAway(error)) throw new Refused('store_unavailable');
        if (!isMissing(error)) throw error;
        await assertMounted();
        return null;
      }
    },
    async delete(key) {
      const path = pathOf(folder, key);
      await assertMounted();
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw isAway(error) ? new Refused('store_unavailable') : error;
      }
    },
  };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await failpoint('blobs.written');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Full, over its quota, read-only since an error, broken, or gone with its cable or its network. */
const AWAY: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'ESTALE',
  'ENODEV',
  'ENXIO',
  'ENOTCONN',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'EACCES',
  'EPERM',
]);

const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && AWAY.has(error.code);

/** The suffix parts blobs from folders: a key may begin like another. */
function pathOf(folder: string, key: string): string {
  if (!keyShape.test(key)) throw new TypeError('A blob key must be words parted by single slashes.');
  return join(folder, 'blobs', `${key}${suffix}`);
}

/** The rename itself must outlive a power cut. Where a folder cannot be opened or synced (Windows) the file system does it on its own. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['EPERM', 'EISDIR', 'EINVAL'].includes(String(error.code))))
      throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
