import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch } from './src/browser.ts';
import { atTheDesk, callsOf, hears, sees, someone, widgetOf } from './src/calling.ts';
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

test('a customer asks for a video call; both see and hear each other, and it ends once', async () => {
  const desk = await atTheDesk(browser, system.demo);
  const customer = await someone(browser, system.demo, 'VIDEO_CALL');
  await customer.frame.getByRole('button', { name: 'Allow microphone and camera' }).click();
  await customer.frame.getByText('You are ready.').waitFor();

  await desk.getByRole('article').getByText('Video call').waitFor();
  await agent.accept(desk);
  const band = desk.getByRole('region', { name: 'Call with Ada Yılmaz' });
  await sees(desk, 'Picture of Ada Yılmaz');
  await hears(widgetOf(customer));
  await hears(desk.mainFrame());

  // The agent shows themself when they wish to.
  await customer.frame.getByText(/has no camera on/).waitFor();
  await band.getByRole('button', { name: 'Camera on' }).click();
  await sees(customer.frame, /^Picture of /);

  await customer.frame.getByRole('button', { name: 'Mute' }).click();
  await band.getByText('Ada Yılmaz is muted').waitFor();

  await band.getByRole('button', { name: 'Hang up' }).click();
  await customer.frame.getByText('This chat has ended').first().waitFor();
  await band.waitFor({ state: 'detached' });
  const [call, ...others] = await callsOf(desk);
  expect(call).toMatchObject({ kind: 'video', state: 'ended', endReason: 'hung_up' });
  expect(call?.talkSeconds).toBeGreaterThan(0);
  expect(call?.legs.map(({ role }) => role).sort()).toEqual(['agent', 'customer']);
  expect(others).toEqual([]);
  expect(customer.troubles).toEqual([]);
  await desk.getByRole('button', { name: 'Close without a note' }).click();
});

test('a chat grows into a voice call, into video, back to voice and back to the chat', async () => {
  const desk = await atTheDesk(browser, system.demo);
  const customer = await someone(browser, system.demo, 'CHAT');
  await agent.accept(desk);
  await desk.getByRole('button', { name: 'Voice call' }).click();

  await customer.frame.getByRole('heading', { name: /would like to talk with you$/ }).waitFor();
  await customer.frame.getByRole('button', { name: 'Answer', exact: true }).click();
  await hears(widgetOf(customer));
  await hears(desk.mainFrame());

  const band = desk.getByRole('region', { name: 'Call with Ada Yılmaz' });
  await band.getByRole('button', { name: 'Camera on' }).click();
  await customer.frame.getByText('Your camera stays off until you turn it on.').waitFor();
  await sees(customer.frame, /^Picture of /);
  expect(await desk.getByLabel('Picture of Ada Yılmaz').count()).toBe(0);
  await customer.frame.getByRole('button', { name: 'Turn camera on' }).click();
  await sees(desk, 'Picture of Ada Yılmaz');

  await band.getByRole('button', { name: 'Voice only' }).click();
  await customer.frame.getByRole('button', { name: 'Turn camera on' }).waitFor();
  await customer.frame.getByRole('button', { name: 'Chat', exact: true }).click();
  await customer.frame.getByRole('textbox', { name: 'Your message' }).fill('I can write meanwhile');
  await customer.frame.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => agent.texts(desk)).toContain('I can write meanwhile');

  await band.getByRole('button', { name: 'Hang up' }).click();
  await customer.frame.getByText(/^The call ended after/).waitFor();
  await agent.write(desk, 'The chat goes on');
  await customer.frame.getByRole('log').getByText('The chat goes on').waitFor();
  await agent.end(desk);
  await desk.getByRole('button', { name: 'Close without a note' }).click();
});

test('a customer whose browser refuses the microphone is told how to allow it, and can listen and write', async () => {
  const refusing = await launch(['--use-fake-device-for-media-stream']);
  onTestFinished(() => refusing.close());
  const desk = await atTheDesk(browser, system.demo);
  const customer = await someone(refusing, system.demo, 'VOICE_CALL', []);
  await customer.frame.getByRole('button', { name: 'Allow microphone', exact: true }).click();
  await customer.frame.getByText('Set the permission for your microphone to “Allow”.').waitFor();
  await customer.frame.getByRole('button', { name: 'Listen and write instead' }).click();
  await agent.accept(desk);
  await hears(widgetOf(customer));
  await customer.frame.getByRole('button', { name: 'Hang up' }).click();
  await desk.getByRole('button', { name: 'Close without a note' }).click();
  expect((await callsOf(desk)).filter(({ state }) => state !== 'ended')).toEqual([]);
});
