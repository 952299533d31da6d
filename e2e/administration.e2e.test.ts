import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { picture, seriousIssues } from './src/look.ts';
import { agent } from './src/people.ts';
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

const open = async (page: Page, part: string) => {
  await page.goto(`${system.demo.console}#/admin/${part}`);
  await page.locator('.page-title').waitFor();
  await expect.poll(() => page.locator('.page .skeleton').count()).toBe(0);
};
/** The form of the first thing in a list. */
const first = async (page: Page, section: string) => {
  await open(page, section);
  await page.locator('.thing-link').first().click();
  await page.locator('.admin-form').waitFor();
};

test('a skill is made, given to a queue, refused to be deleted, changed and deleted without a mouse', async () => {
  const { page, context, troubles } = await openPage(browser);
  await agent.signInAs(page, system.demo, system.demo.admin);
  await tabTo(page, /^Administration/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Company', level: 1 }).waitFor();
  await tabTo(page, /^Skills/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Skills', level: 1 }).waitFor();
  await tabTo(page, /^New skill/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'New skill', level: 1 }).waitFor();

  await page.keyboard.press('Control+Enter');
  await tabTo(page, /^Name/);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Fill in this field.').waitFor();
  await page.keyboard.type('Accounts');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Accounts is saved.').waitFor();

  await tabTo(page, /^Queues/, 120);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Queues', level: 1 }).waitFor();
  await tabTo(page, /^Help/);
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: 'Help' }).waitFor();
  await tabTo(page, /^Add a skill to ring 1/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Accounts' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('From the start: Accounts ≥ 3').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Help is saved.').waitFor();

  const skill = async () => {
    await open(page, 'skills');
    await tabTo(page, /^Accounts/, 120);
    await page.keyboard.press('Enter');
    await page.getByRole('form', { name: 'Accounts' }).waitFor();
  };
  await skill();
  await tabTo(page, /^Delete/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Accounts is in use' }).getByRole('link', { name: 'Help' }).waitFor();
  await page.keyboard.press('Escape');

  await open(page, 'queues');
  await tabTo(page, /^Help/, 120);
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: 'Help' }).waitFor();
  await tabTo(page, /^Remove Accounts from ring 1/, 120);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Queues', level: 1 }).waitFor();

  await skill();
  await tabTo(page, /^Description/);
  await page.keyboard.type('Balances and orders');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Balances and orders').waitFor();
  await skill();
  await tabTo(page, /^Delete/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Delete Accounts?' }).waitFor();
  await tabTo(page, /^Delete$/);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByText('Accounts', { exact: true }).count()).toBe(0);
  expect(troubles).toEqual([]);
  await context.close();
});

test('a form that is left for something urgent is kept, and the way back is offered', async () => {
  const { page, context } = await openPage(browser);
  await agent.signInAs(page, system.demo, system.demo.admin);
  await open(page, 'canned/new');
  await page.getByLabel('Title').fill('Morning');
  await page.getByLabel('Text', { exact: true }).fill('Good morning {name}, I am {agent}.');
  await page.getByText('Good morning Ada Jansen, I am Noor Bakker.').waitFor();
  await page.getByRole('link', { name: 'Board' }).click();
  await page.getByText('Your changes to New reply are not saved.').waitFor();
  await page.getByRole('button', { name: 'Go on editing' }).click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Morning');
  await page.getByRole('textbox', { name: 'Shortcut' }).fill('not a word');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Letters, digits, - and _ only').waitFor();
  await page.getByRole('textbox', { name: 'Shortcut' }).fill('morning');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Prepared replies', level: 1 }).waitFor();

  await page.getByRole('link', { name: /^Morning/ }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Morning');
  await context.close();
});

const BOTH = [
  ['channels', ['textbox', 'Welcome text', 'Welcome!'], ['textbox', 'Name', 'Our app']],
  ['queues', ['spinbutton', 'Priority', '3'], ['textbox', 'Name', 'Help for all']],
  ['people', ['textbox', 'Staff number', '4711'], ['textbox', 'Name', 'Ada of the bank']],
] as const;

test.each(BOTH)(
  'of two administrators who change %s at once the second is told by whom, and keeps what both have typed',
  async (section, theirs, mine) => {
    const [one, other] = await Promise.all([openPage(browser), openPage(browser)]);
    const field = (page: Page, [role, name]: readonly [...(typeof mine | typeof theirs)]) =>
      page.getByRole(role, { name, exact: true });
    for (const { page } of [one, other]) {
      await agent.signInAs(page, system.demo, system.demo.admin);
      await first(page, section);
    }
    await field(one.page, theirs).fill(theirs[2]);
    await field(other.page, mine).fill(mine[2]);
    await one.page.keyboard.press('Control+Enter');
    await one.page.getByText(/ is saved\.$/).waitFor();
    await other.page.keyboard.press('Control+Enter');
    await other.page.getByText(/^Noor Bakker saved this on .* after you had opened it/).waitFor();
    expect(await field(other.page, mine).inputValue()).toBe(mine[2]);
    await picture(other.page, `admin-${section}-conflict`);
    // Saved once more it is refused once more: nothing goes over theirs unseen.
    await other.page.keyboard.press('Control+Enter');
    await other.page.getByRole('button', { name: 'Bring in their changes' }).click();
    await other.page.getByText('Their changes are in, and yours are kept.').waitFor();
    await expect.poll(() => field(other.page, theirs).inputValue()).toBe(theirs[2]);
    expect(await field(other.page, mine).inputValue()).toBe(mine[2]);
    await other.page.keyboard.press('Control+Enter');
    await other.page.getByText(/ is saved\.$/).waitFor();
    // By its new name: it may stand elsewhere in the list now.
    await open(other.page, section);
    await other.page.locator('.thing-link').filter({ hasText: mine[2] }).click();
    await expect.poll(() => field(other.page, theirs).inputValue()).toBe(theirs[2]);
    expect(await field(other.page, mine).inputValue()).toBe(mine[2]);
    await Promise.all([one.context.close(), other.context.close()]);
  },
);

const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1280, height: 800 }],
] as const;

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)(
    'administration holds in %s: no serious issue for axe, nothing wider than the screen',
    async (colorScheme) => {
      const { page, context, troubles } = await openPage(browser, {
        viewport,
        colorScheme,
        hasTouch: size === 'phone',
      });
      await agent.signInAs(page, system.demo, system.demo.admin);
      const issues: string[] = [];
      const look = async (name: string) => {
        issues.push(...(await seriousIssues(page)).map((issue) => `${name}: ${issue}`));
        const wider = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (wider !== 0) issues.push(`${name}: is ${wider} px wider than the screen`);
        await picture(page, `admin-${name}-${size}-${colorScheme}`);
      };
      const sections =
        'company people queues skills hours weights canned channels push visitors keys webhooks services audit decisions';
      for (const section of sections.split(' ')) {
        await open(page, section);
        await look(section);
      }
      for (const section of ['people', 'queues', 'skills', 'hours', 'canned', 'channels', 'webhooks']) {
        await open(page, `${section}/new`);
        await look(`${section}-new`);
      }
      for (const section of ['people', 'queues', 'channels']) {
        await first(page, section);
        await look(`${section}-one`);
      }
      await page.goto(`${system.demo.console}#/call-backs`);
      await page.getByText('Nobody waits for a call').waitFor();
      await look('call-backs');
      expect(issues).toEqual([]);
      expect(troubles).toEqual([]);
      await context.close();
    },
  );
});
