import { expect, test } from 'vitest';
import { changesOf, emptyNumbers, faultAt, pathOf, remade, sameValue } from './form-model.ts';

test('values are compared by what they say, not by which object they are', () => {
  expect(sameValue({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(sameValue({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(sameValue([1, 2], [2, 1])).toBe(false);
  expect(sameValue([], {})).toBe(false);
  expect(sameValue(null, {})).toBe(false);
});

test('only what was changed is sent', () => {
  const before: { name: string; limits: { CHAT?: number }; skills: object[] } = {
    name: 'Ada',
    limits: { CHAT: 1 },
    skills: [{ skillId: 'a', level: 2 }],
  };
  expect(changesOf(before, structuredClone(before))).toEqual({});
  expect(changesOf(before, { ...before, limits: {} })).toEqual({ limits: {} });
});

test("a fault stands at the field that the server's pointer names, or at the one around it", () => {
  expect(pathOf('/body/rings/0/afterSeconds')).toBe('rings/0/afterSeconds');
  expect(pathOf('/url')).toBe('url');
  const faults = { 'overflow/queueId': 'not itself', name: 'taken' };
  expect(faultAt(faults, 'name')).toBe('taken');
  expect(faultAt(faults, 'overflow')).toBe('not itself');
  expect(faultAt(faults, 'over')).toBeNull();
});

test('numbers that were left empty are found wherever they are', () => {
  expect(emptyNumbers({ a: Number.NaN, b: [{ c: 1 }, { c: Number.NaN }], d: null })).toEqual(['a', 'b/1/c']);
});

test("one's own changes are made again in what somebody else has saved meanwhile", () => {
  const before = { name: 'Cards', priority: 0, rings: [1] };
  const mine = { ...before, name: 'Cards and loans' };
  const theirs = { ...before, priority: 3, rings: [1, 2] };
  expect(remade(before, mine, theirs)).toEqual({ name: 'Cards and loans', priority: 3, rings: [1, 2] });
  expect(remade(before, { ...mine, priority: 5 }, theirs)).toMatchObject({ priority: 5 });
});
