import { Baresip, freePort, missing, toneFile } from '@alongside/telephony/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launch, openPage } from './src/browser.ts';
import { lookOnEveryScreen } from './src/every-screen.ts';
import { agent } from './src/people.ts';
import { System } from './src/system.ts';

const withoutBaresip = missing('baresip', 'baresip');
const NUMBER = '+31 20 123 4567';

let system: System;
let browser: Browser;
let sipPort = 0;
beforeAll(async () => {
  sipPort = await freePort();
  [system, browser] = await Promise.all([System.start(['--sip', `udp:127.0.0.1:${sipPort}`]), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

/** An administrator's page that goes where it is told, and keeps what was found wrong on any screen. */
async function administrator() {
  const { page, context } = await openPage(browser);
  onTestFinished(() => context.close());
  await agent.signInAs(page, system.demo, system.demo.admin);
  const issues: string[] = [];
  const wide = () => page.setViewportSize({ width: 1280, height: 800 });
  return {
    page,
    issues,
    async open(part: string) {
      await wide();
      await page.goto(`${system.demo.console}#/${part}`);
      // By its address alone, without what was told before.
      await page.reload();
      await page.locator('.page-title').waitFor();
      await expect.poll(() => page.locator('.page .skeleton').count()).toBe(0);
    },
    /** `at`: what is to be seen, further down. */
    async look(name: string, at?: Locator) {
      await lookOnEveryScreen(page, name, issues, at && { settle: () => at.scrollIntoViewIfNeeded() });
      await wide();
    },
  };
}

/** 44.1 kHz and two channels, as programs write it. */
function studioFile(hertz: number, seconds: number): Buffer {
  const rate = 44_100;
  const file = Buffer.alloc(44 + rate * seconds * 4);
  toneFile(hertz, 0).copy(file, 0, 0, 44);
  file.writeUInt32LE(file.length - 8, 4);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt32LE(file.length - 44, 40);
  for (let at = 0; at < rate * seconds; at++) {
    const sample = Math.round(8_000 * Math.sin((2 * Math.PI * hertz * at) / rate));
    file.writeInt16LE(sample, 44 + at * 4);
    file.writeInt16LE(sample, 46 + at * 4);
  }
  return file;
}

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'audio/wav', buffer });
const secondsOf = (player: Locator) =>
  expect.poll(() => player.evaluate((element) => (element as unknown as { duration: number }).duration));

test('what administrators set of calls, trunks and the phone link holds on every screen', async () => {
  const { open, look, issues } = await administrator();
  for (const [part, name] of [
    ['trunks', 'admin-trunks-empty'],
    ['numbers', 'admin-numbers-empty'],
    ['trunks/new', 'admin-trunks-new'],
    ['calls', 'admin-calls'],
    ['phone', 'admin-phone'],
  ] as const) {
    await open(`admin/${part}`);
    await look(name);
  }
  expect(issues).toEqual([]);
});

test('a sound is brought in, heard, chosen at a number, renamed there too, and not deleted while it is played', async () => {
  const { page, open, look, issues } = await administrator();
  await open('admin/sounds');
  await look('admin-sounds-empty');
  await page.getByRole('link', { name: 'New sound' }).click();

  // What cannot be sent says why, before anything is.
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Choose a file first.').waitFor();
  await choose(page, 'music.mp3', Buffer.from('ID3 is what an MP3 begins with, and no sound that telephones play'));
  await page.getByText('“music.mp3” is not a WAV file.').waitFor();
  await look('admin-sounds-refused');
  await choose(page, 'long.wav', toneFile(440, 301));
  await page.getByText('“long.wav” is too long').waitFor();

  await choose(page, 'Welcome (final).wav', studioFile(440, 2));
  await page.getByText('It was 44,100 Hz, 2 channels.').waitFor();
  await secondsOf(page.getByLabel('Listen to Welcome (final).wav')).toBeCloseTo(2, 1);
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('welcome-final');
  await look('admin-sounds-new');
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('welcome-final is saved.').waitFor();
  await page.getByRole('heading', { name: 'welcome-final' }).waitFor();
  await secondsOf(page.getByLabel('Listen to welcome-final')).toBeCloseTo(2, 1);
  await page.getByText('No number yet.').waitFor();

  await open('admin/numbers/new');
  await page.getByLabel('Number', { exact: true }).fill(NUMBER);
  await page.getByLabel('The call is answered at once and hears a greeting').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Choose what callers hear').waitFor();
  await page.getByLabel('Greeting that is played').selectOption('welcome-final');
  await page.getByRole('button', { name: 'Add a key' }).click();
  await page.getByRole('button', { name: 'Add a key' }).click();
  await page.getByLabel('Callers hear music in the queue').check();
  await page.getByLabel('Their place in the queue is told').check();
  await page.getByLabel('Callers may leave a message').check();
  await page.getByLabel('Heard before the tone').selectOption('welcome-final');
  await look('admin-numbers-new');
  await look('admin-numbers-reception', page.getByLabel('Longest message'));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: /^\+31201234567/ }).click();
  expect(await page.getByLabel('Heard before the tone').inputValue()).toBe('welcome-final');
  expect(await page.getByLabel('Longest message').inputValue()).toBe('120');

  await open('admin/sounds/welcome-final');
  await page.getByText('greeting, before voicemail').waitFor();
  await look('admin-sounds-one');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('link', { name: '+31201234567' }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByLabel('Name', { exact: true }).fill('welcome');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'welcome', exact: true }).waitFor();
  await page.getByText('greeting, before voicemail').waitFor();
  await secondsOf(page.getByLabel('Listen to welcome')).toBeCloseTo(2, 1);
  await choose(page, 'shorter.wav', toneFile(440, 1));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('0:01 · used by +31201234567').waitFor();
  expect(await page.getByRole('list', { name: 'Sounds' }).getByRole('listitem').count()).toBe(1);
  await open('admin/sounds');
  await look('admin-sounds');

  await open('calls/messages');
  await page.getByText('No messages here').waitFor();
  await look('console-messages-empty');
  expect(issues).toEqual([]);
  // Eight pages on four screens each.
}, 240_000);

test('an agent is given a desk phone, a real one signs in with it, and it is taken away', async ({ skip }) => {
  if (withoutBaresip !== null) skip(withoutBaresip);
  const { page, open, look, issues } = await administrator();
  await open('admin/deskphones');
  await page.getByText('Nobody has a desk phone yet').waitFor();
  await look('admin-deskphones-empty');
  await page.getByRole('button', { name: 'Give a desk phone' }).click();
  await page.getByText('Choose whose telephone it is.').waitFor();
  const name = (await page.getByLabel('Agent').locator('option').nth(1).textContent()) ?? '';
  await page.getByLabel('Agent').selectOption(name);
  await page.getByRole('button', { name: 'Give a desk phone' }).click();
  const dialog = page.getByRole('dialog', { name: `${name}’s telephone` });
  await dialog.getByText(`UDP ${sipPort}`).waitFor();
  const [server, , username, password] = await dialog.locator('.secret-value').allTextContents();
  await look('admin-deskphones-secret');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByText('Not signed in').waitFor();

  const account = `<sip:${username}@${server}:${sipPort}>;auth_user=${username};auth_pass=${password};regint=60`;
  const phone = await Baresip.start(account);
  onTestFinished(() => phone.stop());
  await page.getByText('Signed in', { exact: true }).waitFor({ timeout: 15_000 });
  await look('admin-deskphones');

  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Nobody has a desk phone yet').waitFor();
  expect(issues).toEqual([]);
});
