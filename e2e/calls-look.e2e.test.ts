import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { atTheDesk, bandOf, hangUp, hears, inVoiceCall, sees, someone, widgetOf } from './src/calling.ts';
import { lookOnEveryScreen } from './src/every-screen.ts';
import { KEEPS_PICTURES } from './src/look.ts';
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

// Pictures that move, drawn without a graphics card, need the machine for themselves: only while pictures are taken. What a video call does is tested in calls.e2e.test.ts.
test('a video call at the desk holds on every screen', async ({ skip }) => {
  if (!KEEPS_PICTURES) skip('only while pictures are taken (UPDATE_SCREENSHOTS=1)');
  const issues: string[] = [];
  const desk = await atTheDesk(browser, system.demo);
  const customer = await someone(browser, system.demo, 'VIDEO_CALL');
  await customer.frame.getByRole('button', { name: 'Allow microphone and camera' }).click();
  await customer.frame.getByText('You are ready.').waitFor();
  await lookOnEveryScreen(desk, 'console-call-offer', issues);
  await customer.page.bringToFront();
  await agent.accept(desk);
  await sees(desk, 'Picture of Ada Yılmaz');
  const band = bandOf(desk);
  await band.getByRole('button', { name: 'Camera on' }).click();
  await sees(desk, 'Your own picture');
  await lookOnEveryScreen(desk, 'console-call-video', issues);
  await band.getByRole('button', { name: 'Transfer', exact: true }).click();
  await band.getByRole('form', { name: 'Transfer the call' }).waitFor();
  await lookOnEveryScreen(desk, 'console-call-transfer', issues);
  await band.getByRole('button', { name: 'Transfer', exact: true }).click();
  await band.getByRole('button', { name: 'Hold', exact: true }).click();
  await band.getByText('On hold').waitFor();
  await lookOnEveryScreen(desk, 'console-call-held', issues);
  await band.getByRole('button', { name: 'Hang up', exact: true }).click();
  await customer.frame.getByText('This chat has ended').first().waitFor();
  await desk.getByRole('button', { name: 'Close without a note' }).click();
  expect(issues).toEqual([]);
});

test('the history of calls and a call in the log hold on every screen', async () => {
  const issues: string[] = [];
  const { desk, customer } = await inVoiceCall(browser, system.demo, 1);
  await hangUp(desk, customer);
  await desk.goto(`${system.demo.console}#/calls`);
  await desk.getByRole('button', { name: 'Details' }).first().click();
  await desk.getByRole('list', { name: 'Who took part' }).waitFor();
  await lookOnEveryScreen(desk, 'console-calls', issues);
  await desk.setViewportSize({ width: 1280, height: 800 });
  await desk.getByRole('button', { name: 'Open conversation' }).first().click();
  await desk.getByText(/^Voice call ended/).waitFor();
  await lookOnEveryScreen(desk, 'console-call-entry', issues);
  await desk.setViewportSize({ width: 1280, height: 800 });
  await agent.goAway(desk);
  expect(issues).toEqual([]);
});

test("the bank's page for its advisers and the phone hold in a hand, from the sign-in to the history", async () => {
  const issues: string[] = [];
  const { page, context } = await openPage(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  onTestFinished(() => context.close());
  await context.grantPermissions(['microphone']);
  const phone = { only: 'phone' } as const;
  await page.goto(`${system.demo.url}/phone/`);
  await page.getByRole('heading').waitFor();
  await lookOnEveryScreen(page, 'phone-sign-in', issues, phone);

  await page.goto(new URL('/adviser?agent=50009', system.demo.bank).href);
  await lookOnEveryScreen(page, 'bank-adviser', issues);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Open the phone' }).click();
  await page.getByRole('button', { name: 'Keypad' }).waitFor();
  await page.getByLabel('Number').fill('0612345678');
  await lookOnEveryScreen(page, 'phone-idle', issues, phone);

  const ready = page.getByRole('switch', { name: 'Take calls on this phone' });
  if ((await ready.getAttribute('aria-checked')) !== 'true') await ready.click();
  await ready.getByText('Ready', { exact: true }).waitFor();
  const customer = await someone(browser, system.demo, 'VOICE_CALL');
  await customer.frame.getByRole('button', { name: 'Allow microphone', exact: true }).click();
  await page.getByRole('button', { name: 'Answer' }).waitFor();
  await lookOnEveryScreen(page, 'phone-ringing', issues, phone);
  await page.getByRole('button', { name: 'Answer' }).click();
  await hears(widgetOf(customer));
  await lookOnEveryScreen(page, 'phone-call', issues, phone);
  await page.getByRole('button', { name: 'End the call' }).click();
  await page.getByText('Call ended').waitFor();
  await lookOnEveryScreen(page, 'phone-ended', issues, phone);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Calls', exact: true }).click();
  await page.getByText('Ada Yılmaz').first().waitFor();
  await lookOnEveryScreen(page, 'phone-history', issues, phone);
  expect(issues).toEqual([]);
});
