import { Refused } from '@alongside/domain';
import { expect, test } from 'vitest';
import { createReadiness } from './readiness.ts';

test('a store that refuses, or does not answer in time, is not ready; one that answers is', async () => {
  await expect(createReadiness({ ping: async () => {} })()).resolves.toBeUndefined();
  const refusing = createReadiness({ ping: () => Promise.reject(new Error('gone')) });
  await expect(refusing()).rejects.toThrow(Refused);
  const hanging = createReadiness({ ping: () => new Promise(() => {}) }, 20);
  await expect(hanging()).rejects.toMatchObject({ code: 'store_unavailable' });
});

test('a hundred questions while one is open are one', async () => {
  let pings = 0;
  let answer = () => {};
  const ready = createReadiness({
    ping: () => {
      pings += 1;
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    },
  });
  const asked = Array.from({ length: 100 }, ready);
  answer();
  await Promise.all(asked);
  expect(pings).toBe(1);
  const again = ready();
  expect(pings).toBe(2);
  answer();
  await again;
});
