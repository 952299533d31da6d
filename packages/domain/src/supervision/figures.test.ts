import { expect, test } from 'vitest';
import { addSums, figuresOf, noSums } from './figures.ts';

test('[SUP1] nothing counted is said as nothing, not as zero seconds', () => {
  expect(figuresOf(noSums)).toMatchObject({
    meanWaitSeconds: null,
    meanHandleSeconds: null,
    serviceLevel: null,
    meanScore: null,
    requested: 0,
  });
});

test('[SUP1] who left before an agent came counts against the service level', () => {
  const sums = { ...noSums, answered: 6, answeredInTime: 6, abandoned: 3, timedOut: 1, waitSeconds: 45 };
  expect(figuresOf(sums)).toMatchObject({ serviceLevel: 60, meanWaitSeconds: 8 });
});

test('sums add up, and the longest wait is the longer of the two', () => {
  const both = addSums(
    { ...noSums, answered: 2, longestWaitSeconds: 30, surveys: 1, scores: 5 },
    { ...noSums, answered: 3, longestWaitSeconds: 10, surveys: 2, scores: 8 },
  );
  expect(both).toMatchObject({ answered: 5, longestWaitSeconds: 30 });
  expect(figuresOf(both).meanScore).toBe(4.3);
});
