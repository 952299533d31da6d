import type { Hint } from '@alongside/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinParts, partsOf, readNotice } from './notices.ts';

const typing = (text: string): Hint => ({
  kind: 'typing',
  tenantId: 't',
  conversationId: 'c',
  from: 'customer',
  name: 'Ada',
  on: true,
  text,
  senderSessionId: 's',
});
const read = (text: string) => readNotice(text)!;

test('whatever letters hints hold, their parts fit into notifications, are all different, and join to the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 9_000 }), { maxLength: 5 }), (texts) => {
      const hints = texts.map(typing);
      const parts = partsOf('0123456789ab', 7, hints).map(({ text }) => text);
      expect(new Set(parts).size).toBe(parts.length);
      for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThan(8_000);
      const open = new Map<string, string[]>();
      const joined = parts.map((part) => joinParts(open, read(part)));
      expect(joined.slice(0, -1).every((one) => one === null)).toBe(true);
      expect(joined.at(-1)).toEqual(JSON.parse(JSON.stringify(hints)));
      expect(open.size).toBe(0);
    }),
  );
});

test('texts of which a part is lost yield nothing, and are forgotten', () => {
  const open = new Map<string, string[]>();
  for (let id = 0; id < 200; id += 1) {
    const [first] = partsOf('0123456789ab', id, [typing('x'.repeat(9_000))]);
    expect(joinParts(open, read(first!.text))).toBeNull();
  }
  expect(open.size).toBeLessThanOrEqual(65);
});

test('what others say on the same channel is no hint', () => {
  expect(readNotice('hello')).toBeNull();
  expect(joinParts(new Map(), read('0123456789ab.1.0.1.{"broken'))).toBeNull();
  expect(joinParts(new Map(), read('0123456789ab.1.0.1.{"kind":"desk"}'))).toBeNull();
});
