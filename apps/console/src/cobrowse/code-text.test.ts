import { expect, test } from 'vitest';
import { bareCode, caretIn, groupedCode } from './code-text.ts';

test('a code is shown as it is read out, however it was typed or pasted', () => {
  for (const typed of ['123456789', '123 456 789', '123-456-789', ' 123.456\u00a0789\n', '12 34 56 789'])
    expect(groupedCode(typed)).toBe('123 456 789');
  expect(groupedCode('1234')).toBe('123 4');
  expect(groupedCode('')).toBe('');
});

test('codes of letters come in fours and in capitals', () => {
  expect(groupedCode('k7mq2xwd')).toBe('K7MQ 2XWD');
  expect(bareCode('k7mq–2xwd')).toBe('K7MQ2XWD');
});

test('no code is longer than the longest one', () => {
  expect(bareCode('1234567890123456')).toBe('123456789012');
});

test('the caret stays behind the character that was typed', () => {
  expect(caretIn('123 4', '1234', 4)).toBe(5);
  expect(caretIn('193 456', '193 456', 2)).toBe(2);
  expect(caretIn('123 456', '123456', 3)).toBe(3);
  expect(caretIn('', '', 0)).toBe(0);
});
