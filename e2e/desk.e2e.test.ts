import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { closeChat, openChat } from './src/chat.ts';
import { seriousIssues } from './src/look.ts';
import { agent, customer } from './src/people.ts';
import { System } from './src/system.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

/** A picture of one red pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** How many of these pictures have been drawn as the pixel that was sent. */
const shown = (pictures: Locator) =>
  pictures.evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth === 1).length);

test('two tabs of one agent agree', async () => {
  const chat = await openChat(browser, system, 0);
  const other = await chat.desk.context.newPage();
  await other.goto(system.demo.console);
  await other.getByText('New chats ring here').waitFor();
  await customer.write(chat.bank.page, 'Hello, both of you.');
  await other.getByText('Hello, both of you.').first().waitFor();
  await agent.goAway(other);
  await chat.desk.page.getByText('No chats ring here').waitFor();
  await agent.becomeAvailable(chat.desk.page);
  await other.getByText('New chats ring here').waitFor();
  await other.close();
  await closeChat(chat);
});

test('a chat is transferred to a colleague with a note that the customer does not see', async () => {
  const chat = await openChat(browser, system, 1);
  const colleague = await openPage(browser);
  await agent.signIn(colleague.page, system.demo, 2);
  await agent.becomeAvailable(colleague.page);
  await customer.write(chat.bank.page, 'I need somebody who knows mortgages.');
  await expect.poll(() => agent.texts(chat.desk.page)).toHaveLength(1);

  await chat.desk.page.getByRole('button', { name: 'Transfer', exact: true }).click();
  const dialog = chat.desk.page.getByRole('dialog');
  await dialog.getByRole('option', { name: /available/ }).click();
  await dialog.getByLabel('Note for the colleague').fill('Asks about mortgages.');
  await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();

  await colleague.page.getByText('Asks about mortgages.').first().waitFor();
  await agent.accept(colleague.page);
  await agent.write(colleague.page, 'That would be me.');
  await expect
    .poll(() => customer.texts(chat.bank.page))
    .toEqual(['I need somebody who knows mortgages.', 'That would be me.']);
  expect(await customer.frame(chat.bank.page).getByText('Asks about mortgages.').count()).toBe(0);
  await closeChat({ bank: chat.bank, desk: colleague });
  await agent.goAway(chat.desk.page);
  await chat.desk.context.close();
});

test('pictures go both ways', async () => {
  const chat = await openChat(browser, system, 2);
  const picture = { name: 'receipt.png', mimeType: 'image/png', buffer: PIXEL };
  await customer.frame(chat.bank.page).locator('input[type=file]').setInputFiles(picture);
  await customer.frame(chat.bank.page).getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => shown(chat.desk.page.locator('.bubble img'))).toBe(1);
  await chat.desk.page.locator('input[type=file]').setInputFiles({ ...picture, name: 'form.png' });
  await agent.field(chat.desk.page).press('Enter');
  await expect.poll(() => shown(customer.frame(chat.bank.page).locator('.bubble img'))).toBe(2);

  await chat.desk.page.getByRole('button', { name: /^Keep as document.*receipt\.png$/ }).click();
  const dialog = chat.desk.page.getByRole('dialog', { name: 'Keep receipt.png as a document' });
  await dialog.getByLabel('Description (optional)').fill('The receipt.');
  expect(await seriousIssues(chat.desk.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await dialog.getByRole('alert').getByText('Your company has set up no document store.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await closeChat(chat);
});

test('who signs out of the bank leaves no conversation behind on the device', async () => {
  const chat = await openChat(browser, system, 0);
  await customer.write(chat.bank.page, 'A secret between us.');
  await expect.poll(() => agent.texts(chat.desk.page)).toHaveLength(1);
  await chat.bank.page.getByRole('button', { name: 'Settings' }).click();
  await chat.bank.page.getByRole('button', { name: 'Sign out' }).click();
  await chat.bank.page.getByRole('heading', { name: 'Welcome to Meridian' }).waitFor();
  await chat.desk.page.getByText('The chat has ended').waitFor();

  await customer.signIn(chat.bank.page, system.demo, 1);
  await chat.bank.page.getByRole('button', { name: 'Start a chat' }).first().waitFor();
  for (const frame of chat.bank.page.frames()) expect(await frame.getByText('A secret between us.').count()).toBe(0);
  await Promise.all([chat.bank.context.close(), chat.desk.context.close()]);
});
