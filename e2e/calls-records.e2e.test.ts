import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { bandOf, callsOf, hangUp, hears, inVoiceCall, killMediaProcess, widgetOf } from './src/calling.ts';
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

const press = (desk: Page, name: string) => bandOf(desk).getByRole('button', { name, exact: true }).click();

test('an administrator allows recording, the customer agrees, and the agent plays it from the history', async () => {
  const admin = await openPage(browser);
  onTestFinished(() => admin.context.close());
  await agent.signInAs(admin.page, system.demo, system.demo.admin);
  await admin.page.goto(`${system.demo.console}#/admin/calls`);
  const settings = admin.page.getByRole('form', { name: 'Calling and recording' });
  await settings.getByLabel('Which calls are recorded').selectOption('by_agent');
  await settings.getByLabel('What the customer is told').selectOption('ask');
  await admin.page.keyboard.press('Control+Enter');
  await admin.page.getByText('The settings of calls are saved.').waitFor();

  const { desk, customer } = await inVoiceCall(browser, system.demo);
  await press(desk, 'Record');
  await bandOf(desk).getByText('Asking Ada Yılmaz whether it may be recorded…').waitFor();
  await customer.frame.getByRole('button', { name: 'Yes, record' }).click();
  await customer.frame.getByText('This call is being recorded').first().waitFor();
  await bandOf(desk).getByRole('button', { name: 'Pause recording' }).waitFor();
  const begun = Date.now();
  await hears(widgetOf(customer));
  // What is recorded here must be in the file.
  await expect.poll(() => Date.now() - begun, { timeout: 5_000 }).toBeGreaterThan(2_200);

  // A card number is read out.
  await press(desk, 'Pause recording');
  await customer.frame.getByText('The recording is paused').first().waitFor();
  await press(desk, 'Go on recording');
  await customer.frame.getByText('This call is being recorded').first().waitFor();
  await hears(desk.mainFrame());
  await hangUp(desk, customer);

  await desk.goto(`${system.demo.console}#/calls`);
  await desk
    .getByRole('listitem')
    .filter({ hasText: 'Ada Yılmaz' })
    .getByRole('button', { name: 'Details' })
    .first()
    .click();
  await desk
    .getByRole('button', { name: /^Play recording/ })
    .first()
    .click();
  const player = desk.getByLabel(/^Recording of /);
  await player.waitFor();
  const heard = await player.evaluate(async (element) => {
    const audio = element as HTMLMediaElement;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaElementSource(audio).connect(analyser);
    await audio.play();
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    while (!audio.ended && audio.currentTime < 3) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
    }
    await context.close();
    return { seconds: audio.currentTime, loudest, error: audio.error?.message ?? null };
  });
  expect(heard.error).toBeNull();
  expect(heard.seconds).toBeGreaterThan(2);
  expect(heard.loudest).toBeGreaterThan(0.05);
});

test('when the media engine dies both are told, and the agent calls again in the same conversation', async () => {
  const { desk, customer } = await inVoiceCall(browser, system.demo);
  await killMediaProcess(system);
  await bandOf(desk).getByText('The call was cut off by a fault on our side.').waitFor();
  await customer.frame.getByRole('heading', { name: 'The call was cut off' }).waitFor();
  await bandOf(desk).getByRole('button', { name: 'Call again' }).click();
  await customer.frame.getByRole('button', { name: 'Answer', exact: true }).click();
  await hears(widgetOf(customer));
  await hears(desk.mainFrame());
  await press(desk, 'Hang up');
  await customer.frame.getByText(/^The call ended after/).waitFor();
  const [second, first] = await callsOf(desk);
  expect([first?.endReason, second?.endReason]).toEqual(['engine_lost', 'hung_up']);
});
