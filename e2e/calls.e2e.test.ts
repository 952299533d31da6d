import { randomUUID } from 'node:crypto';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { type HelpPage, openHelpPage } from './src/help-page.ts';
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

interface CallRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly endReason: string | null;
  readonly talkSeconds: number;
  readonly legs: readonly { readonly role: string }[];
}

/** An agent at the desk, who goes away afterwards so that nobody else's help rings there. */
async function atTheDesk(): Promise<Page> {
  const desk = await openPage(browser);
  await agent.signIn(desk.page, system.demo);
  await agent.becomeAvailable(desk.page);
  onTestFinished(async () => {
    await desk.context.close();
  });
  return desk.page;
}

async function someone(
  helpType: string,
  from = browser,
  may: Parameters<typeof openHelpPage>[4] = ['camera', 'microphone'],
): Promise<HelpPage> {
  const page = await openHelpPage(from, system.demo, randomUUID(), {}, may);
  onTestFinished(async () => {
    await page.context.close();
  });
  await page.start(helpType);
  return page;
}

/** Pictures that come in are decoded: their count grows. */
async function sees(place: Page | FrameLocator, label: string | RegExp): Promise<void> {
  const video = place.getByLabel(label).locator('visible=true').first();
  await video.waitFor();
  const frames = () =>
    video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  const before = await frames();
  await expect.poll(frames, { timeout: 20_000 }).toBeGreaterThan(before + 10);
}

/** What the page's loudspeaker plays is loud now and then: the device that the tests use beeps. */
async function hears(frame: Frame): Promise<void> {
  const loudness = `(async () => {
    const { srcObject } = document.querySelector('audio') ?? {};
    if (!srcObject) return 0;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(srcObject).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
    }
    await context.close();
    return loudest;
  })()`;
  await expect.poll(() => frame.evaluate(loudness), { timeout: 30_000 }).toBeGreaterThan(0.05);
}

const widgetOf = ({ page }: HelpPage): Frame => {
  const frame = page.frames().find((one) => one.url().includes('/widget/'));
  if (!frame) throw new Error('The page has no help.');
  return frame;
};

const callsOf = async (page: Page): Promise<CallRow[]> =>
  ((await page.evaluate("fetch('/v1/calls').then((answer) => answer.json())")) as { calls: CallRow[] }).calls;

test('a customer asks for a video call; both see and hear each other, and it ends once', async () => {
  const desk = await atTheDesk();
  const customer = await someone('VIDEO_CALL');
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
  const desk = await atTheDesk();
  const customer = await someone('CHAT');
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
  const desk = await atTheDesk();
  const customer = await someone('VOICE_CALL', refusing, []);
  await customer.frame.getByRole('button', { name: 'Allow microphone', exact: true }).click();
  await customer.frame.getByText('Set the permission for your microphone to “Allow”.').waitFor();
  await customer.frame.getByRole('button', { name: 'Listen and write instead' }).click();
  await agent.accept(desk);
  await hears(widgetOf(customer));
  await customer.frame.getByRole('button', { name: 'Hang up' }).click();
  await desk.getByRole('button', { name: 'Close without a note' }).click();
  expect((await callsOf(desk)).filter(({ state }) => state !== 'ended')).toEqual([]);
});
