import { expect, test } from 'vitest';
import { toBytes } from './binary.ts';
import { isWholePage, packRecord, pageOf, pageRecord, unpackRecords } from './recording.ts';

const join = (parts: readonly Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

test('what is packed comes out as it went in, in order', () => {
  const records = [
    { kind: 0, atMs: 0, body: pageRecord({ t: 'page', title: 'Ünlü' }) },
    { kind: 1, atMs: 70_000, body: toBytes('[{"type":3}]') },
    { kind: 2, atMs: 4_000_000_000, body: new Uint8Array() },
  ];
  const out = unpackRecords(join(records.map(packRecord)));
  expect(out.map(({ kind, atMs, body }) => [kind, atMs, [...body]])).toEqual(
    records.map(({ kind, atMs, body }) => [kind, atMs, [...body]]),
  );
  expect(pageOf(out[0]!.body)).toEqual({ t: 'page', title: 'Ünlü' });
});

test('a chunk that is cut off is an error and no shorter recording; what is no page is told from one', () => {
  const whole = packRecord({ kind: 1, atMs: 1, body: toBytes('[{"type":4}]') });
  for (const length of [1, 8, 12, whole.length - 1])
    expect(() => unpackRecords(whole.subarray(0, length))).toThrow(RangeError);
  expect(pageOf(toBytes('{'))).toBeNull();
});

test('playback can start with a whole page, and with nothing else', () => {
  expect(isWholePage(1, toBytes('[{"type":4,"data":{}},{"type":2}]'))).toBe(true);
  expect(isWholePage(1, toBytes('[{"type":3}]'))).toBe(false);
  expect(isWholePage(2, toBytes('[{"type":4}]'))).toBe(false);
});
