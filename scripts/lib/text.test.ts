import { expect, test } from 'vitest';
import { kilobytes, table } from './text.mjs';

test('a table lines up words to the left and figures to the right', () => {
  expect(
    table(
      ['name', 'size'],
      [
        ['loader', '2.10 kB'],
        ['sdk', '14.20 kB'],
      ],
    ).split('\n'),
  ).toEqual(['name        size', '------  --------', 'loader   2.10 kB', 'sdk     14.20 kB']);
});

test('sizes count thousands', () => {
  expect(kilobytes(2_996)).toBe('3.00 kB');
});
