import { execFile, spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MediaReply, RecordedFile } from '@alongside/domain';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tonesIn } from './testing/frequency.ts';
import { launchWithDevices, type MediaLab, startMediaLab } from './testing/media-lab.ts';
import { openTelephonePeer, testTones } from './testing/telephone-peer.ts';

const run = promisify(execFile);
const rate = 8_000;
/** Recordings are judged by ffprobe and ffmpeg (apt-get install -y ffmpeg). */
const missing = spawnSync('ffprobe', ['-version']).error !== undefined;
let browser: Browser;
let lab: MediaLab;
beforeAll(async () => {
  if (missing) return;
  browser = await launchWithDevices();
  lab = await startMediaLab(browser);
});
afterEach(() => lab?.dismiss());
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

function value<Value>(reply: MediaReply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  return reply.value;
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The file's own duration in milliseconds. */
async function durationOf({ path }: RecordedFile): Promise<number> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path]);
  return Number(stdout) * 1_000;
}

/** Decodes all of it; fails with the first complaint. @returns sound at 8 kHz, the number of pictures */
async function decode({ path }: RecordedFile): Promise<{ samples: Int16Array; complaints: string }> {
  const { stdout, stderr } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-map', '0:a?', '-ac', '1', '-ar', String(rate), '-f', 's16le', '-'],
    { encoding: 'buffer', maxBuffer: 100_000_000 },
  );
  return {
    samples: new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1),
    complaints: stderr.toString(),
  };
}

/** Decodes the pictures. @returns the mean brightness (0–255) of each, with its time in seconds */
async function brightness({ path }: RecordedFile): Promise<{ at: number; level: number }[]> {
  const { stdout, stderr } = await run(
    'ffprobe',
    [
      '-v',
      'error',
      '-f',
      'lavfi',
      `movie=${path},signalstats`,
      '-show_entries',
      'frame=pts_time:frame_tags=lavfi.signalstats.YAVG',
      '-of',
      'csv=p=0',
    ],
    { maxBuffer: 100_000_000 },
  );
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .map(([at, level]) => ({ at: Number(at), level: Number(level) }));
}

const during = (samples: Int16Array, from: number, to: number) => samples.subarray(from * rate, to * rate);

test.skipIf(missing)(
  'a call of two browsers: each leg with its voice and pictures, both voices mixed, silent and black while paused',
  async () => {
    value(await lab.engine.createSession({ sessionId: 'rec', audio: 'opus' }));
    const customer = await lab.join('rec', 'customer', 'customer');
    const agent = await lab.join('rec', 'agent', 'agent');
    const kinds = ['audio', 'video'] as const;
    value(
      await lab.engine.setRoutes('rec', [
        { from: 'customer', to: 'agent', kinds },
        { from: 'agent', to: 'customer', kinds },
      ]),
    );
    await customer.publish({ hertz: 440, video: true });
    await agent.publish({ hertz: 1_000, video: true });
    await Promise.all([customer.hears({ agent: 1_000 }), agent.hears({ customer: 440 })]);
    await agent.page.waitForFunction(`lab.frames['customer video'] > 5`);

    const asked = performance.now();
    value(await lab.engine.startRecording('rec', { legIds: ['customer', 'agent'], modes: ['per_leg', 'mixed'] }));
    const begun = performance.now();
    await pause(4_000);
    value(await lab.engine.pauseRecording('rec'));
    await pause(3_000);
    value(await lab.engine.resumeRecording('rec'));
    await pause(3_000);
    const least = performance.now() - begun;
    value(await lab.engine.stopRecording('rec'));
    const most = performance.now() - asked;
    const { files } = await lab.event('recorded');

    expect(files.map(({ legId, contentType }) => [legId, contentType])).toEqual([
      ['customer', 'video/webm'],
      ['agent', 'video/webm'],
      [null, 'audio/webm'],
    ]);
    for (const file of files) {
      expect(file.milliseconds).toBeGreaterThan(least - 100);
      expect(file.milliseconds).toBeLessThan(most + 100);
      expect(Math.abs((await durationOf(file)) - file.milliseconds)).toBeLessThan(100);
      const { samples, complaints } = await decode(file);
      expect(complaints).toBe('');
      const voices = file.legId === 'customer' ? [440] : file.legId === 'agent' ? [1_000] : [440, 1_000];
      expect(tonesIn(during(samples, 1, 3.5), testTones, rate)).toEqual(voices);
      expect(tonesIn(during(samples, 4.5, 6.5), testTones, rate, 50)).toEqual([]);
      expect(tonesIn(during(samples, 8, 9.5), testTones, rate)).toEqual(voices);
      if (file.legId === null) continue;
      const pictures = await brightness(file);
      expect(pictures[0]?.at).toBe(0);
      expect(pictures.filter(({ at, level }) => at > 4.4 && at < 6.6 && level > 20)).toEqual([]);
      expect(pictures.filter(({ at, level }) => at > 2 && at < 3.5 && level > 20).length).toBeGreaterThan(5);
      expect(pictures.filter(({ at, level }) => at > 8.5 && at < 9.5 && level > 20).length).toBeGreaterThan(3);
    }
    await lab.engine.endSession('rec');
  },
  60_000,
);

test.skipIf(missing)(
  'a telephone and a browser: G.711 as it came, in WAV, ended by the end of the session',
  async () => {
    value(await lab.engine.createSession({ sessionId: 'wav', audio: 'g711' }));
    const agent = await lab.join('wav', 'agent', 'agent');
    const phone = await openTelephonePeer({ codec: 'PCMA' });
    const place = value(await lab.engine.addTelephoneLeg({ sessionId: 'wav', legId: 'caller', role: 'customer' }));
    phone.call(place);
    value(await lab.engine.connectTelephoneLeg('wav', 'caller', phone.parameters));
    phone.tone(700);
    await agent.publish({ hertz: 1_900 });
    await lab.event('flowing', ({ sessionId, legId }) => sessionId === 'wav' && legId === 'agent');
    value(await lab.engine.startRecording('wav', { legIds: ['agent', 'caller'], modes: ['per_leg', 'mixed'] }));
    await pause(3_000);
    value(await lab.engine.endSession('wav'));
    const { files } = await lab.event('recorded', ({ sessionId }) => sessionId === 'wav');
    expect(files.map(({ contentType }) => contentType)).toEqual(['audio/wav', 'audio/wav', 'audio/wav']);
    for (const file of files) {
      expect(Math.abs((await durationOf(file)) - file.milliseconds)).toBeLessThan(100);
      const { samples, complaints } = await decode(file);
      expect(complaints).toBe('');
      const voices = file.legId === 'agent' ? [1_900] : file.legId === 'caller' ? [700] : [700, 1_900];
      expect(tonesIn(during(samples, 0.5, 2.5), testTones, rate)).toEqual(voices);
    }
    phone.close();
  },
  60_000,
);

test.skipIf(missing)(
  'a camera that comes later has a file of its own, black up to then; a screen too',
  async () => {
    value(await lab.engine.createSession({ sessionId: 'late', audio: 'opus' }));
    const customer = await lab.join('late', 'customer', 'customer');
    await customer.publish({ hertz: 440 });
    await lab.event('flowing', ({ sessionId }) => sessionId === 'late');
    value(await lab.engine.startRecording('late', { legIds: ['customer'], modes: ['per_leg'] }));
    await pause(1_500);
    await customer.publish({ video: true, screen: true });
    await lab.event('flowing', ({ sessionId, kind }) => sessionId === 'late' && kind === 'screen');
    await pause(2_500);
    value(await lab.engine.stopRecording('late'));
    const { files } = await lab.event('recorded', ({ sessionId }) => sessionId === 'late');
    expect(files.map(({ contentType }) => contentType)).toEqual(['audio/webm', 'video/webm', 'video/webm']);
    for (const file of files.slice(1)) {
      expect(Math.abs((await durationOf(file)) - file.milliseconds)).toBeLessThan(100);
      const pictures = await brightness(file);
      expect(pictures[0]).toMatchObject({ at: 0 });
      expect(pictures.filter(({ at, level }) => at < 1.2 && level > 20)).toEqual([]);
      expect(pictures.filter(({ level }) => level > 20).length).toBeGreaterThan(5);
    }
    expect(await readdir(lab.recordings)).toHaveLength(9);
    await lab.engine.endSession('late');
  },
  60_000,
);
