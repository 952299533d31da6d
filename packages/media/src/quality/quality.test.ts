import { expect, test } from 'vitest';
import { estimateMos } from './mos.ts';
import { createReceiveStatistics } from './receive-statistics.ts';

const stream = (numbers: readonly number[], late: (index: number) => number = () => 0) => {
  const statistics = createReceiveStatistics(8_000);
  for (const [index, sequenceNumber] of numbers.entries())
    statistics.add(
      { sequenceNumber: sequenceNumber & 0xffff, timestamp: index * 160, ssrc: 1 },
      index * 20 + late(index),
    );
  return statistics.interval();
};

test('loss is counted over the wrap of sequence numbers, late packets are none', () => {
  expect(stream([65_534, 65_535, 65_537, 65_538])).toMatchObject({ expected: 5, lost: 1 });
  expect(stream([10, 12, 11, 13])).toMatchObject({ expected: 4, lost: 0 });
});

test('another stream on the same line is no loss', () => {
  const statistics = createReceiveStatistics(8_000);
  statistics.add({ sequenceNumber: 5, timestamp: 0, ssrc: 1 }, 0);
  statistics.add({ sequenceNumber: 40_000, timestamp: 99, ssrc: 2 }, 20);
  expect(statistics.interval()).toMatchObject({ expected: 2, lost: 0 });
});

test('an even stream has no jitter, an uneven one as much as RFC 3550 says', () => {
  const numbers = Array.from({ length: 500 }, (_, index) => index);
  expect(stream(numbers).jitterMilliseconds).toBeCloseTo(0, 6);
  const uneven = stream(numbers, (index) => (index % 2) * 10).jitterMilliseconds;
  expect(uneven).toBeGreaterThan(9.5);
  expect(uneven).toBeLessThan(10.5);
});

test('the score falls with loss, jitter and delay and stays between 1 and 4.5', () => {
  const good = estimateMos({ loss: 0, jitterMilliseconds: 1, roundTripMilliseconds: 20 });
  expect(good).toBeGreaterThan(4.3);
  expect(estimateMos({ loss: 0.05, jitterMilliseconds: 1, roundTripMilliseconds: 20 })).toBeLessThan(good - 0.3);
  expect(estimateMos({ loss: 0, jitterMilliseconds: 100, roundTripMilliseconds: 20 })).toBeLessThan(good);
  expect(estimateMos({ loss: 0, jitterMilliseconds: 1, roundTripMilliseconds: 800 })).toBeLessThan(3.5);
  expect(estimateMos({ loss: 1, jitterMilliseconds: 500, roundTripMilliseconds: 5_000 })).toBe(1);
});
