import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage, type Watched } from './src/browser.ts';
import { agent, customer } from './src/people.ts';
import { System } from './src/system.ts';
import { tabTo } from './src/tab-to.ts';

let system: System;
let browser: Browser;
let bank: Watched;
let desk: Watched;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
  [bank, desk] = await Promise.all([openPage(browser), openPage(browser)]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

test('the whole job is done without a mouse, on both sides', async () => {
  await desk.page.goto(system.demo.console);
  await desk.page.getByLabel('E-mail').waitFor();
  await tabTo(desk.page, /^E-mail/);
  await desk.page.keyboard.type(system.demo.agents[0]?.email ?? '');
  await tabTo(desk.page, /^Password/);
  await desk.page.keyboard.type(system.demo.agents[0]?.password ?? '');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByRole('switch', { name: 'Receive chats' }).waitFor();
  await desk.page.keyboard.press('Alt+p');
  await desk.page.getByText('New chats ring here').waitFor();

  await bank.page.goto(system.demo.bank);
  await bank.page.getByRole('heading', { name: 'Welcome to Meridian' }).waitFor();
  await tabTo(bank.page, /Customer since/);
  await bank.page.keyboard.press('Enter');
  await bank.page.getByRole('button', { name: 'Start a chat' }).first().waitFor();
  await tabTo(bank.page, /Start a chat/);
  await bank.page.keyboard.press('Enter');

  await desk.page.getByRole('button', { name: /^Accept / }).waitFor();
  await desk.page.keyboard.press('a');
  await agent.field(desk.page).waitFor();
  const field = customer.frame(bank.page).getByRole('textbox', { name: 'Your message' });
  await field.waitFor();
  await tabTo(bank.page, /^Your message/);
  await bank.page.keyboard.type('Is anybody there?');
  await bank.page.keyboard.press('Enter');
  await expect.poll(() => agent.texts(desk.page)).toEqual(['Is anybody there?']);

  await desk.page.keyboard.type('Yes!');
  await desk.page.keyboard.press('Enter');
  await expect.poll(() => customer.texts(bank.page)).toEqual(['Is anybody there?', 'Yes!']);
  await desk.page.keyboard.press('Alt+n');
  await desk.page.getByRole('textbox', { name: /^Note for colleagues/ }).waitFor();
  await desk.page.keyboard.type('Asked whether anybody is there.');
  await desk.page.keyboard.press('Enter');
  await desk.page.locator('.note').getByText('Asked whether anybody is there.').waitFor();
  expect(await customer.texts(bank.page)).toEqual(['Is anybody there?', 'Yes!']);

  await desk.page.keyboard.press('Alt+e');
  await desk.page.getByRole('dialog').waitFor();
  await desk.page.keyboard.type('Answered.');
  await desk.page.keyboard.press('Control+Enter');
  await customer.frame(bank.page).getByText('This chat has ended').first().waitFor();
  await expect.poll(() => desk.page.getByText('No chat is open').count()).toBe(1);
});
