import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { heapFlags } from './heap-growth.ts';

test('this Node knows what the server tells its collector', () => {
  // What V8 does not know it prints and ignores when it is told at runtime; on the command line it is an error.
  expect(execFileSync(process.execPath, [...heapFlags, '-e', 'console.log("known")'], { encoding: 'utf8' })).toBe(
    'known\n',
  );
});
