import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Help } from '../src/loader/index.ts';
import { SCENES } from './scenes.ts';
import { startTestServers, type TestServers } from './test-servers.ts';

declare global {
  interface Window {
    help: Help;
    Alongside: { create(options: object): Help };
    axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const REQUEST = {
  customerId: '1',
  customerName: 'Ada',
  helpType: 'CHAT',
  transactionHash: 'good',
  isLoggedIn: true,
  isBackground: false,
} as const;

let servers: TestServers;
let browser: Browser;
let page: Page;
let troubles: string[] = [];

beforeAll(async () => {
  servers = await startTestServers();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await servers?.close();
});

async function newPage(viewport = { width: 1280, height: 800 }): Promise<Page> {
  await page?.context().close();
  troubles = [];
  page = await (await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

/** A host page with the help of one scene on it. */
async function openHost(scene: string, origin = servers.host, viewport?: { width: number; height: number }) {
  await newPage(viewport);
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(servers.host);
  await create(scene, origin);
}
const create = (scene: string, origin = servers.host) =>
  page.evaluate(
    ([url, tenant]) => {
      window.help = window.Alongside.create({ url, tenant });
    },
    [servers.widget, `${scene}@${origin}`],
  );
const frame = () => page.frameLocator('iframe');
const focused = () => frame().locator(':focus');
const panelIsOpen = () => page.locator('iframe').isVisible();

describe('the widget on a host page of another origin with a strict CSP and Trusted Types', () => {
  it('starts, waits, closes by Escape and gives the focus back, without a violation', async () => {
    await openHost('idle');
    expect(await page.evaluate(() => window.help.getDeviceHash())).toMatch(/^[\w+/]{42,43}=*$/);
    expect(await panelIsOpen()).toBe(false);
    await page.focus('#help');
    await page.evaluate((request) => window.help.startAnonymousOnlineHelp(request), REQUEST);
    await frame().getByRole('heading', { name: '1 person is before you' }).waitFor();
    expect(await page.evaluate(() => window.help.onlineHelpState)).toBe('STARTED');
    expect(await page.locator('iframe').getAttribute('title')).toBe('Help from Harbour Bank');
    await expect.poll(() => focused().textContent()).toBe('1 person is before you');
    await page.keyboard.press('Escape');
    await frame().getByRole('button', { name: 'Open help' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('help');
    expect(troubles).toEqual([]);
  });

  it('leaves one global and nothing else on the page, and takes its frame away again', async () => {
    await newPage();
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.route('**/loader.js', (route) => route.fulfill({ body: '' }));
    await page.goto(servers.host);
    const before = await page.evaluate(() => Object.getOwnPropertyNames(window));
    await page.unroute('**/loader.js');
    await page.goto(servers.host);
    await create('chat');
    await page.evaluate(() => window.help.getDeviceHash());
    const added = await page.evaluate(
      (known) => Object.getOwnPropertyNames(window).filter((name) => !known.includes(name)),
      before,
    );
    expect(added.filter((name) => !/^\d+$/.test(name)).sort()).toEqual(['Alongside', 'help']);
    await page.evaluate(() => window.help.destroy());
    expect(await page.locator('iframe').count()).toBe(0);
    await expect(
      page.evaluate(() => window.help.getDeviceHash().catch((error: unknown) => error)),
    ).resolves.toMatchObject({
      correctiveAction: 'start_again',
    });
  });

  it('keeps the global of a page that has one of the same name', async () => {
    await newPage();
    await page.addInitScript(() => {
      Object.assign(window, { Alongside: 'mine' });
    });
    await page.goto(servers.host);
    expect(await page.evaluate(() => window.Alongside as unknown)).toBe('mine');
  });

  it('does nothing for a page that is not on the list, and tells its developer why', async () => {
    await openHost('chat', 'https://other.example');
    const error = await page.evaluate(() => window.help.getDeviceHash().catch((refusal: unknown) => refusal));
    expect(error).toMatchObject({
      errorMsg: expect.stringContaining(`${servers.host} is not on the tenant's list`),
      correctiveAction: 'contact_administrator',
    });
    expect(await panelIsOpen()).toBe(false);
  });

  it('is open again after a reload of the page, with the text that was being written', async () => {
    await openHost('chat');
    await frame().locator('.composer-field').waitFor();
    await frame().locator('.composer-field').fill('Half a sentence');
    await page.reload();
    await create('chat');
    await frame().locator('.composer-field').waitFor();
    expect(await frame().locator('.composer-field').inputValue()).toBe('Half a sentence');
  });

  it('covers a phone and stands in the corner of a larger screen', async () => {
    await openHost('chat', servers.host, { width: 390, height: 844 });
    await frame().locator('.composer-field').waitFor();
    await expect.poll(() => page.locator('iframe').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => page.locator('iframe').boundingBox()).toEqual({ x: 876, y: 136, width: 380, height: 640 });
  });

  it('shows markup in a message as text and links only to web, mail and telephone', async () => {
    await openHost('hostile');
    await frame().getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await frame().locator('.rows img, .rows b, .rows script').count()).toBe(0);
    const links = await frame()
      .locator('.text a')
      .evaluateAll((found) => found.map((link) => [(link as HTMLAnchorElement).href, link.getAttribute('rel')]));
    expect(links).toEqual([
      ['http://ok.example/(a)', 'noopener noreferrer nofollow'],
      ['mailto:a@b.example', 'noopener noreferrer nofollow'],
      ['https://ok.example/path', 'noopener noreferrer nofollow'],
    ]);
    expect(troubles).toEqual([]);
  });

  it('sends by Enter, breaks the line by Shift+Enter, and leaves Enter to an input method', async () => {
    await openHost('empty');
    const field = frame().locator('.composer-field');
    await field.waitFor();
    await field.pressSequentially('one');
    await field.press('Shift+Enter');
    await field.pressSequentially('two');
    await field.evaluate((element) =>
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      ),
    );
    expect(await field.inputValue()).toBe('one\ntwo');
    await field.press('Enter');
    await frame().locator('.mine .text').waitFor();
    expect(await frame().locator('.mine .text').textContent()).toBe('one\ntwo');
    expect(await field.inputValue()).toBe('');
    await frame().getByText('Read', { exact: true }).waitFor();
  });

  it("can be used by keyboard alone: end the chat, change one's mind, end it", async () => {
    await openHost('chat');
    await frame().locator('.composer-field').waitFor();
    const end = frame().getByRole('button', { name: 'End chat' });
    await end.focus();
    await page.keyboard.press('Enter');
    await frame().getByRole('dialog', { name: 'End this chat?' }).waitFor();
    await page.keyboard.press('Escape');
    await frame().getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused().textContent()).toBe('End chat');
    await page.keyboard.press('Enter');
    await frame().getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await frame().getByText('You can still read and save this conversation.').waitFor();
    expect(await frame().locator('.composer-field').count()).toBe(0);
  });
});

describe('around the chat', () => {
  it('[SUP5] asks how it went and thanks for it, by keyboard alone', async () => {
    await openHost('ended-survey');
    await frame().getByRole('button', { name: 'Open help' }).click();
    const first = frame().getByRole('radio', { name: '1 Very bad' });
    await first.focus();
    await page.keyboard.press('Space');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
    expect(await frame().getByRole('radio', { name: '4' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Quick.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await frame().getByText('Thank you for your answer.').waitFor();
    expect(await frame().getByRole('radio').count()).toBe(0);
  });

  it('[ROUTE7] asks for a number before a call-back, refuses what is none, and says that it comes', async () => {
    await openHost('wait-call-back');
    await frame().getByRole('button', { name: 'Call me back instead' }).click();
    const dialog = frame().getByRole('dialog', { name: 'Shall we call you back?' });
    await dialog.waitFor();
    await expect.poll(() => focused().getAttribute('type')).toBe('tel');
    await page.keyboard.type('soon');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('Please enter a telephone number.').waitFor();
    await dialog.getByLabel('Your telephone number').fill('+90 555 000 00 00');
    await page.keyboard.press('Enter');
    await frame().getByRole('heading', { name: 'We will call you back' }).waitFor();
  });

  it('offers a call-back only where the standing does', async () => {
    await openHost('wait');
    await frame().getByRole('button', { name: 'Leave the queue' }).waitFor();
    expect(await frame().getByRole('button', { name: 'Call me back instead' }).count()).toBe(0);
  });

  it("says in the company's words that it is closed, and when it opens by the reader's clock", async () => {
    await openHost('idle');
    const refused = page.evaluate(
      (request) => window.help.startAnonymousOnlineHelp({ ...request, transactionHash: 'closed' }).catch(() => 'no'),
      REQUEST,
    );
    await frame().getByRole('heading', { name: 'We are closed now' }).waitFor();
    expect(await refused).toBe('no');
    await frame().getByText('We are back on Monday at nine.', { exact: true }).waitFor();
    await frame()
      .getByText(/^We open again: .*23.*:00/)
      .waitFor();
  });
});

describe('every state', () => {
  async function look(scene: string, query: string) {
    if (page?.viewportSize()?.width !== 390) await newPage({ width: 390, height: 844 });
    await page.goto(`${servers.widget}/widget/?state=${scene}&${query}`);
    await page.locator('.panel').waitFor();
    // Playwright's own evaluate runs axe's text past the CSP.
    await page.evaluate(axe);
  }
  async function seriousIssues(): Promise<string[]> {
    const { violations } = await page.evaluate(() => window.axe.run());
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }
  const setTheme = (theme: string) =>
    page.evaluate((chosen) => {
      document.documentElement.dataset.theme = chosen;
      // Colours settle with the next frame.
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, theme);

  it.each(Object.keys(SCENES))('%s: axe finds nothing serious, in light and dark', async (scene) => {
    await look(scene, 'theme=light&locale=en');
    expect(await seriousIssues()).toEqual([]);
    await setTheme('dark');
    expect(await seriousIssues()).toEqual([]);
  });

  it.each(['wait', 'states', 'files', 'ended-survey', 'wait-call-back'])(
    '%s, right to left: nothing serious, and nothing sticks out',
    async (scene) => {
      await look(scene, 'locale=en-XB');
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
      expect(await seriousIssues()).toEqual([]);
      expect(await page.evaluate(() => document.querySelector('.panel')?.scrollWidth)).toBeLessThanOrEqual(390);
    },
  );

  it.each(['wait', 'states', 'files', 'ended', 'wait-offline', 'wait-call-back'])(
    '%s: everything to tap is at least 44 px',
    async (scene) => {
      await look(scene, 'locale=en');
      const small = await page
        .locator('button:visible')
        .evaluateAll((buttons) =>
          buttons
            .filter((button) => button.getBoundingClientRect().height < 44 || button.getBoundingClientRect().width < 44)
            .map((button) => button.outerHTML),
        );
      expect(small).toEqual([]);
    },
  );

  it.each(['ffe600', '000000', 'ffffff', '7a7a7a'])("a tenant's colour #%s stays readable", async (colour) => {
    await look('chat', `locale=en&theme=light&colour=%23${colour}`);
    expect(await seriousIssues()).toEqual([]);
    await setTheme('dark');
    expect(await seriousIssues()).toEqual([]);
  });
});
