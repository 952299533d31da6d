import { afterAll, beforeAll, describe, test } from 'vitest';
import { allChecks } from './checks/all.ts';
import { PLATFORMS } from './client/site.ts';
import { FakeServer } from './fake/server.ts';
import { tried } from './world/world.ts';

/* A server that keeps the rules passes every check: so what a check says of another server is about that server. */

let fake: FakeServer;
beforeAll(async () => {
  fake = await FakeServer.open();
});
afterAll(() => fake.close());

describe('a server that keeps the rules passes', () => {
  for (const [area, checks] of Object.entries(allChecks))
    for (const check of checks)
      for (const platform of check.platforms ?? PLATFORMS)
        test(`${area}, ${platform}: ${check.title}`, () => tried(check, fake.site, fake, platform));
});
