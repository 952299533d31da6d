import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { atTheDesk, bandOf, callsOf, hangUp, hears, hearsNothing, inVoiceCall, widgetOf } from './src/calling.ts';
import { agent } from './src/people.ts';
import { System } from './src/system.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), launch(FAKE_DEVICES)]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const SUPERVISOR = 3;
const press = (desk: Page, name: string) => bandOf(desk).getByRole('button', { name, exact: true }).click();
const answer = (desk: Page) => desk.getByRole('button', { name: /^Answer/ }).click();
const nameOf = (nth: number) => ['Elif Kaya', 'Linh Trần', 'Jonas Meijer', 'Saskia Visser'][nth] ?? '';
/** Opens the choice of a colleague and chooses one. */
async function choose(desk: Page, what: 'Transfer' | 'Add person', colleague: string) {
  await press(desk, what);
  const form = desk.getByRole('form', { name: what === 'Transfer' ? 'Transfer the call' : 'Add a person to the call' });
  const places = form.getByRole('combobox');
  const option = places.getByRole('option', { name: new RegExp(`^${colleague}`) });
  await places.selectOption((await option.getAttribute('value')) ?? '');
  return form;
}

test('on hold the customer hears nobody and nobody them, and goes on where it was', async () => {
  const { desk, customer } = await inVoiceCall(browser, system.demo);
  await press(desk, 'Hold');
  await customer.frame.getByText('You are on hold').first().waitFor();
  await hearsNothing(widgetOf(customer));
  await hearsNothing(desk.mainFrame());
  await desk.keyboard.press('Alt+h');
  await bandOf(desk).getByRole('button', { name: 'Hold', exact: true }).waitFor();
  await hears(widgetOf(customer));
  await hears(desk.mainFrame());
  await hangUp(desk, customer);
  expect((await callsOf(desk))[0]?.holdSeconds).toBeGreaterThan(0);
});

test('an agent speaks with a colleague first, hands the call over, and is out of it', async () => {
  const colleague = await atTheDesk(browser, system.demo, 1, false);
  const { desk, customer } = await inVoiceCall(browser, system.demo);
  await agent.becomeAvailable(colleague);
  const form = await choose(desk, 'Transfer', nameOf(1));
  await form.getByRole('button', { name: 'Speak first' }).click();
  await bandOf(desk)
    .getByText(`${nameOf(1)} is being rung…`)
    .waitFor();
  await answer(colleague);

  // The two speak; the customer waits and hears neither.
  await hears(colleague.mainFrame());
  await hears(desk.mainFrame());
  await customer.frame.getByText('You are on hold').first().waitFor();
  await hearsNothing(widgetOf(customer));

  await bandOf(desk)
    .getByRole('button', { name: `Hand over to ${nameOf(1)}` })
    .click();
  await bandOf(desk).waitFor({ state: 'detached' });
  await bandOf(colleague).getByRole('button', { name: 'Hang up', exact: true }).waitFor();
  await hears(widgetOf(customer));
  await hears(colleague.mainFrame());
  await customer.frame.getByRole('region', { name: `Call with ${nameOf(1)}` }).waitFor();

  await hangUp(colleague, customer);
  await agent.goAway(colleague);
  const [call] = await callsOf(colleague);
  expect(call).toMatchObject({ state: 'ended', endReason: 'hung_up' });
  expect(call?.legs.map(({ name }) => name)).toEqual(expect.arrayContaining([nameOf(0), nameOf(1)]));
});

test('a colleague is added, all three hear each other, and the call goes on without them', async () => {
  const colleague = await atTheDesk(browser, system.demo, 1, false);
  const { desk, customer } = await inVoiceCall(browser, system.demo);
  await agent.becomeAvailable(colleague);
  const form = await choose(desk, 'Add person', nameOf(1));
  await form.getByRole('button', { name: 'Ring', exact: true }).click();
  await answer(colleague);
  await bandOf(colleague).getByText('You take part beside the agent.').waitFor();
  await customer.frame.getByText(`Also here: ${nameOf(1)}`).waitFor();

  // Only the colleague speaks, and both others hear it.
  await customer.frame.getByRole('button', { name: 'Mute' }).click();
  await press(desk, 'Mute');
  await hearsNothing(colleague.mainFrame());
  await hears(desk.mainFrame());
  await hears(widgetOf(customer));

  await press(colleague, 'Leave');
  await bandOf(colleague).waitFor({ state: 'detached' });
  await hearsNothing(widgetOf(customer));
  await press(desk, 'Unmute');
  await hears(widgetOf(customer));
  await hangUp(desk, customer);
  await agent.goAway(colleague);
});

test('a supervisor listens in from the board, whispers and joins; the server decides who hears it', async () => {
  const { desk, customer } = await inVoiceCall(browser, system.demo);
  const { page: supervisor, context } = await openPage(browser);
  onTestFinished(() => context.close());
  await agent.signIn(supervisor, system.demo, SUPERVISOR);
  await supervisor.goto(`${system.demo.console}#/board`);
  await supervisor.getByRole('link', { name: /^Watch the chat: / }).click();
  await supervisor.getByRole('button', { name: 'Listen in' }).click();
  await bandOf(supervisor).getByText('You listen. No one knows, hears or sees you.').waitFor();
  await hears(supervisor.mainFrame());
  expect(await desk.getByText(nameOf(SUPERVISOR)).count()).toBe(0);
  expect(await customer.frame.getByText(nameOf(SUPERVISOR)).count()).toBe(0);

  // From here on only the supervisor speaks.
  await customer.frame.getByRole('button', { name: 'Mute' }).click();
  await press(desk, 'Mute');
  await hearsNothing(supervisor.mainFrame());

  await supervisor.getByRole('button', { name: 'Whisper to the agent' }).click();
  await bandOf(supervisor).getByText('Only the agent hears you.').waitFor();
  await hears(desk.mainFrame());
  await hearsNothing(widgetOf(customer));
  await bandOf(desk)
    .getByText(new RegExp(nameOf(SUPERVISOR)))
    .waitFor();
  expect(await customer.frame.getByText(nameOf(SUPERVISOR)).count()).toBe(0);

  await supervisor.getByRole('button', { name: 'Join the call' }).click();
  await bandOf(supervisor).getByText('Everybody hears you.').waitFor();
  await customer.frame.getByText(`Also here: ${nameOf(SUPERVISOR)}`).waitFor();
  await hears(widgetOf(customer));

  await supervisor.getByRole('button', { name: 'Leave', exact: true }).first().click();
  await hearsNothing(widgetOf(customer));
  await hangUp(desk, customer);
});
