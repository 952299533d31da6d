import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** How the disk under a folder has answered. */
export interface DiskWatch {
  /**
   * Milliseconds of the longest time, since this was asked last, in which something was asked of the disk and nothing was done. Every commit waits for the
   * disk, so that no server on it answers faster in that time. null: this system does not tell.
   */
  longestStall(): number | null;
  /** Reads that the disk has done so far; what the system holds in memory is none. null: this system does not tell. */
  reads(): number | null;
  stop(): void;
}

const lookMilliseconds = 3;
/** The fields of a line in /proc/diskstats (Documentation/admin-guide/iostats.rst), counted from the device's numbers on. */
const FIELD = { reads: 3, writes: 7, underWay: 11, flushes: 18 };

/** Looks at the disk of this folder every few milliseconds. Linux; elsewhere it knows nothing. */
export function watchDisk(folder: string): DiskWatch {
  const { dev } = statSync(folder);
  const numbers = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)];
  const file = open('/proc/diskstats');
  const page = Buffer.alloc(64 * 1024);
  const read = () => {
    if (file === null) return null;
    const text = page.toString('latin1', 0, readSync(file, page, 0, page.length, 0));
    for (const line of text.split('\n')) {
      const fields = line.trim().split(/\s+/).map(Number);
      if (fields[0] !== numbers[0] || fields[1] !== numbers[1]) continue;
      const at = (field: keyof typeof FIELD) => fields[FIELD[field]] ?? 0;
      return { reads: at('reads'), done: at('reads') + at('writes') + at('flushes'), underWay: at('underWay') > 0 };
    }
    return null;
  };
  let last = read();
  let since: number | null = null;
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const seen = read();
    const stands = seen !== null && last !== null && seen.underWay && seen.done === last.done;
    since = stands ? (since ?? now - lookMilliseconds) : null;
    if (since !== null) longest = Math.max(longest, now - since);
    last = seen;
  }, lookMilliseconds);
  timer.unref();
  return {
    longestStall() {
      const found = last === null ? null : longest;
      longest = 0;
      return found;
    },
    reads: () => read()?.reads ?? null,
    stop() {
      clearInterval(timer);
      if (file !== null) closeSync(file);
    },
  };
}

function open(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}
