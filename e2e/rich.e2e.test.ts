import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { closeChat, openChat } from './src/chat.ts';
import { looks, SIZES } from './src/look.ts';
import { agent, customer } from './src/people.ts';
import { System } from './src/system.ts';
import { tabTo } from './src/tab-to.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const compose = async (page: Page) => {
  await page.getByRole('button', { name: 'Buttons, lists, links and times' }).click();
  return page.getByRole('dialog', { name: 'Interactive message' });
};
const answers = (page: Page) => customer.frame(page).locator('.answers button');

test('quick replies are written without a mouse, answered by a press, and the answer is told apart', async () => {
  const chat = await openChat(browser, system, 0);
  const { bank, desk } = chat;
  const { page } = desk;
  await tabTo(page, /^Buttons, lists, links and times/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Interactive message' });
  await dialog.waitFor();
  await tabTo(page, /^Text/);
  await page.keyboard.type('Shall I send a new card?');
  await tabTo(page, /^Choice 1/);
  await page.keyboard.type('Yes, please');
  await tabTo(page, /^Choice 2/);
  await page.keyboard.type('<b>No</b>');
  await dialog.getByRole('list', { name: 'Quick replies' }).getByText('Yes, please').waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });

  await expect.poll(() => answers(bank.page).allTextContents()).toEqual(['Yes, please', '<b>No</b>']);
  await answers(bank.page).first().click();
  await expect.poll(() => customer.texts(bank.page)).toEqual(['Shall I send a new card?', 'Yes, please']);
  // One answer is one: the buttons have done their work.
  await expect.poll(() => answers(bank.page).first().isDisabled()).toBe(true);
  await page.getByText('chosen from a message').waitFor();
  expect((await agent.texts(page)).at(-1)).toBe('Yes, please');
  await closeChat(chat);
});

test('a link that is no web address is not sent, and what is missing is said at its field', async () => {
  const chat = await openChat(browser, system, 1);
  const dialog = await compose(chat.desk.page);
  await dialog.getByLabel('Kind').selectOption('Link');
  await dialog.getByLabel('Title').fill('Fees');
  await dialog.getByLabel('Address', { exact: true }).fill('javascript:alert(1)');
  await dialog.getByLabel('Address of a picture').fill('https://meridian.example/fees.png');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.getByText('Fill in this field.').waitFor();
  await dialog.getByLabel('Address', { exact: true }).fill('https://meridian.example/fees');
  await dialog.getByRole('button', { name: 'Send' }).click();
  const link = customer.frame(chat.bank.page).getByRole('link', { name: /Fees/ });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe('https://meridian.example/fees');
  expect(await link.getAttribute('rel')).toContain('noopener');
  await closeChat(chat);
});

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)('interactive messages hold in %s', async (colorScheme) => {
    const options = { viewport, colorScheme, hasTouch: size === 'phone' };
    const [bank, desk] = await Promise.all([openPage(browser, options), openPage(browser, options)]);
    const { look, issues } = looks(`${size}-${colorScheme}`);
    await customer.signIn(bank.page, system.demo, 2);
    await agent.signIn(desk.page, system.demo, 2);
    await customer.tapHelp(bank.page);
    await agent.becomeAvailable(desk.page);
    await agent.accept(desk.page);

    let dialog = await compose(desk.page);
    await dialog.getByLabel('Kind').selectOption('List');
    await dialog.getByLabel('Title').fill('Your new card');
    await dialog.getByLabel('Text', { exact: true }).fill('Which one shall it be?');
    await dialog.getByLabel('Choice 1', { exact: true }).fill('Debit card');
    await dialog.getByLabel('Choice 2', { exact: true }).fill('Credit card with travel insurance');
    await look(desk.page, 'console-rich-dialog');
    await dialog.getByRole('button', { name: 'Send' }).click();
    dialog = await compose(desk.page);
    await dialog.getByLabel('Kind').selectOption('Times');
    await dialog.getByLabel('Title').fill('Talk to an adviser');
    await dialog.getByLabel('What it is about').fill('A call of half an hour');
    await dialog.getByLabel('Time 1', { exact: true }).fill('2030-03-05T10:30');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => answers(bank.page).count()).toBe(3);
    await look(bank.page, 'chat-rich');
    await answers(bank.page).nth(1).click();
    await desk.page.getByText('chosen from a message').waitFor();
    await look(desk.page, 'console-rich');
    await agent.end(desk.page);
    await desk.page.getByRole('button', { name: 'Close without a note' }).click();
    await agent.goAway(desk.page);
    expect(issues).toEqual([]);
    await Promise.all([bank.context.close(), desk.context.close()]);
  });
});
