import { Refused } from '@alongside/domain';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchCutOff } from './cut-off.ts';

/** A database that answers, refuses or says nothing for as long as the store waits. */
function watched(times = { every: 20, after: 200 }) {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const told: { cutOff: boolean; at: number }[] = [];
  let answers = true;
  const ping = async () => {
    if (!answers) throw new Refused('store_unavailable');
  };
  const watch = watchCutOff(
    { store: { ping } as never, log },
    (cutOff) => told.push({ cutOff, at: performance.now() }),
    times,
  );
  onTestFinished(() => watch.close());
  const answer = (now: boolean) => {
    answers = now;
  };
  return { told, answer };
}

test('a database that is gone is told once, after a while, and its return at once', async () => {
  const { told, answer } = watched();
  const gone = performance.now();
  answer(false);
  await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 5_000 });
  expect(told[0]).toMatchObject({ cutOff: true });
  expect(told[0]!.at - gone).toBeGreaterThanOrEqual(195);
  answer(true);
  await vi.waitFor(() => expect(told.map(({ cutOff }) => cutOff)).toEqual([true, false]), { timeout: 5_000 });
});

test('a database that is back in time sends nobody away', async () => {
  const { told, answer } = watched({ every: 10, after: 5_000 });
  for (let n = 0; n < 5; n += 1) {
    answer(false);
    await new Promise((go) => setTimeout(go, 30));
    answer(true);
    await new Promise((go) => setTimeout(go, 30));
  }
  expect(told).toEqual([]);
});
