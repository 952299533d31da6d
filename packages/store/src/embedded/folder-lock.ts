import { spawnSync } from 'node:child_process';
import { closeSync, constants, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { EmbeddedPostgresError } from './errors.ts';
import { isAlive, startMark } from './processes.ts';

export type FolderLock = { release(): void };

/** Bytes of what the file says of its holder. */
const HOLDER_BYTES = 256;

type Holder = { readonly pid: number; readonly mark: string };

/**
 * Lets one process own a data folder. Where the `flock` program exists the kernel keeps the lock, so it falls with the
 * process, however that dies; elsewhere the holder's process id and start time decide.
 *
 * @throws EmbeddedPostgresError `folder_locked`
 */
export function lockFolder(folder: string, lockFile: string): FolderLock {
  const file = openSync(lockFile, constants.O_RDWR | constants.O_CREAT, 0o600);
  // flock locks belong to the open file, which the child shares with us: the lock stays ours after the child has ended.
  const attempt = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] });
  const kernelLock = attempt.error === undefined && attempt.status === 0;
  const refused = attempt.error === undefined && attempt.status === 1;
  const holder = readHolder(lockFile);
  if (refused || (!kernelLock && holder !== undefined && holds(holder))) {
    closeSync(file);
    const who = holder === undefined ? 'another process' : `process ${holder.pid}`;
    throw new EmbeddedPostgresError(
      'folder_locked',
      `The data folder ${folder} is in use by ${who}; stop that one first, or choose another folder.`,
    );
  }
  const text = JSON.stringify({ pid: process.pid, mark: startMark(process.pid) } satisfies Holder);
  // Written over the last one and not after a cut, which waits for the disk: a third of a second under load.
  writeSync(file, text.padEnd(HOLDER_BYTES), 0);
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      // With a kernel lock the file stays: removing it would let two processes hold locks on two files of one name.
      if (kernelLock) ftruncateSync(file, 0);
      else rmSync(lockFile, { force: true });
      closeSync(file);
    },
  };
}

function holds(holder: Holder): boolean {
  return isAlive(holder.pid) && startMark(holder.pid) === holder.mark;
}

function readHolder(lockFile: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(lockFile, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('mark' in value)) return undefined;
    const { pid, mark } = value;
    return typeof pid === 'number' && typeof mark === 'string' ? { pid, mark } : undefined;
  } catch {
    return undefined;
  }
}
