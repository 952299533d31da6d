import { setFlagsFromString } from 'node:v8';

/** What V8 is told, by its own names: it has no others for these. */
export const heapFlags = [
  // Twice what was alive may come to it before the whole heap is looked through again. By itself V8 finds a tenth enough where little grows old.
  '--heap-growing-percent=200',
  // After a quiet time the space for new objects is small: it is back to its size in one step, not by doubling once a megabyte has survived, two, four.
  '--semi-space-growth-factor=16',
] as const;

/**
 * Collects garbage seldom: to look through the whole heap takes both cores of a small machine for some 80 ms, and messages wait
 * (docs/performance.md, "Where the time goes"). What the heap may take at most (`--max-old-space-size`) stays as it is, and a server with nothing to
 * do gives back what it does not need.
 */
export function collectSeldom(): void {
  for (const flag of heapFlags) setFlagsFromString(flag);
}
