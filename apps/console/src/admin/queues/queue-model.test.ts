import { expect, test } from 'vitest';
import { nextRing, ringsText, unorderedRing } from './queue-model.ts';

const words = {
  start: 'from the start',
  after: (time: string) => `after ${time}`,
  everybody: 'everybody',
  least: (skill: string, level: number) => `${skill} ≥ ${level}`,
  duration: (seconds: number) => `${seconds} s`,
  list: (parts: readonly string[]) => parts.join(' and '),
};
const names = new Map([
  ['c', 'Cards'],
  ['e', 'English'],
]);

test('rings read like a sentence', () => {
  const rings = [
    {
      afterSeconds: 0,
      requirements: [
        { skillId: 'c', level: 3 },
        { skillId: 'e', level: 2 },
      ],
    },
    { afterSeconds: 120, requirements: [{ skillId: 'c', level: 1 }] },
    { afterSeconds: 300, requirements: [] },
  ];
  expect(ringsText(rings, names, words)).toBe(
    'from the start: Cards ≥ 3 and English ≥ 2; after 120 s: Cards ≥ 1; after 300 s: everybody',
  );
});

test('a further ring comes later and asks for less', () => {
  expect(nextRing([])).toEqual({ afterSeconds: 0, requirements: [] });
  const requirements = [
    { skillId: 'c', level: 3 },
    { skillId: 'e', level: 1 },
  ];
  expect(nextRing([{ afterSeconds: 30, requirements }])).toEqual({
    afterSeconds: 90,
    requirements: [{ skillId: 'c', level: 2 }],
  });
});

test('each ring begins after the one before it', () => {
  const ring = (afterSeconds: number) => ({ afterSeconds, requirements: [] });
  expect(unorderedRing([ring(0), ring(60), ring(120)])).toBeNull();
  expect(unorderedRing([ring(0), ring(60), ring(60)])).toBe(2);
});
