import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MediaEngine } from '@alongside/domain';
import { createMediaEngine } from '@alongside/media';
import {
  buildMediaProcess,
  launchWithDevices,
  openTelephonePeer,
  type TelephonePeer,
  tonesIn,
} from '@alongside/media/testing';
import type { Call, CallSettings } from '@alongside/protocol';
import { createFakeTelephonyEngine } from '@alongside/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCallPage } from '../testing/call-page.ts';
import { calling, verb } from '../testing/call-scene.ts';
import { call, signIn } from '../testing/client.ts';
import { CUSTOMER_NUMBER, openTelephones } from '../testing/company-telephones.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer } from '../testing/start-test-server.ts';

/* The server's own commands and routes, the real engine, real browsers and a telephone: who is heard is told by tones. */

const log = { debug() {}, info() {}, warn() {}, error() {} };
const [CUSTOMER, AGENT, SUPERVISOR, TELEPHONE] = [440, 1_000, 2_500, 700];

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await launchWithDevices();
  folder = await mkdtemp(join(tmpdir(), 'alongside-heard-'));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A server with the real engine; `telephone` is at the end of whatever number it dials. */
async function scene(telephone: TelephonePeer) {
  const engine = createMediaEngine({
    recordingsFolder: folder,
    extraHostAddresses: ['127.0.0.1'],
    browserPorts: [36_000, 36_999],
    telephonePorts: [37_000, 37_999],
    processFile: await buildMediaProcess(),
    log,
  });
  await engine.ready;
  const media: MediaEngine = {
    ...engine,
    async addTelephoneLeg(leg) {
      const reply = await engine.addTelephoneLeg(leg);
      if (reply.ok) telephone.call(reply.value);
      return reply;
    },
  };
  const telephony = createFakeTelephonyEngine();
  const server = await startTestServer({ media, telephony });
  await openTelephones(server);
  await expect.poll(() => telephony.trunks).toHaveLength(1);
  return {
    server,
    telephony,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await engine.close();
      telephone.close();
    },
  };
}

test('[CALL6] browsers and a telephone that is brought in hear each other; a supervisor monitors, whispers and barges in, and leaves', async () => {
  const telephone = await openTelephonePeer({ codec: 'PCMA' });
  await using stage = await scene(telephone);
  const { server, telephony } = stage;
  const { callId, customer, agent } = await calling(server);
  const one = await openCallPage(browser, customer, { callId, hertz: CUSTOMER });
  const other = await openCallPage(browser, agent.socket, { callId, hertz: AGENT });
  const [C, A] = [one.partyId, other.partyId];
  await Promise.all([one.hears({ [A]: AGENT }), other.hears({ [C]: CUSTOMER })]);
  expect(await one.codecs()).toEqual(['audio/opus']);

  const boss = await signIn(server, server.demo.agents[3]!);
  const attend = (as: string) => verb(server, boss.token, 'PUT', `/v1/calls/${callId}/attendance`, { as });
  await attend('monitor');
  const third = await openCallPage(browser, await connect(server, boss.token), { callId, hertz: SUPERVISOR });
  const S = third.partyId;
  const all = { [C]: CUSTOMER, [A]: AGENT };
  await Promise.all([third.hears(all), one.hears({ [A]: AGENT }), other.hears({ [C]: CUSTOMER })]);
  await attend('whisper');
  await Promise.all([other.hears({ [C]: CUSTOMER, [S]: SUPERVISOR }), one.hears({ [A]: AGENT }), third.hears(all)]);
  await attend('barge');
  await Promise.all([one.hears({ [A]: AGENT, [S]: SUPERVISOR }), other.hears({ [C]: CUSTOMER, [S]: SUPERVISOR })]);

  // A number is brought in: all begin anew with what telephones speak.
  const asked = await verb(server, agent.token, 'POST', `/v1/calls/${callId}/parties`, {
    who: { number: CUSTOMER_NUMBER },
  });
  const T = asked.body.parties.find(({ device }) => device === 'telephone')!.id;
  await expect.poll(() => telephony.calls.get(T)?.state).toBe('dialled');
  telephone.tone(TELEPHONE);
  telephony.happen({ type: 'answered', sipCallId: T, remote: telephone.parameters });
  await Promise.all([
    telephone.hears([CUSTOMER, AGENT, SUPERVISOR]),
    one.hears({ [A]: AGENT, [S]: SUPERVISOR, [T]: TELEPHONE }),
    other.hears({ [C]: CUSTOMER, [S]: SUPERVISOR, [T]: TELEPHONE }),
  ]);
  expect(await one.codecs()).toEqual(['audio/PCMU']);
  await attend('whisper');
  await Promise.all([
    telephone.hears([CUSTOMER, AGENT]),
    one.hears({ [A]: AGENT, [T]: TELEPHONE }),
    other.hears({ [C]: CUSTOMER, [S]: SUPERVISOR, [T]: TELEPHONE }),
  ]);
  await attend('monitor');
  await Promise.all([
    telephone.hears([CUSTOMER, AGENT]),
    other.hears({ [C]: CUSTOMER, [T]: TELEPHONE }),
    third.hears({ ...all, [T]: TELEPHONE }),
  ]);
  await attend('none');
  await Promise.all([telephone.hears([CUSTOMER, AGENT]), other.hears({ [C]: CUSTOMER, [T]: TELEPHONE })]);
  await verb(server, agent.token, 'POST', `/v1/calls/${callId}/end`);
  await expect.poll(() => telephony.calls.get(T)?.state).toBe('ended');
});

const run = promisify(execFile);
const missing = spawnSync('ffprobe', ['-version']).error !== undefined;

test.skipIf(missing)(
  '[CALL10] a recording is kept whole: fetched as a file that decodes, as long as the record says, with both voices',
  async () => {
    const telephone = await openTelephonePeer();
    await using stage = await scene(telephone);
    const { server } = stage;
    const admin = (await signIn(server, server.demo.admin)).token;
    const settings = (await call<CallSettings>(server, 'GET', '/v1/call-settings', { token: admin })).body;
    const announced = { ...settings, recording: 'by_agent', consent: 'announce' };
    await call(server, 'PUT', '/v1/call-settings', { token: admin, body: announced });
    const { callId, customer, agent } = await calling(server);
    const one = await openCallPage(browser, customer, { callId, hertz: CUSTOMER });
    const other = await openCallPage(browser, agent.socket, { callId, hertz: AGENT });
    const [C, A] = [one.partyId, other.partyId];
    await Promise.all([one.hears({ [A]: AGENT }), other.hears({ [C]: CUSTOMER })]);
    const record = (action: string) => verb(server, agent.token, 'PUT', `/v1/calls/${callId}/recording`, { action });
    await expect.poll(async () => (await record('start')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await record('stop');
    await verb(server, agent.token, 'POST', `/v1/calls/${callId}/end`);
    const stored = async () => (await call<Call>(server, 'GET', `/v1/calls/${callId}`, { token: agent.token })).body;
    await expect.poll(async () => (await stored()).recordings.length, { timeout: 10_000 }).toBe(3);
    const tones = new Map<string | null, number[]>();
    for (const { id, legId, milliseconds, contentType } of (await stored()).recordings) {
      const answer = await fetch(`${server.url}/v1/calls/${callId}/recordings/${id}`, {
        headers: { authorization: `Bearer ${agent.token}` },
      });
      expect(answer.headers.get('content-type')).toContain(contentType.split(';')[0]);
      const path = join(folder, `${id}.webm`);
      await writeFile(path, Buffer.from(await answer.arrayBuffer()));
      const probed = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path]);
      expect(Math.abs(Number(probed.stdout) * 1_000 - milliseconds)).toBeLessThan(100);
      const decoded = await run('ffmpeg', ['-v', 'error', '-i', path, '-ac', '1', '-ar', '8000', '-f', 's16le', '-'], {
        encoding: 'buffer',
        maxBuffer: 10_000_000,
      });
      expect(decoded.stderr.toString()).toBe('');
      const { buffer, byteOffset, length } = decoded.stdout;
      const samples = new Int16Array(buffer, byteOffset, length >> 1).subarray(8_000, 16_000);
      tones.set(legId, tonesIn(samples, [CUSTOMER, TELEPHONE, AGENT, SUPERVISOR], 8_000));
    }
    expect(tones).toEqual(
      new Map([
        [C, [CUSTOMER]],
        [A, [AGENT]],
        [null, [CUSTOMER, AGENT]],
      ]),
    );
  },
);
