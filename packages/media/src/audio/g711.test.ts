import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeG711, encodeG711, type Law, silentFrame, translateG711 } from './g711.ts';

const laws: readonly Law[] = ['PCMU', 'PCMA'];

test('every octet survives decoding and encoding under its own law', () => {
  const octets = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
  for (const law of laws) {
    const again = encodeG711(decodeG711(octets, law), law);
    // Minus nothing and nothing are the same sample.
    for (const [at, octet] of octets.entries()) if (!(law === 'PCMU' && octet === 0x7f)) expect(again[at]).toBe(octet);
  }
});

test('known values of ITU-T G.711', () => {
  expect([...decodeG711(Buffer.of(0x00, 0x80, 0xff), 'PCMU')]).toEqual([-32_124, 32_124, 0]);
  expect([...decodeG711(Buffer.of(0x2a, 0xaa, 0xd5), 'PCMA')]).toEqual([-32_256, 32_256, 8]);
  expect([silentFrame('PCMU', 1)[0], silentFrame('PCMA', 1)[0]]).toEqual([0xff, 0xd5]);
});

test('a sample comes back within the step of its segment, under either law and over both', () => {
  fc.assert(
    fc.property(fc.integer({ min: -32_768, max: 32_767 }), (sample) => {
      const step = Math.max(32, Math.abs(sample) / 12);
      for (const law of laws) {
        const octets = encodeG711(Int16Array.of(sample), law);
        const other = law === 'PCMU' ? 'PCMA' : 'PCMU';
        expect(Math.abs((decodeG711(octets, law)[0] ?? 0) - sample)).toBeLessThanOrEqual(step);
        const over = decodeG711(translateG711(octets, law, other), other)[0] ?? 0;
        expect(Math.abs(over - sample)).toBeLessThanOrEqual(2 * step);
      }
    }),
  );
});
