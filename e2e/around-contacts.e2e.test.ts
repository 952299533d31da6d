import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { openChat } from './src/chat.ts';
import { picture, seriousIssues } from './src/look.ts';
import { agent, customer } from './src/people.ts';
import { setQueue } from './src/set-queue.ts';
import { System } from './src/system.ts';

/** What stands around a contact: a call-back instead of it, another queue, the time after it, and how it went. */
let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const PLAIN = { survey: false, callBackAfterSeconds: null, afterContactSeconds: 0, overflow: null };
const help = (change: object) => setQueue(system.demo, 'Help', { ...PLAIN, ...change });
afterEach(() => help({}));

const SUPERVISOR = 3;
const go = async (page: Page, part: string, title: string) => {
  await page.goto(`${system.demo.console}#/${part}`);
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
};

test('a customer asks to be called back from the wait; one agent takes it, calls, and is done; the report has it', async () => {
  await help({ callBackAfterSeconds: 0 });
  const [bank, one, other] = await Promise.all([openPage(browser), openPage(browser), openPage(browser)]);
  await customer.signIn(bank.page, system.demo, 0);
  const name = (await bank.page.evaluate(() => fetch('/api/session').then((answer) => answer.json()))).customer.name;
  await customer.tapHelp(bank.page);
  const widget = customer.frame(bank.page);
  await widget.getByRole('button', { name: 'Call me back instead' }).click();
  const number = widget.getByLabel('Your telephone number');
  await number.fill('none');
  await widget.getByRole('button', { name: 'Call me back', exact: true }).click();
  await widget.getByText('Please enter a telephone number.').waitFor();
  await number.fill('+31 20 123 4567');
  await widget.getByLabel('What is it about?').fill('My card, after five.');
  await picture(bank.page, 'call-back-ask');
  await widget.getByRole('button', { name: 'Call me back', exact: true }).click();
  await widget.getByText('We will call you back').first().waitFor();
  await picture(bank.page, 'call-back-asked');

  for (const [nth, { page }] of [one, other].entries()) {
    await agent.signIn(page, system.demo, nth);
    await go(page, 'call-backs', 'Call-backs');
    await page.getByText('+31 20 123 4567').waitFor();
    await page.getByText('My card, after five.').waitFor();
  }
  await one.page.getByRole('button', { name: `Take the call-back of ${name}` }).click();
  await one.page.getByText(`It is yours. Call ${name} now.`).waitFor();
  expect(await one.page.getByRole('link', { name: '+31 20 123 4567' }).getAttribute('href')).toBe('tel:+31201234567');
  await other.page.getByRole('button', { name: `Take the call-back of ${name}` }).click();
  await other.page.getByText(`A colleague has already taken ${name}.`).waitFor();
  await one.page.getByRole('button', { name: `Mark the call-back of ${name} as done` }).click();
  await one.page.getByText('Nobody is being called').waitFor();
  await one.page.getByRole('radio', { name: 'Done' }).click();
  await one.page.getByText('taken by you').waitFor();
  await one.page.getByRole('button', { name: `Read what ${name} wrote before` }).click();
  await one.page.getByText(`${name} asked to be called back at +31 20 123 4567`).waitFor();

  const boss = await openPage(browser);
  await agent.signIn(boss.page, system.demo, SUPERVISOR);
  await go(boss.page, 'reports', 'Reports');
  const today = boss.page.locator('.table tbody tr').first();
  await today.waitFor();
  expect((await today.locator('td').allTextContents()).slice(0, 3)).toEqual(['1', '0', '1']);
  expect([bank, one, other, boss].flatMap(({ troubles }) => troubles)).toEqual([]);
  await Promise.all([bank, one, other, boss].map(({ context }) => context.close()));
});

test('a customer says how it went; the supervisor reads it, and the report of the agent has the score', async () => {
  await help({ survey: true });
  const { bank, desk } = await openChat(browser, system, 1);
  await agent.end(desk.page);
  const widget = customer.frame(bank.page);
  await widget.getByText('How did we do?').waitFor();
  await widget.getByText('5', { exact: true }).click();
  await widget.getByLabel('Would you like to add anything?').fill('Quick and kind.');
  await widget.getByRole('button', { name: 'Send' }).click();
  await widget.getByText('Thank you for your answer.').waitFor();
  // It is answered once: it does not come back with the page.
  await bank.page.reload();
  await desk.page.getByText(/gave 5 of 5\. Quick and kind\./).waitFor();
  await agent.goAway(desk.page);

  const boss = await openPage(browser, { acceptDownloads: true });
  await agent.signIn(boss.page, system.demo, SUPERVISOR);
  await go(boss.page, 'surveys', 'Surveys');
  await boss.page.getByText('Quick and kind.').waitFor();
  await boss.page.getByRole('img', { name: '5 of 5' }).waitFor();
  await go(boss.page, 'reports', 'Reports');
  await boss.page.getByRole('radio', { name: 'Agent' }).click();
  await expect.poll(() => boss.page.locator('.table tbody tr').filter({ hasText: '5 ★' }).count()).toBe(1);
  const [download] = await Promise.all([
    boss.page.waitForEvent('download'),
    boss.page.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toMatch(/,5\s*$/m);
  await Promise.all([bank, desk, boss].map(({ context }) => context.close()));
});

test('what overflows says so to the agent who takes it, and nothing to the customer', async () => {
  const other = await setQueue(system.demo, 'Cards and loans', PLAIN, 'Help');
  await help({ overflow: { afterSeconds: 1, queueId: other } });
  const [bank, desk] = await Promise.all([openPage(browser), openPage(browser)]);
  await customer.signIn(bank.page, system.demo, 2);
  await agent.signIn(desk.page, system.demo, 2);
  await customer.tapHelp(bank.page);
  await desk.page
    .getByRole('grid', { name: /^Queue Cards and loans/ })
    .getByRole('row')
    .first()
    .waitFor();
  await agent.becomeAvailable(desk.page);
  await agent.accept(desk.page);
  await desk.page.getByText(/^Waited .* and went on from Help to Cards and loans$/).waitFor();
  await customer.write(bank.page, 'Hello?');
  await expect.poll(() => customer.texts(bank.page)).toEqual(['Hello?']);
  expect(await customer.frame(bank.page).getByRole('log').textContent()).not.toContain('Cards and loans');
  await picture(desk.page, 'console-overflowed');
  await agent.end(desk.page);
  await agent.goAway(desk.page);
  await Promise.all([bank, desk].map(({ context }) => context.close()));
});

const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
] as const;

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)(
    'the time after a contact is counted down in %s, and its agent ends it by key',
    async (colorScheme) => {
      await help({ afterContactSeconds: 600 });
      const chat = await openChat(browser, system, 0);
      const { page, context, troubles } = await openPage(browser, {
        viewport,
        colorScheme,
        hasTouch: size === 'phone',
      });
      await agent.signIn(page, system.demo, 0);
      await agent.end(chat.desk.page);
      if (size === 'phone') await page.goto(`${system.demo.console}#/`);
      const left = page.getByText(/^New chats ring in \d+:\d\d$/);
      await left.waitFor();
      const before = await left.textContent();
      await expect.poll(() => left.textContent()).not.toBe(before);
      const issues = await seriousIssues(page);
      await picture(page, `console-after-contact-${size}-${colorScheme}`);
      expect(issues).toEqual([]);
      const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(wider).toBe(0);
      if (colorScheme === 'light') await page.getByRole('button', { name: 'Ready now' }).click();
      else await page.keyboard.press('Alt+r');
      await page.getByText('New chats ring here').waitFor();
      expect(await left.count()).toBe(0);
      expect([...chat.desk.troubles, ...troubles]).toEqual([]);
      await agent.goAway(page);
      await Promise.all([chat.bank.context.close(), chat.desk.context.close(), context.close()]);
    },
  );
});
