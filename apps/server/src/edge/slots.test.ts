import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Slots } from './slots.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What was granted so far, in order. */
function watched(slots: Slots) {
  const told: string[] = [];
  const ask = (key: string, name = key) => {
    const slot = slots.ask(key);
    void slot.granted.then((granted) => told.push(`${name} ${granted ? 'goes' : 'is refused'}`));
    return slot;
  };
  const so = async () => {
    await vi.advanceTimersByTimeAsync(0);
    return told.splice(0);
  };
  return { ask, so };
}

test('who comes first has a place first, and the others wait for one', async () => {
  const { ask, so } = watched(new Slots(2, 1_000));
  const a = ask('a');
  ask('b');
  ask('c');
  ask('d');
  expect(await so()).toEqual(['a goes', 'b goes']);
  a.leave();
  a.leave();
  expect(await so()).toEqual(['c goes']);
});

test('one has half of the places at most, however many they ask for', async () => {
  const { ask, so } = watched(new Slots(4, 1_000));
  const first = ask('a', 'a1');
  ask('a', 'a2');
  ask('a', 'a3');
  ask('b');
  expect(await so()).toEqual(['a1 goes', 'a2 goes', 'b goes']);
  first.leave();
  expect(await so()).toEqual(['a3 goes']);
});

test('who waits too long is refused, and who left takes no place', async () => {
  const { ask, so } = watched(new Slots(1, 1_000));
  const a = ask('a');
  const gone = ask('b');
  gone.leave();
  expect(await so()).toEqual(['a goes', 'b is refused']);
  ask('c');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await so()).toEqual(['c is refused']);
  a.leave();
  ask('d');
  expect(await so()).toEqual(['d goes']);
  expect(vi.getTimerCount()).toBe(0);
});
