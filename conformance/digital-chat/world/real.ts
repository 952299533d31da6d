import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { type Platform, PLATFORMS, type Site } from '../client/site.ts';
import { Desk } from './desk.ts';
import { type Check, tried } from './world.ts';

interface DemoFile {
  readonly url: string;
  readonly tenant: { readonly domain: string };
  readonly agents: readonly { readonly email: string; readonly password: string }[];
  readonly digitalChat: Site;
}

export const readDemo = (path: string): DemoFile => JSON.parse(readFileSync(path, 'utf8')) as DemoFile;

export function openDesk(demo: DemoFile, index = 0): Promise<Desk> {
  const person = demo.agents[index];
  if (!person) throw new Error(`demo.json has no agent ${index}.`);
  return Desk.open({ url: demo.url, domain: demo.tenant.domain, email: person.email, password: person.password });
}

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
