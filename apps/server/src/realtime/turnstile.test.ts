import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

test('of many who come at once a few enter in each turn, no more than fit, in the order of their coming', async () => {
  const turnstile = new Turnstile(5, 2);
  const inside: { number: number; leave: () => void }[] = [];
  const passing = Array.from({ length: 8 }, (_, number) =>
    turnstile.pass(() => new Promise<void>((leave) => inside.push({ number, leave }))),
  );
  const seen: number[] = [];
  for (let turns = 0; turns < 10; turns += 1) {
    await turn();
    seen.push(inside.length);
  }
  expect(seen.every((count, index) => count - (seen[index - 1] ?? 0) <= 2)).toBe(true);
  expect(inside.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
  for (let next = 0; next < passing.length; next += 1) {
    while (inside[next] === undefined) await turn();
    inside[next]?.leave();
  }
  await Promise.all(passing);
  expect(inside.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('who is turned away inside makes room', async () => {
  const turnstile = new Turnstile(1, 1);
  await expect(turnstile.pass(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  await expect(turnstile.pass(async () => 'in')).resolves.toBe('in');
});
