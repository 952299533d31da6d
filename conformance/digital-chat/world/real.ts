import { afterAll, beforeAll, inject, test } from 'vitest';
import { type Platform, PLATFORMS } from '../client/site.ts';
import { openDesk, readDemo } from './demo.ts';
import type { Desk } from './desk.ts';
import { type Check, tried } from './world.ts';

/** One test for each check and each client that it is about, against the server of this run. */
export function testsOf(checks: readonly Check[]): void {
  const demo = readDemo(inject('demoJson'));
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(demo);
    await desk.rest();
  });
  afterAll(() => desk.close());
  for (const check of checks)
    for (const platform of check.platforms ?? PLATFORMS)
      test(`${platform}: ${check.title}`, () => tried(check, demo.digitalChat, desk, platform as Platform));
}
