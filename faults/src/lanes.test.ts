import { expect, test } from 'vitest';
import { aloneOf, lanesOf } from './lanes.ts';
import type { Row } from './row.ts';

const row = (id: string, lane?: Row['lane'], interfaces?: Row['interfaces']): Row => ({
  id,
  fault: id,
  ...(lane === undefined ? {} : { lane }),
  ...(interfaces === undefined ? {} : { interfaces }),
  run: () => Promise.reject(new Error('not run here')),
});
const rows = [row('F1'), row('F2', 'works'), row('F3', 'waits'), row('F4'), row('F5', 'waits')];
const all = (lane: () => Row | undefined) => {
  const ids: string[] = [];
  for (let next = lane(); next !== undefined; next = lane()) ids.push(next.id);
  return ids;
};

test('measured rows follow one another; beside them go those that wait, then those that work', () => {
  const [measured, beside] = lanesOf(rows);
  expect([measured()?.id, beside()?.id, beside()?.id, measured()?.id]).toEqual(['F1', 'F3', 'F5', 'F4']);
  expect(beside()?.id).toBe('F2');
  expect([measured(), beside()]).toEqual([undefined, undefined]);
});

test('whoever is done first helps, but no measured row runs beside another', () => {
  const [measured] = lanesOf(rows);
  expect(all(measured)).toEqual(['F1', 'F4', 'F2', 'F5', 'F3']);
  const [, beside] = lanesOf(rows);
  expect(all(beside)).toEqual(['F3', 'F5', 'F2']);
});

test('each row runs once, and one that is alone in no lane', () => {
  const lonely = row('F6', 'alone');
  expect(aloneOf([...rows, lonely])).toEqual([lonely]);
  const [measured, beside] = lanesOf([lonely, ...rows]);
  const taken = [beside()?.id, measured()?.id, ...all(beside), ...all(measured)];
  expect([...taken].sort()).toEqual(['F1', 'F2', 'F3', 'F4', 'F5']);
});

test('no row takes interfaces away beside one that needs them, while there is anything else to do', () => {
  const [measured, beside] = lanesOf([
    row('F1', undefined, 'changes'),
    row('F2'),
    row('F3', 'waits', 'needs'),
    row('F4', 'waits', 'changes'),
    row('F5', 'waits', 'needs'),
  ]);
  expect([beside()?.id, measured()?.id, measured()?.id]).toEqual(['F3', 'F2', 'F5']);
  // Nothing else is left.
  expect(measured()?.id).toBe('F1');
  expect([beside()?.id, beside()?.id]).toEqual(['F4', undefined]);
});
