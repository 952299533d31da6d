import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { KEEPS_PICTURES, looks, overview, SIZES } from './src/look.ts';
import { agent, customer } from './src/people.ts';
import { System } from './src/system.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch()]);
});
afterAll(async () => {
  if (browser && KEEPS_PICTURES) await overview(browser);
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

describe.each(SIZES)('on a %s', (size, viewport) => {
  test.each(['light', 'dark'] as const)(
    'every page holds in %s: no serious issue for axe, nothing wider than the screen',
    async (colorScheme) => {
      const options = { viewport, colorScheme, hasTouch: size === 'phone' };
      const [bank, desk] = await Promise.all([openPage(browser, options), openPage(browser, options)]);
      const { look, issues } = looks(`${size}-${colorScheme}`);

      await desk.page.goto(system.demo.console);
      await desk.page.getByRole('button', { name: 'Sign in' }).waitFor();
      await look(desk.page, 'sign-in');
      await agent.signIn(desk.page, system.demo);
      await look(desk.page, 'console-empty');

      await customer.signIn(bank.page, system.demo);
      await look(bank.page, 'bank');
      await customer.tapHelp(bank.page);
      const frame = customer.frame(bank.page);
      await frame.getByText('No one is free right now', { exact: true }).waitFor();
      await look(bank.page, 'wait');

      await agent.becomeAvailable(desk.page);
      await desk.page.getByRole('button', { name: /^Accept / }).waitFor();
      await look(desk.page, 'console-offer');
      await agent.accept(desk.page);
      await customer.write(bank.page, 'Hello! My card was refused in a shop this morning.');
      await expect.poll(() => agent.texts(desk.page)).toHaveLength(1);
      await agent.write(desk.page, 'Good morning! I am sorry to hear that. Let me look at it with you.');
      await expect.poll(() => customer.texts(bank.page)).toHaveLength(2);
      await agent.write(
        desk.page,
        'The shop asked for the old card, which was replaced last week: https://meridian.example/cards',
      );
      await customer.write(bank.page, 'Ah, I still had the old one in my phone. Thank you!');
      await expect.poll(() => agent.texts(desk.page)).toHaveLength(4);
      await expect.poll(() => customer.texts(bank.page)).toHaveLength(4);
      await look(bank.page, 'chat');
      await look(desk.page, 'console-chat');

      await agent.end(desk.page);
      await frame.getByText('This chat has ended').first().waitFor();
      await look(bank.page, 'ended');
      await look(desk.page, 'console-wrap-up');
      await desk.page.getByRole('button', { name: 'Close without a note' }).click();
      await agent.goAway(desk.page);
      expect(issues).toEqual([]);
      await Promise.all([bank.context.close(), desk.context.close()]);
    },
  );
});
