/** A small generator of repeatable chance (mulberry32): the same seed, the same poison. Numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  '',
  '\u0000',
  '\ud800',
  'x'.repeat(9_000),
  "'; DROP TABLE entries; --",
  [],
  {},
  [[[[[[]]]]]],
  { __proto__: null, constructor: 'x', toString: 1 },
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

/** Something near to what is valid: a field gone, doubled, of another type, or the text itself broken. */
export function mutated(sample: object, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const value = structuredClone(sample) as Record<string, unknown>;
  const kind = random();
  if (kind < 0.7) {
    const nested = Object.values(value).filter((one) => typeof one === 'object' && one !== null);
    const place = nested.length > 0 && random() < 0.4 ? (pick(nested) as Record<string, unknown>) : value;
    const key = pick(Object.keys(place).concat('extra', '__proto__'));
    if (random() < 0.25) delete place[key];
    else
      Object.defineProperty(place, key, { value: pick(VALUES), enumerable: true, configurable: true, writable: true });
    return JSON.stringify(value);
  }
  const text = JSON.stringify(value);
  const at = Math.floor(random() * text.length);
  if (kind < 0.8) return text.slice(0, at);
  if (kind < 0.9) return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 65_536)) + text.slice(at + 1);
  if (kind < 0.97) return text.slice(0, at) + text.slice(Math.floor(random() * text.length));
  return '['.repeat(Math.floor(random() * 200)) + text;
}

const TEXTS = [
  '\u0000',
  '\ud800',
  '\udc00\ud800',
  '\u202e',
  '\ufeff',
  '{"t":"bye"}',
  '\\u0000',
  "';--",
  '%00',
  'é'.repeat(500),
  '\r\n\r\n',
];

/** What fits its schema and means no good: ids of nobody, marks beyond the end, characters that break other programs. */
export function hostile(sample: object, random: () => number): string {
  const text = () =>
    Array.from({ length: 1 + Math.floor(random() * 5) }, () => TEXTS[Math.floor(random() * TEXTS.length)]).join('');
  const hex = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return JSON.stringify(sample, (key, value: unknown) => {
    if (random() < 0.3) return value;
    if (key === 'after' || key === 'upTo') return Math.floor(random() * 2 ** 31);
    if (key === 'text') return text();
    if (key === 'clientId') return `c-${hex()}`;
    if (key === 'fileId' || (key === 'conversationId' && random() < 0.3))
      return `${hex()}-${hex().slice(4)}-7${hex().slice(5)}-8${hex().slice(5)}-${hex()}${hex().slice(4)}`;
    return value;
  });
}
