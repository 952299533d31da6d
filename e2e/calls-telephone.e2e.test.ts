import { tonePage, tonesIn } from '@alongside/media/testing';
import {
  administration,
  Baresip,
  CUSTOMER,
  freePort,
  missing,
  NUMBER,
  openTelephones,
  toneFile,
} from '@alongside/telephony/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { bandOf, callsOf, hears, hearsNothing } from './src/calling.ts';
import { lookOnEveryScreen } from './src/every-screen.ts';
import { KEEPS_PICTURES } from './src/look.ts';
import { agent } from './src/people.ts';
import { System } from './src/system.ts';

const why = missing('baresip', 'baresip');
/** What the agent says, and what is played on hold. */
const [AGENT, MUSIC] = [700, 1_300];

let system: System;
let browser: Browser;
let sip = 0;
let telephone: Baresip;
beforeAll(async () => {
  if (why !== null) return;
  sip = await freePort();
  [system, browser, telephone] = await Promise.all([
    System.start(['--sip', `udp:127.0.0.1:${sip}`]),
    launch(FAKE_DEVICES),
    Baresip.start(`<sip:${CUSTOMER}@127.0.0.1:${sip}>;regint=0;audio_codecs=pcmu`, 440),
  ]);
  const ask = await administration(system.demo);
  await ask('PUT', '/v1/sounds/music', toneFile(MUSIC, 3));
  await openTelephones(system.demo, telephone.port, { waiting: { music: 'music', position: false } });
});
beforeEach(({ skip }) => {
  if (why !== null) skip(why);
});
afterAll(async () => {
  await telephone?.stop();
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

const press = (desk: Page, name: string) => bandOf(desk).getByRole('button', { name, exact: true }).click();
const happened = (type: string) => telephone.events.filter((event) => event.type === type);
/** What the telephone hears of these within half a second. */
const tellsApart = () => tonesIn(telephone.heard(0.5), [AGENT, MUSIC], 8_000);
const isPlayed = (hertz: number) => expect.poll(tellsApart, { timeout: 20_000, interval: 50 }).toEqual([hertz]);

/** So that a test can look whether they are closed again. */
const keepMicrophones = `{
  globalThis.microphones = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const given = await open(wanted);
    microphones.push(...given.getAudioTracks());
    return given;
  };
}`;

/** An agent at the desk whose microphone is a tone. */
async function atTheDesk(available = true): Promise<Page> {
  const { context, page } = await openPage(browser);
  onTestFinished(() => context.close());
  // Also after a test that failed in the midst of its call.
  onTestFinished(() => telephone.command('hangup'));
  await page.addInitScript(tonePage(AGENT));
  await page.addInitScript(keepMicrophones);
  await agent.signIn(page, system.demo);
  if (available) await agent.becomeAvailable(page);
  return page;
}

test('a telephone calls in: it rings at the desk, both hear each other, keys arrive, and on hold there is music', async () => {
  const desk = await atTheDesk();
  telephone.command('dial', `sip:${NUMBER}@127.0.0.1:${sip}`);
  await desk.getByRole('article').getByText(CUSTOMER).first().waitFor();
  await desk.getByRole('article').getByText('Telephone call').waitFor();
  if (KEEPS_PICTURES) {
    const issues: string[] = [];
    await lookOnEveryScreen(desk, 'console-telephone-offer', issues);
    expect(issues).toEqual([]);
    await desk.setViewportSize({ width: 1280, height: 800 });
  }
  await agent.accept(desk);
  await bandOf(desk).getByText('Telephone call').waitFor();
  await hears(desk.mainFrame());
  await isPlayed(AGENT);

  await press(desk, 'Keypad');
  for (const key of ['4', '2', '#']) await desk.getByRole('button', { name: `Key ${key}`, exact: true }).click();
  await desk.getByText('Sent: 42#').waitFor();
  await expect.poll(() => happened('CALL_DTMF_START').map(({ param }) => param)).toEqual(['4', '2', '#']);

  await press(desk, 'Hold');
  await bandOf(desk).getByText('On hold').waitFor();
  await hearsNothing(desk.mainFrame());
  await isPlayed(MUSIC);
  await press(desk, 'Resume');
  await hears(desk.mainFrame());
  await isPlayed(AGENT);

  telephone.command('hangup');
  await bandOf(desk).waitFor({ state: 'detached' });
  await desk.getByRole('button', { name: 'Close without a note' }).click();
  expect((await callsOf(desk))[0]).toMatchObject({ kind: 'phone', direction: 'inbound', endReason: 'hung_up' });
});

test('an agent calls a number from the history; a closed one is refused in words', async () => {
  const desk = await atTheDesk(false);
  await desk.goto(`${system.demo.console}#/calls`);
  const dial = desk.getByRole('form', { name: 'Call a number' });
  const number = dial.getByLabel('Telephone number');
  await number.fill('+1 212 555 0100');
  await dial.getByRole('button', { name: 'Call', exact: true }).click();
  await desk.getByText('This number may not be called. Your administrator decides which may.').waitFor();
  await expect.poll(() => desk.evaluate<string>('microphones.map((track) => track.readyState).join()')).toBe('ended');

  const before = happened('CALL_INCOMING').length;
  await number.fill('06 12345678');
  await number.press('Enter');
  await expect.poll(() => happened('CALL_INCOMING').length).toBe(before + 1);
  await bandOf(desk).waitFor();
  telephone.command('accept');
  await hears(desk.mainFrame());
  await isPlayed(AGENT);

  await press(desk, 'Hang up');
  await bandOf(desk).waitFor({ state: 'detached' });
  await expect
    .poll(async () => (await callsOf(desk))[0])
    .toMatchObject({ kind: 'phone', direction: 'outbound', endReason: 'hung_up' });
});
