import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, overflow, TestBank } from '../testing/open-bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await TestBank.start();
});
afterAll(() => bank?.close());

type Stub = { options: object; calls: [string, unknown?][]; outcome: string; failure: object | null };
const calls = (page: Page) => page.evaluate(() => (window as unknown as { stub: Stub }).stub.calls);
const emit = (page: Page, name: string, value: unknown) =>
  page.evaluate(
    ([one, other]) => (window as unknown as { stub: { emit(n: unknown, v: unknown): void } }).stub.emit(one, other),
    [name, value] as const,
  );
const change = (page: Page, what: Partial<Stub>) =>
  page.evaluate((given) => void Object.assign((window as unknown as { stub: object }).stub, given), what);
const stubbed = (page: Page) => page.waitForFunction(() => 'stub' in window);
const ask = (page: Page) => page.getByRole('button', { name: 'Start a chat' }).click();
const waitScreen = (page: Page) => page.getByRole('dialog', { name: 'We are finding someone for you' });

const VIEWS = [
  ['home', /^Good /],
  ['transfer', 'Send money'],
  ['cards', 'Cards'],
] as const;

async function goTo(page: Page, name: string, heading?: string | RegExp): Promise<void> {
  await page.evaluate((hash) => location.assign(hash), `#${name}`);
  await page.locator(`a[href="#${name}"][aria-current=page]`).waitFor();
  if (heading) await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

async function letTheAppDraw(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'The app draws the wait screen' }).check();
  await page.keyboard.press('Escape');
}

const screens = [390, 1280].flatMap((width) => ['light', 'dark'].map((theme) => [width, theme] as const));
describe.each(screens)('at %i pixels, %s', (width, theme) => {
  const look = { viewport: { width, height: 844 }, colorScheme: theme as 'light' | 'dark' };

  test('every page is clean to axe, fits its window and breaks no policy', async () => {
    const { page, troubles, close } = await bank.open('/', look, false);
    const looksRight = async (name: string) =>
      expect([name, await axe(page), await overflow(page), troubles]).toEqual([name, [], 0, []]);
    await looksRight('sign-in');
    await page.getByRole('button', { name: 'Ada Yılmaz' }).click();
    for (const [name, heading] of VIEWS) {
      await goTo(page, name, heading);
      await looksRight(name);
    }
    await close();
  });

  test('the page of the advisers is clean to axe, fits its window and breaks no policy', async () => {
    const { page, troubles, close } = await bank.open('/adviser?tempId=order-4711', look, false);
    await page.getByText('Back from call order-4711.').waitFor();
    expect([await axe(page), await overflow(page), troubles]).toEqual([[], 0, []]);
    await close();
  });

  test("settings, the bank's own wait screen and the steps are clean to axe", async () => {
    const { page, troubles, close } = await bank.open('/', look);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('switch', { name: 'What is happening' }).check();
    await page.getByRole('switch', { name: 'The app draws the wait screen' }).check();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await ask(page);
    await waitScreen(page).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Keep using the app' }).click();
    expect([await axe(page), await overflow(page), troubles]).toEqual([[], 0, []]);
    await close();
  });
});

test('no language is wider than a small phone, and right to left is laid out so', async () => {
  const { page, close } = await bank.open('/', { viewport: { width: 320, height: 640 } });
  for (const locale of ['en', 'tr', 'vi', 'nl', 'en-XB']) {
    await page.goto(new URL(`/?locale=${locale}`, page.url()).href);
    for (const [name] of VIEWS) {
      await goTo(page, name);
      expect([locale, name, await overflow(page)]).toEqual([locale, name, 0]);
    }
    const direction = await page.evaluate(() => document.documentElement.dir);
    expect([locale, direction]).toEqual([locale, locale === 'en-XB' ? 'rtl' : 'ltr']);
  }
  await close();
});

test('Help starts with what the backend granted, and by default the widget draws the wait', async () => {
  const { page, close } = await bank.open('/');
  await ask(page);
  await expect
    .poll(async () => (await calls(page)).map(([name]) => name))
    .toEqual(['getDeviceHash', 'startAnonymousOnlineHelp']);
  expect((await calls(page))[1]?.[1]).toEqual({
    customerId: '123456',
    customerName: 'Ada Yılmaz',
    transactionHash: 'ab'.repeat(32),
    helpType: 'CHAT',
    isLoggedIn: true,
    isBackground: false,
    visitorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  await emit(page, 'state', 'STARTED');
  await page.getByRole('button', { name: 'Open the chat' }).click();
  expect((await calls(page)).at(-1)).toEqual(['show']);
  await emit(page, 'unread', 2);
  await page.getByRole('button', { name: '2 unread messages Help' }).waitFor();
  await close();
});

test('the bank tells which pages are seen, and of who does not want it nothing but that', async () => {
  const { reports } = bank.alongside;
  reports.length = 0;
  const { page, close } = await bank.open('/');
  await goTo(page, 'cards', 'Cards');
  const titles = () =>
    reports
      .flatMap(({ events = [] }) => events as { type: string; data: { title: string } }[])
      .map(({ type, data }) => `${type} ${data?.title}`);
  await expect.poll(titles).toEqual(['page_view Home', 'page_left Home', 'page_view Cards']);
  expect(reports[0]).toMatchObject({ tenant: 'demo', consent: 'granted' });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Show my visit to the bank' }).uncheck();
  await expect.poll(() => reports.at(-1)).toMatchObject({ consent: 'denied' });
  await close();
});

test('notifications are offered: the browser subscribes, and its subscription is told', async () => {
  const { reports } = bank.alongside;
  const { page, troubles, close } = await bank.open('/');
  await page.context().grantPermissions(['notifications']);
  // A browser without a network cannot reach its push service; everything else is its own.
  await page.evaluate(() => {
    PushManager.prototype.subscribe = async () =>
      ({ endpoint: 'https://push.example/x', getKey: () => new Uint8Array(65).buffer }) as unknown as PushSubscription;
  });
  await page.getByRole('button', { name: 'Settings' }).click();
  const notify = page.getByRole('switch', { name: 'Notifications' });
  await notify.click();
  const told = () => JSON.parse(String(reports.findLast(({ pushToken }) => pushToken)?.pushToken ?? null)) as unknown;
  await expect.poll(told).toMatchObject({ endpoint: 'https://push.example/x' });
  expect(await notify.isChecked()).toBe(true);
  const worker = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
  expect([worker, troubles]).toEqual([new URL('/push-worker.js', page.url()).href, []]);
  await close();
});

test("the app's own wait screen lasts until an agent answers, over a reload too", async () => {
  const { page, close } = await bank.open('/');
  await letTheAppDraw(page);
  await ask(page);
  await waitScreen(page).waitFor();
  expect((await calls(page)).at(-1)?.[1]).toMatchObject({ isBackground: true });
  await page.reload();
  await waitScreen(page).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Waiting for someone from Meridian').first().waitFor();
  await page.getByRole('button', { name: 'Show' }).click();
  await waitScreen(page).waitFor();
  await stubbed(page);
  await emit(page, 'state', 'CHAT_INPROGRESS');
  await waitScreen(page).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: 'Start a chat' }).waitFor();
  expect(await waitScreen(page).count()).toBe(0);
  await close();
});

test('cancelling calls closeMessaging; where an agent was first the chat comes up instead', async () => {
  const { page, close } = await bank.open('/');
  await letTheAppDraw(page);
  await ask(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await waitScreen(page).waitFor({ state: 'detached' });
  expect((await calls(page)).at(-1)).toEqual(['closeMessaging', undefined]);

  await ask(page);
  await waitScreen(page).waitFor();
  await change(page, { outcome: 'started' });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await waitScreen(page).waitFor({ state: 'detached' });
  await expect.poll(async () => (await calls(page)).at(-1)).toEqual(['show']);
  await close();
});

test('what goes wrong is said with its code, and Help can be tapped again', async () => {
  const { page, close } = await bank.open('/');
  bank.alongside.answer = { status: 401, body: { isSuccess: false, message: 'Authorization failed' } };
  await ask(page);
  await page.getByRole('alert').getByText('help_unavailable').waitFor();
  bank.alongside.answer = { status: 200, body: { isSuccess: true, message: '', transactionHash: 'cd'.repeat(32) } };
  await ask(page);
  await expect.poll(async () => (await calls(page)).at(-1)?.[0]).toBe('startAnonymousOnlineHelp');
  expect(await page.getByRole('alert').count()).toBe(0);

  await letTheAppDraw(page);
  const failure = { errorCode: 'DLGEXCP_USER_IS_IN_CALL_NOW', errorMsg: '', correctiveAction: 'none' };
  await change(page, { failure });
  await ask(page);
  await page.getByRole('alert').getByText('You already have a conversation open').waitFor();
  await close();
});

test('signing out ends and forgets the conversation, and takes the widget off the page', async () => {
  const { page, close } = await bank.open('/');
  await stubbed(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome to Meridian' }).waitFor();
  // The widget is taken away once the page without it stands.
  const ends = async () => (await calls(page)).map(([name]) => name).filter((name) => /^(forget|destroy)$/.test(name));
  await expect.poll(ends).toEqual(['forget', 'destroy']);
  await close();
});

test('the keyboard is enough to send money', async () => {
  const { page, close } = await bank.open('/#transfer');
  await page.getByLabel('To whom').focus();
  await page.keyboard.type('Minh');
  await page.keyboard.press('Tab');
  await page.keyboard.type('12,50');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('€12.50 is on its way to Minh.').waitFor();
  await close();
});

test('the plain page starts a help with its ten lines', async () => {
  const { page, troubles, close } = await bank.open('/plain.html', {}, false);
  expect([await axe(page), await overflow(page)]).toEqual([[], 0]);
  await page.getByRole('button', { name: 'Help' }).click();
  await expect
    .poll(async () => (await calls(page)).at(-1))
    .toEqual([
      'startAnonymousOnlineHelp',
      expect.objectContaining({ customerId: '123456', transactionHash: 'ab'.repeat(32), isBackground: false }),
    ]);
  expect(troubles).toEqual([]);
  await close();
});
