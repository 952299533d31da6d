import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCENES } from './scenes.ts';
import { startTestServers, type TestServers } from './test-servers.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KEPT = process.env.UPDATE_SCREENSHOTS === '1';
const FOLDER = new URL(KEPT ? '../../../docs/images/' : '../../../test-results/', import.meta.url).pathname;
const CALLS = Object.keys(SCENES).filter((name) => name.startsWith('call-'));
/** Where something is pressed first, and what is there once the scene stands. */
const STANDS: Readonly<Record<string, { readonly button?: string; readonly shows: string }>> = {
  'call-refused': { button: 'Allow microphone and camera', shows: 'Listen and write instead' },
  'call-no-camera': { button: 'Allow microphone', shows: 'Listen and write instead' },
  'call-ready': { shows: 'You are ready.' },
};

let servers: TestServers;
let browser: Browser;
let page: Page;
let troubles: string[] = [];
beforeAll(async () => {
  servers = await startTestServers();
  await mkdir(FOLDER, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
});
afterAll(async () => {
  await browser?.close();
  await servers?.close();
});

async function open(viewport: { width: number; height: number }) {
  await page?.context().close();
  troubles = [];
  page = await (await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
}
async function show(scene: string, query: string) {
  await page.goto(`${servers.widget}/widget/?state=${scene}&${query}`);
  await page.locator('.stage, .call-card, .call-bar, .call-ready').first().waitFor();
  const { button, shows } = STANDS[scene] ?? {};
  if (button) await page.getByRole('button', { name: button, exact: true }).click();
  if (shows) await page.getByText(shows).first().waitFor();
  // A picture is there with its first frame.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video')].every((video) => video.videoWidth > 0 && video.readyState >= 2),
  );
}
async function seriousIssues(): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe.each([
  ['phone', { width: 390, height: 844 }],
  ['panel', { width: 380, height: 640 }],
] as const)('in the size of a %s', (size, viewport) => {
  it.each(CALLS)('%s holds in light and dark: nothing serious, nothing wider, and no complaint', async (scene) => {
    await open(viewport);
    for (const theme of ['light', 'dark']) {
      await show(scene, `theme=${theme}&locale=en`);
      expect(await seriousIssues()).toEqual([]);
      expect(await page.evaluate(() => document.querySelector('.panel')?.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
      await page.screenshot({ path: `${FOLDER}widget-${scene}-${size}-${theme}.png` });
    }
    const small = await page
      .locator('button:visible')
      .evaluateAll((buttons) =>
        buttons
          .filter((button) => button.getBoundingClientRect().height < 44 || button.getBoundingClientRect().width < 44)
          .map((button) => button.outerHTML),
      );
    expect(small).toEqual([]);
    expect(troubles).toEqual([]);
  });
});

describe('a call', () => {
  it('goes on in a bar while the customer writes, and comes back', async () => {
    await open({ width: 390, height: 844 });
    await show('call-video', 'locale=en');
    await page.getByRole('button', { name: 'Chat', exact: true }).click();
    await page.getByRole('textbox', { name: 'Your message' }).fill('My card ends in 4821');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('log').getByText('My card ends in 4821').waitFor();
    await page.screenshot({ path: `${FOLDER}widget-call-bar-phone-light.png` });
    await page.getByRole('button', { name: /Back to the call/ }).click();
    await page.getByRole('region', { name: 'Call with Ayşe Demir' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Your message' }).isVisible()).toBe(false);
  });

  it('that rings is answered without the camera when the customer wants it so', async () => {
    await open({ width: 390, height: 844 });
    await show('call-incoming', 'locale=en');
    await page.getByRole('heading', { name: 'Ayşe Demir would like a video call with you' }).waitFor();
    await page.getByRole('button', { name: 'Answer without camera' }).click();
    await page.getByRole('button', { name: 'Mute' }).waitFor();
    await page.getByRole('button', { name: 'Turn camera on' }).waitFor();
  });

  it('asks before it is recorded, says that it is, and stops at a word', async () => {
    await open({ width: 390, height: 844 });
    await show('call-consent', 'locale=en');
    await page.getByRole('button', { name: 'Yes, record' }).click();
    await page.getByText('This call is being recorded').waitFor();
    await page.getByRole('button', { name: 'Devices' }).click();
    await page.getByRole('dialog', { name: 'Sound and camera' }).waitFor();
    await page.screenshot({ path: `${FOLDER}widget-call-devices-phone-light.png` });
    await page.getByRole('button', { name: 'Stop recording me' }).click();
    await page.getByText('This call is being recorded').waitFor({ state: 'detached' });
  });

  it('explains the browser’s question before it comes, and what to do about a no', async () => {
    await open({ width: 390, height: 844 });
    await show('call-refused', 'locale=en');
    await page.getByText('Set the permission for your microphone to “Allow”.').waitFor();
    await page.getByRole('button', { name: 'Listen and write instead' }).click();
    await page.getByText('You will listen, and write in the chat.').waitFor();
  });

  it('can be asked for from the chat', async () => {
    await open({ width: 390, height: 844 });
    await page.goto(`${servers.widget}/widget/?state=chat&locale=en`);
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByRole('dialog', { name: 'Call with Ayşe Demir' }).waitFor();
    await page.screenshot({ path: `${FOLDER}widget-call-start-phone-light.png` });
    await page.getByRole('button', { name: 'Not now' }).click();
  });
});

it('leaves the kind of help to the customer where the page gives several', async () => {
  await open({ width: 1280, height: 800 });
  await page.goto(servers.host);
  await page.evaluate(
    ([url, tenant]) => {
      window.help = window.Alongside.create({ url, tenant });
      void window.help.startAnonymousOnlineHelp({
        customerId: '1',
        customerName: 'Ada',
        helpType: ['CHAT', 'VOICE_CALL', 'VIDEO_CALL'],
        transactionHash: 'good',
        isLoggedIn: true,
        isBackground: false,
      });
    },
    [servers.widget, `idle@${servers.host}`] as const,
  );
  const frame = page.frameLocator('iframe');
  await frame.getByRole('heading', { name: 'How can we help you?' }).waitFor();
  await page.screenshot({ path: `${FOLDER}widget-help-choice-desktop-light.png` });
  await frame.getByRole('button', { name: /^Video call/ }).click();
  await frame.getByRole('heading', { name: '1 person is before you' }).waitFor();
  expect(troubles).toEqual([]);
});
