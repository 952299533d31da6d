import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from '../src/browser.ts';
import { bothSides, picture, seriousIssues } from '../src/look.ts';
import { agent, customer } from '../src/people.ts';
import { System } from '../src/system.ts';
import { looking, sharing } from '../src/together.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const SIZES = [
  ['phone', { width: 390, height: 844 }],
  ['desktop', { width: 1440, height: 900 }],
] as const;

test('both sides show the same at the same moment, but for what only the bank sees', { timeout: 120_000 }, async () => {
  const viewport = { width: 1280, height: 800 };
  const [bank, desk] = await Promise.all([openPage(browser, { viewport }), openPage(browser, { viewport })]);
  await customer.signIn(bank.page, system.demo, 1);
  await agent.signIn(desk.page, system.demo, 1);
  await customer.tapHelp(bank.page);
  await agent.becomeAvailable(desk.page);
  await agent.accept(desk.page);
  await customer.write(bank.page, 'I am stuck at the loan. What goes in there?');
  await agent.write(desk.page, 'Let us look at it together.');
  await desk.page.getByRole('button', { name: 'Look at the page together' }).click();
  await customer.frame(bank.page).getByRole('button', { name: 'Yes, together' }).click();
  await sharing.press(bank.page, 'Allow');
  await looking.shows(desk.page, 'document.querySelector("h1")');
  await bank.page.goto(new URL('/loan-person.html', system.demo.bank).href);
  await bank.page.getByLabel('Employer').fill('Analytical Engines Ltd.');
  await bank.page.getByLabel('Something only the bank').fill('a family matter');
  await looking.shows(desk.page, 'document.querySelector("#loan-employer")?.value');
  await looking.tool(desk.page, 'Draw').click();
  const field = await looking.place(desk.page, '#loan-income');
  await desk.page.mouse.move(field.x - 40, field.y);
  await desk.page.mouse.down();
  await desk.page.mouse.move(field.x + 40, field.y, { steps: 6 });
  // While the button is held the line does not fade.
  await expect.poll(() => sharing.marks(bank.page, 'path', 'stroke: rgb'), { timeout: 15_000 }).toBe(1);
  const shown =
    'document.body.textContent + [...document.querySelectorAll("input,textarea")].map(({ value }) => value)';
  const [own, copied] = await Promise.all([bank.page.evaluate(shown), looking.copy(desk.page).evaluate(shown)]);
  expect(own).toContain('a family matter');
  expect(copied).toContain('Analytical Engines Ltd.');
  expect(copied).not.toContain('a family matter');
  await bothSides(browser, bank.page, desk.page, 'co-browse-console-both-sides');
  await desk.page.mouse.up();
  await sharing.press(bank.page, 'End sharing');
  await agent.end(desk.page);
  await desk.page.getByRole('button', { name: 'Close without a note' }).click();
  await agent.goAway(desk.page);
  await Promise.all([bank.context.close(), desk.context.close()]);
});

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)(
    'looking together holds in %s',
    async (colorScheme) => {
      const options = { viewport, colorScheme, hasTouch: size === 'phone' };
      const [bank, desk] = await Promise.all([openPage(browser, options), openPage(browser, options)]);
      const { page } = desk;
      for (const one of [bank.page, page]) one.setDefaultTimeout(20_000);
      const issues: string[] = [];
      const look = async (on: Page, name: string) => {
        issues.push(...(await seriousIssues(on)).map((issue) => `${name}: ${issue}`));
        const wider = await on.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        if (wider !== 0) issues.push(`${name}: is ${wider} px wider than the screen`);
        // Of two pages one may not have been drawn since it changed.
        await on.bringToFront();
        await on.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
        await picture(on, `${name}-${size}-${colorScheme}`);
      };
      await customer.signIn(bank.page, system.demo);
      await agent.signIn(page, system.demo);
      await look(bank.page, 'bank-together');
      await bank.page.goto(new URL('/loan-person.html', system.demo.bank).href);
      await bank.page.getByLabel('Employer').fill('Analytical Engines Ltd.');
      await bank.page.getByLabel('Something only the bank').fill('a family matter');
      await look(bank.page, 'bank-loan');
      const code = await sharing.code(bank.page);
      await look(bank.page, 'bank-code');
      await page.keyboard.press('Alt+b');
      await page.getByRole('textbox', { name: 'Code' }).fill('111 222 333');
      await page.keyboard.press('Enter');
      await page.getByText('This code does not work.').waitFor();
      await look(page, 'console-code');
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await page.keyboard.press('Enter');
      await page.getByText('A question stands on their page').waitFor();
      await look(page, 'console-page-asked');
      await sharing.says(bank.page, 'asks to see this page');
      await look(bank.page, 'bank-asked');
      await sharing.press(bank.page, 'Allow');
      await looking.shows(page, 'document.querySelector("h1")');
      await looking.tool(page, 'Draw').click();
      const field = await looking.place(page, '#loan-income');
      await page.mouse.move(field.x - 60, field.y);
      await page.mouse.down();
      await page.mouse.move(field.x, field.y - 12, { steps: 6 });
      await page.mouse.move(field.x + 60, field.y + 8, { steps: 6 });
      await page.mouse.up();
      await look(page, 'console-page');
      await look(bank.page, 'bank-shared');
      await looking.tool(page, 'Click and type').click();
      await page.getByText('The customer is being asked whether you may click').waitFor();
      await look(page, 'console-page-control-asked');
      await sharing.press(bank.page, 'Allow');
      await page.getByRole('button', { name: 'Give back control' }).waitFor();
      await look(page, 'console-page-control');
      await looking.tool(page, 'Offer a page or a document').click();
      await page.getByLabel('Address', { exact: true }).waitFor();
      await look(page, 'console-page-offer');
      await page.keyboard.press('Escape');
      if (size === 'desktop') {
        await page.getByRole('button', { name: 'Fill the window' }).click();
        await looking.shows(page, 'document.querySelector("h1")');
        await look(page, 'console-page-full');
        await page.getByRole('button', { name: 'Beside the chat' }).click();
      }
      await page.getByRole('button', { name: 'Put aside' }).click();
      await page.getByRole('button', { name: 'Show the page' }).waitFor();
      await look(page, 'console-page-aside');
      await page.getByRole('button', { name: 'Show the page' }).click();
      await sharing.press(bank.page, 'Pause');
      await page.getByText('The customer has paused sharing').waitFor();
      await look(page, 'console-page-paused');
      await sharing.press(bank.page, 'Go on');
      await looking.shows(page, 'document.querySelector("h1")');
      await bank.page.goto(new URL('/plain.html', system.demo.bank).href);
      await page.getByText('The customer has left the shared pages').waitFor();
      await look(page, 'console-page-left');
      await bank.page.goto(new URL('/loan-check.html', system.demo.bank).href);
      await looking.shows(page, 'document.querySelector("#loan-card")');
      await bank.context.setOffline(true);
      await bank.page.close();
      await page
        .getByText(/The customer’s connection is gone|The customer has left/)
        .first()
        .waitFor();
      await look(page, 'console-page-lost');
      await page.getByRole('button', { name: 'Stop looking' }).click();
      await page.getByText('You ended it.').waitFor();
      await look(page, 'console-page-ended');
      expect(issues).toEqual([]);
      // The pictures themselves bring a style along, which the bank's policy refuses.
      const troubles = [...bank.troubles, ...desk.troubles].filter((trouble) => !trouble.includes('inline style'));
      expect(troubles).toEqual([]);
      await Promise.all([bank.context.close(), desk.context.close()]);
    },
    300_000,
  );

  test.each(['light', 'dark'] as const)('its administration holds in %s', async (colorScheme) => {
    const desk = await openPage(browser, { viewport, colorScheme, hasTouch: size === 'phone' });
    const { page } = desk;
    const issues: string[] = [];
    await agent.signInAs(page, system.demo, system.demo.admin);
    await page.goto(`${system.demo.console}#/admin/cobrowse`);
    await page.getByRole('heading', { level: 1, name: 'Looking at pages together' }).waitFor();
    if ((await page.getByRole('group', { name: 'Rule 1' }).count()) === 0)
      await page.getByRole('button', { name: 'Add a rule' }).click();
    const rule = page.getByRole('group', { name: 'Rule 1' });
    await rule.getByLabel('For these pages').fill('/account/*\n/transfer');
    await rule.getByLabel('Show as dots').fill('.iban\n[data-balance] >');
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByText('“[data-balance] >” is no CSS selector.').waitFor();
    await rule.getByLabel('Show as dots').fill('.iban\n[data-balance]');
    await page.getByText('dots for .iban and [data-balance]').waitFor();
    issues.push(...(await seriousIssues(page)));
    await picture(page, `admin-cobrowse-${size}-${colorScheme}`);
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByText('Saved. Pages that are looked at now follow the new rules at once.').first().waitFor();
    await page.reload();
    await expect
      .poll(() => rule.getByLabel('Show as dots').inputValue(), { timeout: 10_000 })
      .toBe('.iban\n[data-balance]');
    expect([issues, desk.troubles]).toEqual([[], []]);
    await desk.context.close();
  });
});
