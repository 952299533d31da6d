import { expect, test } from 'vitest';
import { FairTurns, MOST_WAITING, SHARE } from './fair-turns.ts';

/** Turns of an event loop that goes on only when told to. */
function loop() {
  const turns: (() => void)[] = [];
  const handled: string[] = [];
  const paused = new Set<object>();
  const socket = {
    pause: () => paused.add(socket),
    resume: () => paused.delete(socket),
  };
  const fair = new FairTurns((turn) => turns.push(turn));
  return {
    fair,
    handled,
    paused,
    say: (tenantId: string, what: string) => fair.run(tenantId, socket, () => handled.push(what)),
    next: () => {
      for (const turn of turns.splice(0)) turn();
    },
    get idle() {
      return turns.length === 0;
    },
  };
}

test('a tenant that is alone is heard at once, however much it says', () => {
  const { fair, handled, say, paused } = loop();
  fair.enter('loud');
  for (let n = 0; n < 10 * MOST_WAITING; n += 1) say('loud', `${n}`);
  expect(handled).toHaveLength(10 * MOST_WAITING);
  expect(paused.size).toBe(0);
});

test('what a quiet tenant says is handled before the rest of a loud one, and the loud one is heard in order', () => {
  const one = loop();
  const { fair, handled, say } = one;
  fair.enter('loud');
  fair.enter('quiet');
  const words = Array.from({ length: 5 * SHARE }, (_, n) => `loud ${n}`);
  for (const word of words) say('loud', word);
  say('quiet', 'quiet');
  expect(handled).toEqual([...words.slice(0, SHARE), 'quiet']);
  one.next();
  expect(handled).toHaveLength(2 * SHARE + 1);
  say('loud', 'last');
  say('quiet', 'again');
  expect(handled.at(-1)).toBe('again');
  for (let turn = 0; turn < 10; turn += 1) one.next();
  expect(handled.filter((what) => what.startsWith('l'))).toEqual([...words, 'last']);
  expect(one.idle).toBe(true);
});

test('a socket whose tenant is far behind is not read until it has caught up', () => {
  const one = loop();
  one.fair.enter('loud');
  one.fair.enter('quiet');
  for (let n = 0; n < SHARE + MOST_WAITING; n += 1) one.say('loud', `${n}`);
  expect(one.paused.size).toBe(1);
  while (one.paused.size > 0) {
    expect(one.idle).toBe(false);
    one.next();
  }
  expect(one.handled.length).toBeGreaterThan(MOST_WAITING / 2);
});

test('whoever has gone leaves nothing behind, and those who stay are alone again', () => {
  const one = loop();
  one.fair.enter('loud');
  one.fair.enter('gone');
  for (let n = 0; n < 2 * SHARE; n += 1) one.say('gone', `${n}`);
  one.fair.leave('gone');
  one.next();
  expect(one.handled).toHaveLength(2 * SHARE);
  for (let n = 0; n < 2 * SHARE; n += 1) one.say('loud', `${n}`);
  expect(one.handled).toHaveLength(4 * SHARE);
});
