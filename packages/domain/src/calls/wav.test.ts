import { expect, test } from 'vitest';
import { wavMilliseconds } from './wav.ts';

/** 16 bits and one channel unless a test says otherwise. */
function wav(samples: number, { rate = 8_000, channels = 1, bits = 16, before = 0 } = {}): Uint8Array {
  const file = Buffer.alloc(44 + (before > 0 ? 8 + before : 0) + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt16LE(bits, 34);
  let at = 36;
  if (before > 0) {
    file.write('LIST', at);
    file.writeUInt32LE(before, at + 4);
    at += 8 + before;
  }
  file.write('data', at);
  file.writeUInt32LE(samples * 2, at + 4);
  return file;
}

test('a file of telephones is as long as its samples, whatever stands before them', () => {
  expect(wavMilliseconds(wav(8_000))).toBe(1_000);
  expect(wavMilliseconds(wav(4_000, { before: 26 }))).toBe(500);
});

test('a file of parts without end is refused before anybody walks through it', () => {
  const [head, part] = [wav(0).subarray(0, 36), Buffer.from('junk\0\0\0\0')];
  const file = (parts: number) => Buffer.concat([head, ...Array<Buffer>(parts).fill(part), wav(800).subarray(36)]);
  expect(wavMilliseconds(file(62))).toBe(100);
  expect(() => wavMilliseconds(file(63))).toThrow('more than 64 parts');
});

test.each([
  ['no WAV file', new Uint8Array(100), 'no WAV file'],
  ['two channels', wav(100, { channels: 2 }), 'one channel'],
  ['the rate of music', wav(100, { rate: 44_100 }), 'ffmpeg'],
  ['no sound', wav(0), 'no sound'],
  ['more than five minutes', wav(8_000 * 301), 'five minutes'],
  ['a file that is cut off', wav(100).subarray(0, 43), 'no WAV file'],
])('%s is refused, and said', (_what, file, words) => {
  expect(() => wavMilliseconds(file)).toThrow(words);
});
