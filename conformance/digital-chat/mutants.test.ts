import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allChecks } from './checks/all.ts';
import { FakeServer } from './fake/server.ts';
import { blockMutants } from './mutants/block-mutants.ts';
import { frameMutants } from './mutants/frame-mutants.ts';
import type { Mutant } from './mutants/mutant.ts';
import { BentServer } from './mutants/proxy.ts';
import { restMutants } from './mutants/rest-mutants.ts';
import { type Check, tried } from './world/world.ts';

/* The suite can fail: a mistake is planted between a server that keeps the rules and a client, and the named check must say which rule was broken. */

const PATIENCE_MS = 1500;
let fake: FakeServer;
beforeAll(async () => {
  fake = await FakeServer.open();
});
afterAll(() => fake.close());

function checkOf({ check: [area, title] }: Mutant): Check {
  const found = allChecks[area]?.find((one) => one.title.startsWith(title));
  if (!found) throw new Error(`No check of ${area} begins with "${title}".`);
  return found;
}

describe('a planted mistake fails the suite', () => {
  for (const mutant of [...frameMutants, ...blockMutants, ...restMutants])
    for (const platform of mutant.platforms)
      test(`${platform}: ${mutant.mistake}`, async () => {
        const proxy = await BentServer.open(fake.site, mutant.bend);
        try {
          const outcome = await tried(checkOf(mutant), proxy.site, fake, platform, PATIENCE_MS).then(
            () => null,
            (error: Error) => error,
          );
          expect(outcome, 'the mistake went unnoticed').not.toBeNull();
          expect(outcome?.message).toMatch(mutant.says);
        } finally {
          await proxy.close();
        }
      });
});

test('without a mistake the proxy changes nothing', async () => {
  const proxy = await BentServer.open(fake.site, {});
  try {
    for (const [area, title] of [...frameMutants, ...blockMutants, ...restMutants].map(({ check }) => check)) {
      const check = allChecks[area]?.find((one) => one.title.startsWith(title)) as Check;
      if (check.title.startsWith('§5.11')) continue;
      await tried(check, proxy.site, fake, check.platforms?.[0] ?? 'ios');
    }
  } finally {
    await proxy.close();
  }
});
