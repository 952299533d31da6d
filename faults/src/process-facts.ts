import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process in MiB, as Linux counts it. */
export function memoryOf(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) / 1024;
}

/** Its open files and sockets. */
export const openFilesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** The process that this one started with such a word in its command line. */
export function childOf(pid: number, word: string): number {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // It ended while we looked.
      return '';
    }
  };
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const parent = / \w (\d+) /.exec(read(`/proc/${name}/stat`).replace(/^.*\)/, ')'))?.[1];
    if (Number(parent) === pid && read(`/proc/${name}/cmdline`).includes(word)) return Number(name);
  }
  throw new Error(`Process ${pid} has no child ${word}.`);
}
