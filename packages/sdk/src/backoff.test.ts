import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksMany, backoffMs, persist } from './backoff.ts';
import { AlongsideError, networkLost } from './errors.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { FakeRandom } from './testing/fake-random.ts';
import { createTimers } from './timers.ts';

describe('the wait before a retry', () => {
  it.each([
    [false, 30_000],
    [true, 5_000],
  ])('[WS9] has full jitter: from 0 up to 0.25 s doubled each time; awake %s: never above %i ms', (awake, cap) => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, fraction) => {
          const wait = backoffMs(attempt, new FakeRandom(() => fraction), null, { awake });
          expect(wait).toBeCloseTo(fraction * Math.min(cap, 250 * 2 ** Math.min(attempt, 20)), 6);
        },
      ),
    );
  });

  it('[WS9] spreads 5,000 clients over the 3 s after what the server asked for', () => {
    const busy = new AlongsideError('rate_limited', 'retry_later', 'busy', { retryAfterSeconds: 2 });
    const inEach = Array.from({ length: 30 }, () => 0);
    for (let n = 0; n < 5_000; n += 1) {
      const wait = backoffMs(0, new FakeRandom(() => (n + 0.5) / 5_000), busy, { awake: true, spread: asksMany(busy) });
      expect(wait).toBeGreaterThanOrEqual(2_000);
      inEach[Math.floor((wait - 2_000) / 100)]! += 1;
    }
    for (const count of inEach) expect(count).toBeLessThanOrEqual(167);
  });

  it('is never shorter than the server asks for', () => {
    const busy = new AlongsideError('rate_limited', 'retry_later', 'busy', { retryAfterSeconds: 12 });
    expect(backoffMs(0, new FakeRandom(() => 0), busy)).toBe(12_000);
    expect(backoffMs(3, new FakeRandom(() => 0.999), busy)).toBeGreaterThan(12_000);
  });
});

describe('persisting', () => {
  it('repeats over transient failures, and stops at the first other one', async () => {
    const clock = new FakeClock();
    const outcomes = [networkLost('a'), networkLost('b'), new AlongsideError('not_found', 'none', 'c')];
    let tries = 0;
    const task = () => Promise.reject(outcomes[tries++]);
    const outcome = persist(task, 60_000, createTimers(clock), new FakeRandom()).catch((error) => error.code);
    await clock.advance(60_000);
    expect(await outcome).toBe('not_found');
    expect(tries).toBe(3);
  });

  it('does not outlive the instance', async () => {
    const clock = new FakeClock();
    const timers = createTimers(clock);
    const outcome = persist(() => Promise.reject(networkLost('a')), 60_000, timers, new FakeRandom()).catch(
      (error) => error.code,
    );
    await clock.advance(100);
    timers.close();
    expect(await outcome).toBe('closed');
    expect(clock.pending).toBe(0);
  });
});
