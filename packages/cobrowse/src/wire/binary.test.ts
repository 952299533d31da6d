import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembler, cut, headOf, withHead } from './binary.ts';

test('a message comes out as it went in, whatever its size, in frames that fit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300_000 }), fc.nat(65_535), (size, to) => {
      const body = new Uint8Array(size).map((_, index) => index);
      const take = assembler();
      const parts = cut({ kind: 1, to, body }, 7);
      const out = parts.map(take);
      expect(parts.every((part) => part.length <= COBROWSE_LIMITS.partBytes)).toBe(true);
      expect(out.slice(0, -1).every((each) => each === undefined)).toBe(true);
      expect(out.at(-1)?.to).toBe(to);
      expect(Buffer.from(out.at(-1)!.body).equals(Buffer.from(body))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a message that was broken off is forgotten; one over the limit is an error', () => {
  const take = assembler();
  const [first] = cut({ kind: 1, to: 0, body: new Uint8Array(100_000) }, 1) as [Uint8Array];
  expect(take(first)).toBeUndefined();
  const [whole] = cut({ kind: 1, to: 0, body: new Uint8Array([5]) }, 2) as [Uint8Array];
  expect([...take(whole)!.body]).toEqual([5]);
  expect(() => take(new Uint8Array(3))).toThrow(RangeError);
  expect(() => {
    for (let part = 0; part < 400; part += 1) take(first);
  }).toThrow(RangeError);
  expect(() => cut({ kind: 1, to: 0, body: new Uint8Array(COBROWSE_LIMITS.messageBytes + 1) }, 1)).toThrow(RangeError);
});

test('a head that is none is told from one', () => {
  expect(headOf(withHead({ id: 1 }, new Uint8Array([1, 2])))).toEqual({
    head: { id: 1 },
    bytes: new Uint8Array([1, 2]),
  });
  expect(headOf(new Uint8Array([0]))).toBeUndefined();
  expect(headOf(new Uint8Array([0, 9, 1]))).toBeUndefined();
  expect(headOf(new Uint8Array([0, 1, 65]))).toBeUndefined();
});
