import { expect, test } from 'vitest';
import { inParallel, run } from './run.mjs';

test('a program that does not exist is an outcome, not an exception', async () => {
  expect((await run('alongside-no-such-program', [], { capture: true })).code).toBe(127);
});

test('exit code and output of a program are handed over', async () => {
  const outcome = await run(process.execPath, ['-e', 'console.log("out"); process.exit(3)'], { capture: true });
  expect(outcome).toMatchObject({ code: 3, output: 'out\n' });
});

test('no more tasks run at once than allowed, and results keep their order', async () => {
  let running = 0;
  let most = 0;
  const task = (value: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return value;
  };
  expect(await inParallel([1, 2, 3, 4, 5].map(task), 2)).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});
