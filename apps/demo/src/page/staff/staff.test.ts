import { readFileSync } from 'node:fs';
import { applyAccent } from '@alongside/design';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test("the staff's pages have the colour of the customers' app", () => {
  const accent = /const ACCENT = '(#[0-9a-f]{6})'/.exec(read('../main.tsx'))?.[1];
  const derived = new Map<string, string>();
  applyAccent({ style: { setProperty: (name, value) => void derived.set(name, value) } }, accent ?? '');
  const written = [...read('staff.css').matchAll(/(--as-[ld]-[a-z-]+): (#[0-9a-f]{6});/g)].map(
    ([, name, value]) => [name, value] as const,
  );
  expect(accent).toBeDefined();
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(derived));
});
