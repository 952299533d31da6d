import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { record } from './record/record.ts';
import { SESSIONS } from './record/sessions.ts';
import { openDesk, readDemo } from './world/demo.ts';
import type { Desk } from './world/desk.ts';

/* One session per mode as it was recorded. ALONGSIDE_RECORD=1 records anew: look at the difference before it is committed. */

const demo = readDemo(inject('demoJson'));
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(demo);
});
afterAll(() => desk.close());

for (const [mode, session] of Object.entries(SESSIONS))
  test(`the recorded session of ${mode} (${session.platform}) is answered as it was`, async () => {
    const file = new URL(`./recorded/${mode}.json`, import.meta.url);
    const now = await record(session, demo.digitalChat, desk);
    if (process.env.ALONGSIDE_RECORD === '1') writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
    expect(existsSync(file), `${file.pathname} was never recorded`).toBe(true);
    expect(now).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
