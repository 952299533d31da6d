import { expect, test } from 'vitest';
import { codesOf, EMPTY_RULE, ruleOf, settingsOf, valuesOf, wrongPage, wrongSelector } from './rules-model.ts';

const settings = {
  privateByDefault: false,
  rules: [{ pages: ['/account/*'], mode: 'private' as const, show: ['h1', '.open'] }, { mask: ['.iban'] }],
  viewable: ['desk'],
  interactive: [],
  recording: { allowed: true, days: 30, minutes: 60, megabytes: 50 },
};
const tenant = {} as Parameters<typeof valuesOf>[1];

test('settings go through the form unchanged', () => {
  expect(settingsOf(valuesOf(settings, tenant))).toEqual(settings);
});

test('codes are nine digits and good for five minutes where nobody has set it; only a change is sent', () => {
  const base = valuesOf(settings, tenant);
  expect([base.codeLength, base.codeSeconds]).toEqual([9, 300]);
  expect(codesOf(base, base)).toEqual({});
  expect(codesOf(base, { ...base, codeLength: 6 })).toEqual({ shortCodeLetters: false, shortCodeLength: 6 });
  expect(codesOf(base, { ...base, codeLength: 0 })).toEqual({ shortCodeLetters: true });
  expect(codesOf(base, { ...base, codeSeconds: 120 })).toEqual({ shortCodeSeconds: 120 });
});

test('empty lines and lists are not sent', () => {
  expect(ruleOf({ ...EMPTY_RULE, mask: '\n .a \n\n#b\n' })).toEqual({ mask: ['.a', '#b'] });
});

test('the first wrong line is named', () => {
  expect(wrongPage('/a/*\naccount\n*')).toBe('account');
  expect(wrongPage('/a\n*')).toBeNull();
  expect(wrongSelector('.a\n:wrong(', (line) => line.startsWith('.'))).toBe(':wrong(');
});
