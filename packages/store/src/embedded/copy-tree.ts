import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemErrorCode } from './errors.ts';

const LANES = 4;

export interface TreeFile {
  /** Below the root, with slashes. */
  readonly path: string;
  readonly bytes: number;
}

export interface Tree {
  readonly files: readonly TreeFile[];
  /** Every folder, the outer before the inner: PostgreSQL misses an empty one. */
  readonly folders: readonly string[];
}

/** All of a tree, but what `leaveOut` names (a folder then with all that is in it). */
export async function treeOf(root: string, leaveOut: (path: string) => boolean): Promise<Tree> {
  const files: TreeFile[] = [];
  const folders: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (leaveOut(path)) continue;
      if (entry.isDirectory()) {
        folders.push(path);
        await walk(path);
      } else if (entry.isFile()) {
        const bytes = await sizeOf(join(root, path));
        if (bytes !== null) files.push({ path, bytes });
      }
    }
  };
  await walk('');
  return { files, folders };
}

/** Copies files of a tree, each synced. One that has gone meanwhile is left out. @returns bytes that were copied */
export async function copyFiles(
  files: readonly TreeFile[],
  from: string,
  to: string,
  onBytes: (done: number) => void = () => {},
): Promise<number> {
  let done = 0;
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const { path } = files[at]!;
      done += await copyOne(join(from, path), join(to, path));
      onBytes(done);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

async function copyOne(from: string, to: string): Promise<number> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' && (await sizeOf(from)) === null) return 0;
    throw error;
  }
  const file = await open(to, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
