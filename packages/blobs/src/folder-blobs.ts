import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Blobs, Refused } from '@alongside/domain';

/** Words of letters, digits, `_` and `-` (a dot only inside), parted by single slashes. No word can lead out of the folder. */
const keyShape = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)*$/;
const suffix = '.blob';

/**
 * Blobs in one folder of this machine. A blob is on disk, synced, before `put` answers; it appears whole or not at all, also after a
 * crash in the middle (what was half written stays behind in `unfinished/`, which is emptied at the next start).
 *
 * @throws TypeError for a key that is none
 * @throws Refused `store_unavailable` where the disk takes nothing
 */
export async function createFolderBlobs(folder: string): Promise<Blobs> {
  const unfinished = join(folder, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });

  return {
    async put(key, bytes) {
      const path = pathOf(folder, key);
      const part = join(unfinished, randomUUID());
      try {
        await writeWhole(part, bytes);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(part, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(part, { force: true });
        throw takesNothing(error) ? new Refused('store_unavailable') : error;
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(folder, key));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async delete(key) {
      await rm(pathOf(folder, key), { force: true });
    },
  };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Full, over its quota, or read-only since an error. */
function takesNothing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EROFS'].includes(String(error.code));
}

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
