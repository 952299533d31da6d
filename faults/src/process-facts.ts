import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process in MiB, as Linux counts it. */
export function memoryOf(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) / 1024;
}

/** Its open files and sockets. */
export const openFilesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
