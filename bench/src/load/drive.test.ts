import { expect, test } from 'vitest';
import { Driver } from './drive.ts';
import type { Ear, Lines } from './lines.ts';

/** Lines whose answers come when the test says so, in the order in which it says so. */
function fakeLines(driver: Driver, react: (ear: Ear, index: number, said: number) => void, acknowledges = true) {
  let said = 0;
  const lines: Lines = {
    count: 2,
    acknowledges,
    say(index) {
      said += 1;
      const number = said;
      setImmediate(() => react(driver, index, number));
    },
    close() {},
  };
  driver.attach(lines);
}

test('in a closed loop the next message waits for both the acknowledgement and the delivery, in either order', async () => {
  const driver = new Driver();
  let open = 0;
  let most = 0;
  fakeLines(driver, (ear, index, number) => {
    if (index !== 0) return;
    open += 1;
    most = Math.max(most, open);
    const ack = () => ear.acknowledged(0);
    const deliver = () => ear.delivered(0, true);
    const [first, second] = number % 2 === 0 ? [ack, deliver] : [deliver, ack];
    first();
    setImmediate(() => {
      open -= 1;
      second();
    });
  });
  const result = await driver.run({ active: 1, seconds: 0.05, rate: null });
  expect(most).toBe(1);
  expect(result.said).toBeGreaterThan(5);
  expect(result).toMatchObject({ acknowledged: result.said, delivered: result.said, unfinished: 0, outOfOrder: 0 });
});

test('on a schedule nobody is waited for, and a late answer counts from when its message was due', async () => {
  const driver = new Driver();
  const held: (() => void)[] = [];
  fakeLines(driver, (ear, index) => {
    held.push(() => {
      ear.acknowledged(index);
      ear.delivered(index, true);
    });
    if (held.length === 20) for (const answer of held) answer();
  });
  const result = await driver.run({ active: 2, seconds: 0.1, rate: 200 });
  expect(result.said).toBe(20);
  expect(result.ack?.max).toBeGreaterThan(80);
  expect(result.ack?.p50).toBeLessThan(result.ack?.max ?? 0);
});

test('without acknowledgements a delivery alone ends a message', async () => {
  const driver = new Driver();
  fakeLines(driver, (ear, index) => ear.delivered(index, true), false);
  const result = await driver.run({ active: 2, seconds: 0.03, rate: null });
  expect(result.ack).toBeNull();
  expect(result).toMatchObject({ delivered: result.said, acknowledged: 0, unfinished: 0 });
});

test('a message out of order and one that nobody said are counted', async () => {
  const driver = new Driver();
  fakeLines(driver, (ear, index, number) => {
    ear.acknowledged(index);
    ear.delivered(index, number !== 1);
    if (number === 2) ear.delivered(index, true);
  });
  const { outOfOrder } = await driver.run({ active: 1, seconds: 0.03, rate: null });
  expect(outOfOrder).toBeGreaterThanOrEqual(2);
});

test('a lost line ends the run with its reason', async () => {
  const driver = new Driver();
  fakeLines(driver, (ear) => ear.failed('The server closed a socket with 4008.'));
  await expect(driver.run({ active: 1, seconds: 0.03, rate: null })).rejects.toThrow('4008');
});
