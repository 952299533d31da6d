import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openPage, type Watched } from './src/browser.ts';
import { closeChat, openChat } from './src/chat.ts';
import { agent, customer } from './src/people.ts';
import { newestHelp, signedCall } from './src/signed.ts';
import { System } from './src/system.ts';

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

const customerId = () =>
  bank.page.evaluate(() =>
    fetch('/api/session')
      .then((answer) => answer.json() as Promise<{ customer: { customerId: string } }>)
      .then((session) => session.customer.customerId),
  );
const isInHelp = async () =>
  signedCall<{ isInHelp: boolean; helpType?: string; staffId?: string }>(
    system.demo,
    '/v1/application/iscustomerinonlinehelp',
    { customerId: await customerId() },
  );

test('a customer of the bank taps Help, waits, is answered, they talk, and the agent ends it', async () => {
  await customer.signIn(bank.page, system.demo);
  await agent.signIn(desk.page, system.demo);

  await customer.tapHelp(bank.page);
  const frame = customer.frame(bank.page);
  await frame.getByText('No one is free right now', { exact: true }).waitFor();
  expect(await newestHelp(system.demo, await customerId())).toMatchObject({ helpState: 'onlinehelp_requested' });

  await agent.becomeAvailable(desk.page);
  await agent.accept(desk.page);
  await frame.getByRole('textbox', { name: 'Your message' }).waitFor();
  expect(await newestHelp(system.demo, await customerId())).toMatchObject({
    helpState: 'onlinehelp_started',
    agentId: system.demo.agents[0]?.id,
    waitTime: expect.any(Number),
  });
  expect(await isInHelp()).toMatchObject({ isInHelp: true, helpType: 'inbound', staffId: system.demo.agents[0]?.id });

  const said = ['Hello, my card was refused.', 'Good morning! Let me look.', 'Thank you.', 'It is active again.'];
  for (const [index, text] of said.entries()) {
    if (index % 2 === 0) {
      await customer.write(bank.page, text);
      await expect.poll(() => agent.texts(desk.page)).toEqual(said.slice(0, index + 1));
    } else {
      await agent.write(desk.page, text);
      await expect.poll(() => customer.texts(bank.page)).toEqual(said.slice(0, index + 1));
    }
  }
  await expect.poll(() => frame.getByRole('log').getByText('Read', { exact: true }).count()).toBe(2);

  await agent.end(desk.page);
  await frame.getByText('This chat has ended').first().waitFor();
  expect(await frame.getByRole('textbox', { name: 'Your message' }).count()).toBe(0);
  expect(await newestHelp(system.demo, await customerId())).toMatchObject({ helpState: 'onlinehelp_ended_by_agent' });
  expect(await isInHelp()).toMatchObject({ isInHelp: false });
  expect([...bank.troubles, ...desk.troubles]).toEqual([]);
  await agent.goAway(desk.page);
  await Promise.all([bank.context.close(), desk.context.close()]);
});

test('markup in a message stays text on both sides', async () => {
  const chat = await openChat(browser, system, 1);
  const nasty = '<img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>';
  await customer.write(chat.bank.page, nasty);
  await expect.poll(() => agent.texts(chat.desk.page)).toEqual([nasty]);
  await agent.write(chat.desk.page, nasty);
  await expect.poll(() => customer.texts(chat.bank.page)).toEqual([nasty, nasty]);
  expect(await chat.desk.page.title()).not.toBe('hacked');
  expect(await chat.bank.page.title()).not.toBe('hacked');
  await closeChat(chat);
});

test('an app that draws the wait itself: no widget until the agent starts, and cancelling leaves the queue', async () => {
  const [own, colleague] = await Promise.all([openPage(browser), openPage(browser)]);
  await customer.signIn(own.page, system.demo, 2);
  await agent.signIn(colleague.page, system.demo, 2);
  await own.page.getByRole('button', { name: 'Settings' }).click();
  await own.page.getByRole('switch', { name: 'The app draws the wait screen' }).click();
  await own.page.keyboard.press('Escape');

  await customer.tapHelp(own.page);
  await own.page.getByRole('dialog', { name: 'We are finding someone for you' }).waitFor();
  expect(await own.page.locator('iframe').isVisible()).toBe(false);
  await own.page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await colleague.page.getByRole('region', { name: 'Queue Help' }).getByText('Nobody is waiting.').waitFor();
  const { customerId } = await own.page.evaluate(() =>
    fetch('/api/session').then(
      async (answer) => ((await answer.json()) as { customer: { customerId: string } }).customer,
    ),
  );
  await expect
    .poll(() => newestHelp(system.demo, customerId))
    .toMatchObject({ helpState: 'onlinehelp_cancelled_by_customer' });

  await customer.tapHelp(own.page);
  await own.page.getByRole('dialog', { name: 'We are finding someone for you' }).waitFor();
  await agent.becomeAvailable(colleague.page);
  await agent.accept(colleague.page);
  await customer.frame(own.page).getByRole('textbox', { name: 'Your message' }).waitFor();
  await closeChat({ bank: own, desk: colleague });
});
