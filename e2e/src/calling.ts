import { readFile } from 'node:fs/promises';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { openPage } from './browser.ts';
import { type HelpPage, openHelpPage } from './help-page.ts';
import { agent } from './people.ts';
import type { Demo, System } from './system.ts';

/** What the list of calls says of one, as far as tests read it. */
export interface CallRow {
  readonly id: string;
  readonly kind: string;
  readonly direction: string;
  readonly state: string;
  readonly endReason: string | null;
  readonly talkSeconds: number;
  readonly holdSeconds: number;
  readonly legs: readonly { readonly role: string; readonly name: string }[];
}

/** The nth person of the demo at the desk, gone after the test, so that nobody else's help rings there. */
export async function atTheDesk(browser: Browser, demo: Demo, nth = 0, available = true): Promise<Page> {
  const desk = await openPage(browser);
  onTestFinished(() => desk.context.close());
  await agent.signIn(desk.page, demo, nth);
  if (available) await agent.becomeAvailable(desk.page);
  return desk.page;
}

/** Somebody who asks for help of a kind, from a page of their own. */
export async function someone(
  browser: Browser,
  demo: Demo,
  helpType: string,
  may: readonly ('camera' | 'microphone')[] = ['camera', 'microphone'],
): Promise<HelpPage> {
  const page = await openHelpPage(browser, demo, crypto.randomUUID(), {}, may);
  onTestFinished(() => page.context.close());
  await page.start(helpType);
  return page;
}

/** The nth agent and a customer who talk with each other. */
export async function inVoiceCall(
  browser: Browser,
  demo: Demo,
  nth = 0,
): Promise<{ readonly desk: Page; readonly customer: HelpPage }> {
  const desk = await atTheDesk(browser, demo, nth);
  const customer = await someone(browser, demo, 'VOICE_CALL');
  await customer.frame.getByRole('button', { name: 'Allow microphone', exact: true }).click();
  await customer.frame.getByText('You are ready.').waitFor();
  await agent.accept(desk);
  await hears(widgetOf(customer));
  await hears(desk.mainFrame());
  return { desk, customer };
}

/** The call in hand, above the panes. */
export const bandOf = (desk: Page, name: string | RegExp = /^Call with /) => desk.getByRole('region', { name });

/** The agent hangs up, the customer sees the end, and nothing is left on the desk. */
export async function hangUp(desk: Page, customer: HelpPage): Promise<void> {
  await bandOf(desk).getByRole('button', { name: 'Hang up', exact: true }).click();
  await customer.frame.getByText('This chat has ended').first().waitFor();
  await bandOf(desk).waitFor({ state: 'detached' });
  await desk.getByRole('button', { name: 'Close without a note' }).click();
}

export const widgetOf = ({ page }: HelpPage): Frame => {
  const frame = page.frames().find((one) => one.url().includes('/widget/'));
  if (!frame) throw new Error('The page has no help.');
  return frame;
};

/** Pictures that come in are decoded: their count grows. */
export async function sees(place: Page | FrameLocator, label: string | RegExp): Promise<void> {
  const video = place.getByLabel(label).locator('visible=true').first();
  await video.waitFor();
  const frames = () =>
    video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  const before = await frames();
  await expect.poll(frames, { timeout: 20_000 }).toBeGreaterThan(before + 10);
}

const LOUD = 0.05;
/** The loudest sample that the page's loudspeakers play within two seconds, or until one is loud: the device that tests use beeps every second. Each plays one voice. */
const loudness = `(async () => {
  const streams = [...document.querySelectorAll('audio')].map(({ srcObject }) => srcObject).filter(Boolean);
  if (streams.length === 0) return 0;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  for (const stream of streams) context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (let turn = 0; turn < 40 && loudest <= ${LOUD}; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    analyser.getFloatTimeDomainData(samples);
    for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
  }
  await context.close();
  return loudest;
})()`;

export const hears = (frame: Frame): Promise<void> =>
  expect.poll(() => frame.evaluate(loudness), { timeout: 30_000 }).toBeGreaterThan(LOUD);

/** Nothing, for two seconds; what was on its way may be heard out before. */
export const hearsNothing = (frame: Frame): Promise<void> =>
  expect.poll(() => frame.evaluate(loudness), { timeout: 15_000 }).toBeLessThan(0.01);

/** Every call that the signed-in person of a console may see, newest first. */
export const callsOf = async (page: Page): Promise<CallRow[]> =>
  ((await page.evaluate("fetch('/v1/calls').then((answer) => answer.json())")) as { calls: CallRow[] }).calls;

/** Ends the media process without a word to anybody. */
export async function killMediaProcess(system: System): Promise<void> {
  const children = await readFile(`/proc/${system.pid}/task/${system.pid}/children`, 'utf8');
  for (const pid of children.trim().split(' ')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes('media-process')) continue;
    process.kill(Number(pid), 'SIGKILL');
    return;
  }
  throw new Error('The server has no media process.');
}
