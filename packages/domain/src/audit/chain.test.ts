import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './chain.ts';

test('[AUD3] the same values have the same text, in whatever order and from whatever store they come', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: 1, a: { d: [2, { y: 1, x: 2 }], c: null }, e: undefined })).toBe(
    '{"a":{"c":null,"d":[2,{"x":2,"y":1}]},"b":1}',
  );
});

test('[AUD3] different values have different texts', () => {
  const texts = [{ a: '1' }, { a: 1 }, { a: [1] }, { a: { 0: 1 } }, { a: null }, {}, { a: '"}' }, { 'a":"': '}' }];
  expect(new Set(texts.map(canonicalJson)).size).toBe(texts.length);
});
