import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordingOf } from './recording-files.ts';
import { createWavFile, mendWavFile } from './wav-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alongside-wav-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['PCMU', 'PCMA'] as const)(
  'a %s file that was not closed is mended to what it would have been',
  async (law) => {
    const [closed, cut] = [join(folder, `${law}-closed.wav`), join(folder, `${law}-cut.wav`)];
    const file = await createWavFile(closed, law);
    file.append(Buffer.alloc(12_000, 0x55));
    await file.close();
    const whole = await readFile(closed);
    const unclosed = Buffer.from(whole);
    for (const size of [4, 46, 54]) unclosed.writeUInt32LE(size === 4 ? 50 : 0, size);
    await writeFile(cut, unclosed);
    expect(await mendWavFile(cut)).toBe(1_500);
    expect(await readFile(cut)).toEqual(whole);
  },
);

test('a file that nothing was written to has no length, and is left as it is', async () => {
  const path = join(folder, 'empty.wav');
  await writeFile(path, '');
  expect(await mendWavFile(path)).toBe(0);
  expect(await readFile(path)).toHaveLength(0);
});

test('a name says what is in a file; others say nothing', () => {
  expect(recordingOf('/data/call.0a1b.leg.sound-and-video.webm')).toEqual({
    sessionId: 'call',
    legId: 'leg',
    contentType: 'video/webm',
  });
  expect(recordingOf('call.0a1b.all.sound.wav')).toMatchObject({ legId: null, contentType: 'audio/wav' });
  expect(recordingOf('call.0a1b.leg.screen.webm')?.contentType).toBe('video/webm');
  for (const other of ['.gitkeep', 'call.wav', 'a.b.c.d.e.webm']) expect(recordingOf(other)).toBeNull();
});
