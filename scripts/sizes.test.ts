import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { measure, oversized, sizeEntries, sizeTable } from './lib/sizes.mjs';

const limited = measure(sizeEntries()).filter(({ limit }) => limit !== null);

for (const { name, gzip, limit } of limited) {
  test(`the ${name} stays under its limit`, (context) => {
    if (gzip === null) context.skip(`${name} is not built; run npm run build`);
    expect(gzip).toBeLessThanOrEqual(limit ?? 0);
  });
}

test('what reaches a browser has a limit', () => {
  expect(limited.map(({ name, limit }) => [name, limit])).toEqual([
    ['loader', 3_000],
    ['sdk customer entry', 15_000],
    ['sdk calls', 8_500],
    ['sdk video help', 10_000],
    ['sdk softphone', 26_000],
    ['phone', 110_000],
    ['co-browse recorder', 32_000],
    ['co-browse page', 33_000],
    ['AssistSDK before support', 2_000],
    ['AssistAgentSDK', 4_500],
    ['widget, one language', 50_000],
    ['widget calls, all languages', 24_000],
    ['widget, looking together, all languages', 4_000],
    ['console calls, all languages', 30_000],
    ['console without administration', 245_000],
    ['administration, all languages', 70_000],
    ['administration, forms and reach', 11_500],
    ['administering telephones, all languages', 39_000],
    ['console, three more languages', 26_000],
    ['console, looking together', 32_000],
    ['administering looking together', 9_000],
  ]);
});

test('a size above its limit is found and marked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-sizes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'a.js'), 'x');
  const sizes = measure(
    [
      { name: 'a', files: ['a.js'], limit: 5 },
      { name: 'b', files: ['b.js'], limit: 5 },
    ],
    folder,
  );
  expect(oversized(sizes).map(({ name }) => name)).toEqual(['a']);
  expect(sizeTable(sizes)).toMatch(/a .*OVER THE LIMIT[\s\S]*b .*not built/);
});
