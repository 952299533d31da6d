import type { Platform } from '@alongside/domain';
import { expect, test } from 'vitest';
import { GoneCustomers } from './gone-customers.ts';

/** A platform whose store counts how often it is asked who is gone. */
function world() {
  const now = { at: 0 };
  const asked: number[] = [];
  let away = false;
  const platform = {
    clock: { now: () => new Date(now.at) },
    store: {
      sweeps: {
        goneCustomers: async () => {
          asked.push(now.at);
          if (away) throw new Error('The store is away.');
          return [];
        },
      },
    },
  } as unknown as Platform;
  return { now, asked, platform, leave: () => (away = true), comeBack: () => (away = false) };
}

test('[OWN4] nobody is taken for gone soon after we were not there', async () => {
  const { now, asked, platform } = world();
  const gone = new GoneCustomers(platform);
  await gone.look();
  now.at = 29_000;
  await gone.look();
  expect(asked).toEqual([]);
  now.at = 31_000;
  await gone.look();
  expect(asked).toEqual([31_000]);
});

test('[OWN4] nor soon after the store was away', async () => {
  const { now, asked, platform, leave, comeBack } = world();
  const gone = new GoneCustomers(platform);
  now.at = 60_000;
  leave();
  await expect(gone.look()).rejects.toThrow();
  comeBack();
  now.at = 80_000;
  await gone.look();
  now.at = 91_000;
  await gone.look();
  expect(asked).toEqual([60_000, 91_000]);
});
