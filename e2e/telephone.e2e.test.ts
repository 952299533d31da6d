import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tonePage, tonesIn } from '@alongside/media/testing';
import {
  administration,
  Baresip,
  CUSTOMER,
  callLink,
  callsOf,
  freePort,
  loginLink,
  missing,
  NUMBER,
  openTelephones,
  toneFile,
} from '@alongside/telephony/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FAKE_DEVICES, launch, openPage } from './src/browser.ts';
import { lookOnEveryScreen } from './src/every-screen.ts';
import { agent } from './src/people.ts';
import { System } from './src/system.ts';

const why = missing('baresip', 'baresip');
/** What the customer says, and what the agent says. */
const [ABOVE, BELOW] = [1_900, 700];

let system: System;
let browser: Browser;
let customer: Baresip;
let sipPort = 0;
beforeAll(async () => {
  if (why !== null) return;
  sipPort = await freePort();
  [system, browser, customer] = await Promise.all([
    System.start(['--sip', `udp:127.0.0.1:${sipPort}`]),
    launch(FAKE_DEVICES),
    Baresip.start(`<sip:${CUSTOMER}@127.0.0.1:${sipPort}>;regint=0;answermode=auto;audio_codecs=pcmu`, ABOVE),
  ]);
  await openTelephones(system.demo, customer.port);
});
afterAll(async () => {
  await customer?.stop();
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

/** The agent's phone app, its microphone a tone, opened by the company's own link. */
async function agentPhone(): Promise<Page> {
  const { context, page } = await openPage(browser, { viewport: { width: 360, height: 740 } });
  await context.grantPermissions(['microphone']);
  await page.addInitScript(tonePage(BELOW));
  await page.goto(loginLink(system.demo));
  const ready = page.getByRole('switch', { name: 'Take calls on this phone' });
  // Whoever was ready still is, on every page of theirs.
  await expect.poll(() => ready.isEnabled()).toBe(true);
  if ((await ready.getAttribute('aria-checked')) !== 'true') await ready.click();
  await page.getByText('Ready', { exact: true }).waitFor();
  return page;
}

/** Each hears the other's tone and nothing else. */
async function bothHear(page: Page): Promise<void> {
  const nearOf = (hertz: number, wanted: number) => Math.abs(hertz - wanted) < 30;
  await expect
    .poll(async () => nearOf(await page.evaluate<number>('heardTone()'), ABOVE), { timeout: 20_000 })
    .toBe(true);
  await expect
    .poll(() => tonesIn(customer.heard(0.5), [ABOVE, BELOW], 8_000), { timeout: 20_000, interval: 50 })
    .toEqual([BELOW]);
}

test('a customer calls the bank by telephone: it rings on the agent’s phone, both hear each other, and history has it; then the agent calls back by the company’s link', async ({
  skip,
}) => {
  if (why !== null) skip(why);
  const { demo } = system;
  const page = await agentPhone();

  customer.command('dial', `sip:${NUMBER}@127.0.0.1:${sipPort}`);
  await page.getByRole('heading', { name: CUSTOMER }).waitFor();
  await page.getByRole('button', { name: 'Answer' }).click();
  await customer.until('CALL_ESTABLISHED');
  await bothHear(page);
  customer.command('hangup');
  await page.getByText('Call ended').waitFor();
  const [inbound, ...others] = await callsOf(demo, { phone: CUSTOMER });
  expect(others).toEqual([]);
  expect(inbound).toMatchObject({
    caller: CUSTOMER,
    called: NUMBER,
    call_type: 0,
    call_status: 'meetAgent',
    end_status: 'cus',
    agent_id: demo.phoneLink.agentId,
  });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Calls' }).click();
  await page.getByRole('button', { name: `Call ${CUSTOMER}` }).waitFor();

  const tempId = randomUUID();
  await page.goto(callLink(demo, '0612345678', tempId));
  await bothHear(page);
  await page.getByRole('button', { name: 'End the call' }).click();
  await expect.poll(() => customer.events.filter(({ type }) => type === 'CALL_CLOSED').length).toBe(2);
  await expect
    .poll(() => callsOf(demo, { temp_id: tempId }))
    .toMatchObject([
      { temp_id: tempId, called: CUSTOMER, call_type: 1, call_status: 'meetAgent', end_status: 'system' },
    ]);
});

test('a call rings at the agent’s desk phone too: picked up there, both hear each other, and hung up there it ends', async ({
  skip,
}) => {
  if (why !== null) skip(why);
  const { demo } = system;
  const DESK = 1_300;
  const ask = await administration(demo);
  const path = `/v1/desk-phones/${demo.agents[0]?.id}`;
  const { username, password } = await ask('POST', path);
  const account = `<sip:${username}@127.0.0.1:${sipPort}>;auth_user=${username};auth_pass=${password}`;
  const desk = await Baresip.start(`${account};regint=60;answermode=manual;audio_codecs=pcmu`, DESK);
  onTestFinished(() => desk.stop());
  const listed = async () => (await ask('GET', '/v1/desk-phones')).deskPhones as unknown as { registered: boolean }[];
  await expect.poll(listed).toMatchObject([{ registered: true }]);
  const page = await agentPhone();
  onTestFinished(() => page.context().close());

  const closed = () => customer.events.filter(({ type }) => type === 'CALL_CLOSED').length;
  const before = closed();
  customer.command('dial', `sip:${NUMBER}@127.0.0.1:${sipPort}`);
  await page.getByRole('heading', { name: CUSTOMER }).waitFor();
  await desk.until('CALL_INCOMING');
  desk.command('accept');
  await desk.until('CALL_ESTABLISHED');
  const hears = (phone: Baresip, tones: number[]) =>
    expect
      .poll(() => tonesIn(phone.heard(0.5), [ABOVE, BELOW, DESK], 8_000), { timeout: 20_000, interval: 50 })
      .toEqual(tones);
  await hears(desk, [ABOVE]);
  await hears(customer, [DESK]);
  desk.command('hangup');
  await expect.poll(closed, { timeout: 10_000 }).toBe(before + 1);
  const newest = async () => (await callsOf(demo, { phone: CUSTOMER })).find(({ call_type }) => call_type === 0);
  await expect
    .poll(newest)
    .toMatchObject({ call_status: 'meetAgent', end_status: 'system', agent_id: demo.phoneLink.agentId });
  await ask('DELETE', path);
});

/** What is used here of a browser's own player. */
interface Player {
  readonly currentTime: number;
  play(): Promise<void>;
  pause(): void;
}

interface CallRow {
  readonly id: string;
  readonly state: string;
  readonly queueId: string | null;
  readonly endReason: string | null;
  readonly recordings: readonly { readonly id: string }[];
}

test('a caller hears the greeting and chooses by a digit; while it is closed they leave a message, which is in the history', async ({
  skip,
}) => {
  if (why !== null) skip(why);
  const { demo } = system;
  const [GREETING, CLOSED, TONE] = [1_300, 2_500, 1_000];
  const ask = await administration(demo);
  await ask('PUT', '/v1/sounds/welcome', toneFile(GREETING, 3));
  await ask('PUT', '/v1/sounds/closed', toneFile(CLOSED, 1));
  const { queues } = (await ask('GET', '/v1/queue-settings')) as unknown as {
    queues: { id: string; isDefault: boolean; name: string }[];
  };
  const usual = queues.find(({ isDefault }) => isDefault);
  const other = queues.find(({ isDefault }) => !isDefault);
  const number = `/v1/phone-numbers/${encodeURIComponent(NUMBER)}`;
  const said = { queueId: usual?.id, greeting: 'welcome', voicemail: { greeting: 'closed', maxSeconds: 60 } };
  await ask('PUT', number, { ...said, menu: [{ digit: '2', queueId: other?.id }] });
  const newest = async () =>
    ((await ask('GET', `/v1/calls?number=${encodeURIComponent(CUSTOMER)}`)) as unknown as { calls: CallRow[] })
      .calls[0];
  const closed = () => customer.events.filter(({ type }) => type === 'CALL_CLOSED').length;
  const dial = () => customer.command('dial', `sip:${NUMBER}@127.0.0.1:${sipPort}`);
  const hears = (seconds: number, tones: number[]) =>
    expect
      .poll(() => tonesIn(customer.heard(seconds), [GREETING, CLOSED, TONE], 8_000), { timeout: 20_000, interval: 20 })
      .toEqual(tones);

  const before = closed();
  dial();
  await hears(0.5, [GREETING]);
  customer.command('sndcode', '2');
  await expect.poll(async () => (await newest())?.queueId, { timeout: 20_000 }).toBe(other?.id);
  customer.command('hangup');
  await expect.poll(closed).toBe(before + 1);

  const hours = { name: 'Never', timeZone: 'UTC', week: [], holidays: [], closedMessage: '' };
  const hoursId = randomUUID();
  await ask('PUT', `/v1/business-hours/${hoursId}`, hours);
  const { id, ...queue } = usual as { id: string };
  await ask('PUT', `/v1/queue-settings/${id}`, { ...queue, hoursId });
  await ask('PUT', number, { ...said, greeting: null, menu: [] });
  dial();
  await hears(0.3, [CLOSED]);
  await hears(0.2, [TONE]);
  await hears(0.5, []);
  const heard = customer.heard(60).length;
  await expect.poll(() => customer.heard(60).length, { timeout: 20_000 }).toBeGreaterThan(heard + 8_000);
  customer.command('hangup');
  await expect.poll(async () => (await newest())?.recordings.length, { timeout: 20_000 }).toBe(1);
  const left = await newest();
  expect(left).toMatchObject({ state: 'ended', endReason: 'voicemail' });
  const { token } = (await (
    await fetch(`${demo.url}/v1/agent/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tenant: demo.tenant.domain, ...demo.admin, transport: 'bearer' }),
    })
  ).json()) as { token: string };
  const path = `/v1/calls/${left?.id}/recordings/${left?.recordings[0]?.id}`;
  const answer = await fetch(demo.url + path, { headers: { authorization: `Bearer ${token}` } });
  const input = Buffer.from(await answer.arrayBuffer());
  const decoded = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-i', 'pipe:0', '-f', 's16le', '-ar', '8000', '-ac', '1', 'pipe:1'],
    {
      input,
    },
  );
  expect(decoded.stderr.toString()).toBe('');
  const sound = decoded.stdout;
  const samples = Int16Array.from({ length: sound.length >> 1 }, (_, index) => sound.readInt16LE(2 * index));
  expect(samples.length).toBeGreaterThan(6_000);
  expect(tonesIn(samples, [ABOVE, BELOW], 8_000)).toEqual([ABOVE]);

  // A supervisor finds it among the calls, and hears it.
  const { page, context } = await openPage(browser);
  onTestFinished(() => context.close());
  await agent.signIn(page, demo, 3);
  await page.goto(`${demo.console}#/calls`);
  await page.getByRole('link', { name: 'Messages left' }).click();
  await expect.poll(() => page.getByRole('list', { name: 'Calls' }).getByRole('listitem').count()).toBe(1);
  await page.getByText('A message was left').waitFor();
  await page.getByRole('button', { name: /^Play message/ }).click();
  const player = page.getByLabel(/^Recording of/);
  await player.evaluate((element) => (element as unknown as Player).play());
  await expect
    .poll(() => player.evaluate((element) => (element as unknown as Player).currentTime))
    .toBeGreaterThan(0.2);
  await player.evaluate((element) => (element as unknown as Player).pause());
  const issues: string[] = [];
  await lookOnEveryScreen(page, 'console-messages', issues);
  expect(issues).toEqual([]);
});
