import { expect, test } from 'vitest';
import { cleanNumber } from './dialled-number.ts';

test.each([
  ['0988888888', '0988888888'],
  [' 098 888-88.88 ', '0988888888'],
  ['(098) 8888888', '0988888888'],
  ['+84 98 888 88 88', '+84988888888'],
  ['0084988888888', '+84988888888'],
  ['50007', '50007'],
])('%j is dialled as %s', (text, number) => {
  expect(cleanNumber(text)).toBe(number);
});

test.each([
  '',
  ' ',
  '+',
  '1',
  'CALL-ME',
  '0988abc888',
  '09888;ext=1',
  '++84988888888',
  '٠٩٨٨',
  '0'.repeat(16),
  'sip:a@b',
  '09\n88#',
])('%j is refused', (text) => {
  expect(cleanNumber(text)).toBeNull();
});
