import { expect, test } from 'vitest';
import { systemRandom } from './random.ts';

const START = Date.UTC(2026, 10, 22);
function random() {
  let at = START;
  const { uuid } = systemRandom({ now: () => new Date(at) });
  return { uuid, many: (count: number) => Array.from({ length: count }, uuid), set: (to: number) => (at = START + to) };
}
const millisecondsOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) - START;

test('an id is a UUID of version 7 and says when it was made', () => {
  const { uuid } = random();
  const id = uuid();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(millisecondsOf(id)).toBe(0);
});

test('ids of one millisecond are in the order in which they were made, however many', () => {
  const ids = random().many(10_000);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(10_000);
});

test('a clock that steps back a little does not bring ids out of order', () => {
  const { uuid, set } = random();
  const first = uuid();
  set(-500);
  const second = uuid();
  expect([first, second]).toEqual([first, second].sort());
  set(1);
  expect(millisecondsOf(uuid())).toBe(1);
});

test('a clock that is set back goes on from there', () => {
  const { uuid, set } = random();
  uuid();
  set(-600_000);
  expect(millisecondsOf(uuid())).toBe(-600_000);
});
