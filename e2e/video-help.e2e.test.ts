import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { atTheDesk, bandOf, callsOf, hears, sees } from './src/calling.ts';
import { agent } from './src/people.ts';
import { signedCall } from './src/signed.ts';
import { type Demo, System } from './src/system.ts';

/* An app that draws its own screen of the call, by the names that were published, on the SDK as it is built and shipped. */

const BUILT = new URL('../packages/sdk/dist/', import.meta.url);
const NAME = 'Ada Yılmaz';

let system: System;
let browser: Browser;
beforeAll(async () => {
  if (!existsSync(new URL('video-help.js', BUILT))) throw new Error('The SDK is not built; run `npm run build`.');
  [system, browser] = await Promise.all([System.start(), launch(FAKE_DEVICES)]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const APP = `<!doctype html><html lang="en"><title>Bank</title><h1>Bank</h1>
<video aria-label="The other side" autoplay playsinline muted></video>
<script type="module">
  import { createAlongside } from '/app/index.js';
  import { createSpeaker } from '/app/calls.js';
  import { createVideoHelp } from '/app/video-help.js';
  const alongside = createAlongside({ url: location.origin, tenant: new URLSearchParams(location.search).get('tenant') });
  const video = createVideoHelp({ alongside });
  const told = [];
  video.subscribeToVideoCallStateEvent((state) => told.push(state));
  video.subscribeToManageCallEvent((event) => {
    const data = video.getManageCallEventData();
    told.push(data ? event + ': ' + data.text : event);
  });
  createSpeaker(video.calls, () => {});
  const screen = document.querySelector('video');
  const play = (tracks) => {
    const picture = tracks.find(({ kind }) => kind === 'video');
    screen.srcObject = picture ? new MediaStream([picture.track]) : null;
  };
  video.calls.active.subscribe((call) => {
    if (!call) return;
    play(call.remote.get());
    call.remote.subscribe(play);
  });
  globalThis.app = { alongside, video, told };
</script>`;

/** The app on a page of its own, with what it was told. */
async function openApp(demo: Demo): Promise<{ page: Page; told: () => Promise<string[]>; start: () => Promise<void> }> {
  const { page, context, troubles } = await openPage(browser);
  onTestFinished(async () => {
    await context.close();
    expect(troubles).toEqual([]);
  });
  // A page that a test has written counts as one from far away, which must ask before it reaches this machine.
  await context.grantPermissions(['local-network-access', 'camera', 'microphone']);
  await page.route('**/app/**', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    if (name === 'page') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: APP });
    return route.fulfill({ contentType: 'text/javascript', body: await readFile(new URL(name, BUILT), 'utf8') });
  });
  await page.goto(`${demo.url}/app/page?tenant=${demo.tenant.domain}`);
  await page.waitForFunction(() => 'app' in globalThis);
  return {
    page,
    told: () => page.evaluate('app.told') as Promise<string[]>,
    async start() {
      const customerId = crypto.randomUUID();
      const deviceHash = await page.evaluate('app.alongside.getDeviceHash()');
      const path = '/v1/application/gettransactionhashforonlinehelp';
      const granted = await signedCall<{ transactionHash: string }>(demo, path, { customerId, deviceHash });
      const words = [0, customerId, NAME, null, granted.transactionHash, { Product: 'Loan' }];
      await page.evaluate(`app.video.startVideoCallWithAttachedDataInBackground(...${JSON.stringify(words)})`);
    },
  };
}

test('an app with a screen of its own: both see and hear each other, messages are told, and the agent ends it', async () => {
  const desk = await atTheDesk(browser, system.demo);
  const app = await openApp(system.demo);
  await app.start();
  await expect.poll(app.told).toEqual(['RINGING']);
  await desk.getByRole('article').getByText('Video call').waitFor();
  await agent.accept(desk);
  await expect.poll(app.told).toEqual(['RINGING', 'CONNECTING', 'IN_PROGRESS']);
  await sees(desk, `Picture of ${NAME}`);
  await hears(desk.mainFrame());
  await hears(app.page.mainFrame());
  await bandOf(desk).getByRole('button', { name: 'Camera on' }).click();
  await sees(app.page, 'The other side');

  await agent.write(desk, 'Good morning');
  await expect.poll(app.told).toContain('MESSAGE_RECEIVED: Good morning');
  await app.page.evaluate("void app.video.sendMessageToRemote('Good morning to you')");
  await expect.poll(() => agent.texts(desk)).toContain('Good morning to you');
  await app.page.evaluate('app.video.minimize()');
  await app.page.evaluate('app.video.turnBackToVideoCall()');
  await expect
    .poll(app.told)
    .toEqual(['RINGING', 'CONNECTING', 'IN_PROGRESS', 'MESSAGE_RECEIVED: Good morning', 'CALL_MINIMIZED', 'NO_EVENT']);

  await bandOf(desk).getByRole('button', { name: 'Hang up', exact: true }).click();
  await expect.poll(async () => (await app.told()).at(-1)).toBe('ENDED');
  await bandOf(desk).waitFor({ state: 'detached' });
  expect((await callsOf(desk))[0]).toMatchObject({ kind: 'video', state: 'ended', endReason: 'hung_up' });
  await desk.getByRole('button', { name: 'Close without a note' }).click();
});
