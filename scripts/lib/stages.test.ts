import { expect, test } from 'vitest';
import { countModules } from './count-reporter.mjs';
import { summary } from './stages.mjs';

const stage = (fields: object) => ({
  name: 'unit',
  passed: 0,
  failed: [],
  skipped: [],
  milliseconds: 1_000,
  ...fields,
});
const lastLine = (text: string) => text.split('\n').at(-1);

test('the last line counts everything, alone', () => {
  const { text, ok } = summary([
    stage({ passed: 5 }),
    stage({ name: 'e2e', skipped: [{ name: 'a', reason: 'no browser' }], skippedMore: 3 }),
  ]);
  expect(lastLine(text)).toBe('5 passed, 0 failed, 4 skipped');
  expect(text).toContain('SKIPPED e2e: 4 tests (no browser): a');
  expect(ok).toBe(true);
});

test('a failure is named and fails the run', () => {
  const { text, ok } = summary([stage({ passed: 5, failed: ['store > keeps order'] })]);
  expect(text).toContain('FAILED unit: store > keeps order');
  expect(lastLine(text)).toBe('5 passed, 1 failed, 0 skipped');
  expect(ok).toBe(false);
});

test('a run in which nothing ran is a failure', () => {
  expect(summary([stage({ skipped: [{ name: 'a', reason: 'b' }] })]).ok).toBe(false);
});

const testCase = (name: string, result: object, options = {}) => ({ fullName: name, result: () => result, options });
const testModule = (state: string, tests: object[]) => ({
  relativeModuleId: 'a.test.ts',
  state: () => state,
  children: { allTests: () => tests },
});

test('results are counted, skips with their reason', () => {
  const counts = countModules(
    [
      testModule('failed', [
        testCase('one', { state: 'passed' }),
        testCase('two', { state: 'failed' }),
        testCase('three', { state: 'skipped', note: 'only root can' }),
        testCase('four', { state: 'skipped' }, { mode: 'todo' }),
      ]),
    ],
    [],
  );
  expect(counts).toEqual({
    passed: 1,
    failed: ['a.test.ts > two'],
    skipped: [
      { name: 'a.test.ts > three', reason: 'only root can' },
      { name: 'a.test.ts > four', reason: 'still to be written' },
    ],
  });
});

test('a failure says why and in which line of the test, for who sees only the end', () => {
  const error = {
    message: 'Timed out\n\n\u001b[2mCall log:\u001b[22m\n  - waiting for the picture',
    stacks: [
      { file: '/repo/e2e/src/calling.ts', line: 84 },
      { file: '/repo/e2e/a.test.ts', line: 12 },
    ],
  };
  const failing = testModule('failed', [testCase('two', { state: 'failed', errors: [error] })]);
  expect(countModules([failing], []).failed).toEqual([
    'a.test.ts > two — Timed out | Call log: | - waiting for the picture (a.test.ts:12)',
  ]);
});

test('a file that cannot be loaded and an error outside any test are failures', () => {
  expect(countModules([testModule('failed', [])], [new Error('lost')]).failed).toEqual([
    'a.test.ts',
    'unhandled error: lost',
  ]);
});
