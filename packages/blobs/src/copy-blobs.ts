import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const SUFFIX = '.blob';

/** The keys of all blobs in a folder of `createFolderBlobs`; none where there is no such folder. */
export async function keysOfBlobs(folder: string): Promise<string[]> {
  const keys: string[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, 'blobs', below), { withFileTypes: true }).catch(orNone);
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (path.endsWith(SUFFIX)) keys.push(path.slice(0, -SUFFIX.length));
    }
  };
  await walk('');
  return keys;
}

/**
 * Copies blobs from one folder of `createFolderBlobs` to another, each whole and synced or not at all. What is there is left as it is: a key is
 * never used for other bytes. What has gone meanwhile is named as missing.
 */
export async function copyBlobs(
  from: string,
  to: string,
  keys: readonly string[],
  onProgress: (done: number, of: number) => void = () => {},
): Promise<{ readonly copied: number; readonly bytes: number; readonly missing: readonly string[] }> {
  const unfinished = join(to, `copying-${randomUUID()}`);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const missing: string[] = [];
  let [copied, bytes, done] = [0, 0, 0];
  try {
    for (const key of keys) {
      done += 1;
      onProgress(done, keys.length);
      const [source, target] = [join(from, 'blobs', key + SUFFIX), join(to, 'blobs', key + SUFFIX)];
      const there = await sizeOf(target);
      const size = await sizeOf(source);
      if (there !== null && (size === null || size === there)) continue;
      if (size === null) {
        missing.push(key);
        continue;
      }
      const part = join(unfinished, String(done));
      await copyFile(source, part, constants.COPYFILE_FICLONE);
      const file = await open(part, 'r+');
      await file.chmod(0o600);
      await file.sync();
      await file.close();
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(part, target);
      copied += 1;
      bytes += size;
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return { copied, bytes, missing };
}

/** Removes blobs of a folder; one that is not there is fine. */
export async function removeBlobs(folder: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) await rm(join(folder, 'blobs', key + SUFFIX), { force: true });
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function orNone(error: unknown): never[] {
  if (isMissing(error)) return [];
  throw error;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
