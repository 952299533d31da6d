import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSound } from './sounds.ts';

const reads: string[] = [];
const read = (path: string) => {
  reads.push(path);
  return readFile(path);
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alongside-sounds-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** 8 kHz, one channel, all samples alike. */
function wav(samples: number, value: number): Buffer {
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8_000, 24);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let at = 44; at < file.length; at += 2) file.writeInt16LE(value, at);
  return file;
}
const first = async (name: string) => (await openSound({ kind: 'file', name, repeat: false }, folder, read))()?.[0];

test('a sound is read once, however often it is played, and anew when another file has its name', async () => {
  const path = join(folder, 'welcome.wav');
  await writeFile(path, wav(160, 700));
  expect([await first('welcome.wav'), await first('welcome.wav')]).toEqual([700, 700]);
  expect(reads).toEqual([path]);
  await writeFile(path, wav(160, -9));
  await utimes(path, 1, 1);
  expect([await first('welcome.wav'), await first('welcome.wav')]).toEqual([-9, -9]);
  expect(reads).toEqual([path, path]);
});

test('of many long sounds those heard last are kept', async () => {
  reads.length = 0;
  const names = Array.from({ length: 9 }, (_, index) => `${index}.wav`);
  for (const name of names) {
    await writeFile(join(folder, name), wav(2_000_000, 5));
    await first(name);
  }
  expect(reads).toHaveLength(9);
  await first('8.wav');
  expect(reads).toHaveLength(9);
  await first('0.wav');
  expect(reads).toHaveLength(10);
});

test('what is no sound is refused with a sentence', async () => {
  await writeFile(join(folder, 'text.wav'), 'hello');
  await expect(first('text.wav')).rejects.toThrow('it is no WAV file');
  await expect(first('none.wav')).rejects.toThrow('There is no sound "none.wav" in the sounds folder.');
});
