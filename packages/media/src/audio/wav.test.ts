import { expect, test } from 'vitest';
import { readWav } from './wav.ts';

const head = Buffer.from('524946460000000057415645666d74201000000001000100401f0000803e000002001000', 'hex');
const chunk = (name: string, size: number) => {
  const made = Buffer.alloc(8);
  made.write(name);
  made.writeUInt32LE(size, 4);
  return made;
};
const data = Buffer.concat([chunk('data', 4), Buffer.from([1, 0, 0xff, 0xff])]);

test('samples are read wherever in memory the file lies', () => {
  const file = Buffer.concat([head, data]);
  const shifted = Buffer.alloc(file.length + 1).subarray(1);
  file.copy(shifted);
  expect([[...readWav(file)], [...readWav(shifted)]]).toEqual([
    [1, -1],
    [1, -1],
  ]);
});

test('a file of chunks without end is not walked through', () => {
  const chunks = (count: number) => Array.from({ length: count }, () => chunk('junk', 0));
  expect([...readWav(Buffer.concat([head, ...chunks(62), data]))]).toEqual([1, -1]);
  expect(() => readWav(Buffer.concat([head, ...chunks(63), data]))).toThrow('it holds no sound');
});
