import { expect, test } from 'vitest';
import { TokenBuckets } from './token-bucket.ts';

test('a bucket gives its burst, then what time brings back, and says how long to wait', () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 3, perSecond: 0.5 }, () => now);
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2]);
  expect(buckets.take('b')).toBe(0);
  now = 1_999;
  expect(buckets.take('a')).toBe(1);
  now = 2_000;
  expect(buckets.take('a')).toBe(0);
  now = 1_000_000;
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 2]);
});

test('being refused costs nothing', () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 1, perSecond: 1 }, () => now);
  buckets.take('a');
  for (let tries = 0; tries < 100; tries += 1) buckets.take('a');
  now = 1_000;
  expect(buckets.take('a')).toBe(0);
});
