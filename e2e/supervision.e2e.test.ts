import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askSurveys } from './src/ask-surveys.ts';
import { launch, openPage, type Watched } from './src/browser.ts';
import { openChat } from './src/chat.ts';
import { looks, SIZES } from './src/look.ts';
import { agent, customer } from './src/people.ts';
import { System } from './src/system.ts';
import { tabTo } from './src/tab-to.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
  await askSurveys(system.demo, 'Help');
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const SUPERVISOR = 3;
const go = async (page: Page, part: string, title: string) => {
  await page.goto(`${system.demo.console}#/${part}`);
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
};
const openBoard = (page: Page) => go(page, 'board', 'Board');
/** A figure of one queue on the board, by its column. */
const figure = async (page: Page, queue: string, column: string) => {
  const columns = await page.getByRole('columnheader').allTextContents();
  const nth = columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
  return page
    .getByRole('row', { name: new RegExp(`^${queue}`) })
    .locator('th, td')
    .nth(nth)
    .textContent();
};
const watch = (page: Page) => page.getByRole('link', { name: /^Watch the chat: / });
const whisper = async (page: Page, text: string) => {
  const field = page.locator('.composer textarea, .composer [role=textbox]').first();
  await field.fill(text);
  await field.press('Enter');
};
const nowhere = async (bank: Watched, text: string) =>
  expect(await customer.frame(bank.page).getByText(text).count()).toBe(0);

test('a supervisor watches unseen, whispers, joins, takes over and sends on; each is seen by whom it is meant for', async () => {
  const supervisor = await openPage(browser);
  const { page } = supervisor;
  await agent.signIn(page, system.demo, SUPERVISOR);
  await openBoard(page);
  await expect.poll(() => figure(page, 'Help', 'Answered')).toBe('0');
  // The administrator stands on the board too.
  await expect.poll(() => page.locator('.agents .agent').count()).toBe(system.demo.agents.length + 1);

  const { bank, desk } = await openChat(browser, system, 0);
  await expect.poll(() => figure(page, 'Help', 'Answered')).toBe('1');
  await expect.poll(() => figure(page, 'Help', 'Active')).toBe('1');
  await customer.write(bank.page, 'My card was refused.');
  await expect.poll(() => agent.texts(desk.page)).toHaveLength(1);

  const before = await customer.frame(bank.page).getByRole('log').textContent();
  await watch(page).click();
  await page.getByText('does not see you').waitFor();
  await page.getByText('My card was refused.').waitFor();
  await whisper(page, 'Ask for the last four digits.');
  await desk.page.getByText('Ask for the last four digits.').first().waitFor();
  // What comes after the note has reached the customer, so the note would have too.
  await agent.write(desk.page, 'One moment please.');
  await customer.frame(bank.page).getByText('One moment please.').waitFor();
  await nowhere(bank, 'Ask for the last four digits.');
  await nowhere(bank, 'Saskia Visser');
  expect(before).not.toContain('Saskia');

  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await customer.frame(bank.page).getByText('Saskia Visser joined the chat').waitFor();
  await page.getByText('sees you and can read').waitFor();
  await page.getByRole('button', { name: 'Take over' }).click();
  await agent.field(page).waitFor();
  await desk.page.getByText('Saskia Visser has taken over.').waitFor();
  await agent.write(page, 'I go on from here.');
  await customer.frame(bank.page).getByText('I go on from here.').waitFor();
  await customer.frame(bank.page).getByText('Saskia Visser took over the chat').waitFor();
  await nowhere(bank, 'Saskia Visser left the chat');
  await agent.end(page);
  const widget = customer.frame(bank.page);
  await widget.getByText('This chat has ended').first().waitFor();
  await widget.getByText('4', { exact: true }).click();
  await widget.getByLabel('Would you like to add anything?').fill('Two people, one answer. Thank you!');
  await widget.getByRole('button', { name: 'Send' }).click();
  await widget.getByText('Thank you for your answer.').waitFor();
  await go(page, 'surveys', 'Surveys');
  await page.getByText('Two people, one answer. Thank you!').waitFor();
  await openBoard(page);
  await agent.goAway(desk.page);
  await Promise.all([bank.context.close(), desk.context.close()]);

  const second = await openChat(browser, system, 1);
  const other = await openPage(browser);
  await agent.signIn(other.page, system.demo, 2);
  await agent.becomeAvailable(other.page);
  await openBoard(page);
  await watch(page).click();
  await page.getByRole('button', { name: 'Send elsewhere' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('option', { name: /Jonas Meijer.*available/ }).click();
  await dialog.getByLabel('Note for the colleague').fill('You know this better.');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await agent.accept(other.page);
  await other.page.getByText('You know this better.').first().waitFor();
  await nowhere(second.bank, 'You know this better.');
  await agent.end(other.page);
  await agent.goAway(other.page);
  await agent.goAway(second.desk.page);
  expect(supervisor.troubles).toEqual([]);
  await Promise.all([second.bank, second.desk, other, supervisor].map(({ context }) => context.close()));
});

test("reports have a line for the company's today whatever the reader's clock says, and the file of it can be had", async () => {
  const { page, context } = await openPage(browser, { acceptDownloads: true });
  await page.clock.setFixedTime(Date.now() - 2 * 86_400_000);
  await agent.signIn(page, system.demo, SUPERVISOR);
  await go(page, 'reports', 'Reports');
  await page.locator('.table tbody tr').first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  const csv = await readFile(await download.path(), 'utf8');
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Istanbul' }).format(new Date());
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  expect(csv).toContain(today);
  await context.close();
});

test('from the board into a chat, joined and left again, without a mouse', async () => {
  const chat = await openChat(browser, system, 2);
  const { page, context } = await openPage(browser);
  await agent.signIn(page, system.demo, SUPERVISOR);
  await tabTo(page, /^Board/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Board', level: 1 }).waitFor();
  await watch(page).waitFor();
  await tabTo(page, /^Watch the chat: /);
  await page.keyboard.press('Enter');
  await page.getByText('does not see you').waitFor();
  await tabTo(page, /^Join$/);
  await page.keyboard.press('Enter');
  await customer.frame(chat.bank.page).getByText('Saskia Visser joined the chat').waitFor();
  await tabTo(page, /^Leave$/, 80);
  await page.keyboard.press('Enter');
  await page.getByText('does not see you').waitFor();
  await agent.end(chat.desk.page);
  await agent.goAway(chat.desk.page);
  await Promise.all([chat.bank.context.close(), chat.desk.context.close(), context.close()]);
});

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)(
    'supervision holds in %s: no serious issue for axe, nothing wider than the screen',
    async (colorScheme) => {
      const chat = await openChat(browser, system, 0);
      await customer.write(chat.bank.page, 'Hello! My card was refused in a shop this morning.');
      await expect.poll(() => agent.texts(chat.desk.page)).toHaveLength(1);
      await agent.write(chat.desk.page, 'Good morning! Let me look at it with you.');
      const { page, context } = await openPage(browser, { viewport, colorScheme, hasTouch: size === 'phone' });
      await agent.signIn(page, system.demo, SUPERVISOR);
      const { look, issues } = looks(`${size}-${colorScheme}`);
      await openBoard(page);
      await watch(page).waitFor();
      await look(page, 'supervision-board');
      await watch(page).click();
      await page.getByText('Let me look at it with you.').waitFor();
      await look(page, 'supervision-watch');
      await whisper(page, 'Her card is blocked since Friday; offer a new one.');
      await page.getByText('offer a new one').waitFor();
      await look(page, 'supervision-whisper');
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await page.getByText('sees you and can read').waitFor();
      await page.getByText(/Saskia Visser.*joined|You joined/).waitFor();
      await look(page, 'supervision-join');
      await page.getByRole('button', { name: 'Take over' }).click();
      await chat.desk.page.getByText('Saskia Visser has taken over.').waitFor();
      await agent.field(page).waitFor();
      await look(page, 'supervision-take-over');
      await agent.end(page);
      await go(page, 'reports', 'Reports');
      await page.locator('.table tbody tr').first().waitFor();
      await look(page, 'supervision-reports');
      await go(page, 'surveys', 'Surveys');
      await expect.poll(() => page.locator('.page .skeleton').count()).toBe(0);
      await look(page, 'supervision-surveys');
      await agent.goAway(chat.desk.page);
      expect(issues).toEqual([]);
      await Promise.all([chat.bank.context.close(), chat.desk.context.close(), context.close()]);
    },
  );
});
