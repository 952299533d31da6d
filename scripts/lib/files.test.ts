import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digest } from './files.mjs';
import { differs } from './install.mjs';

let folder: string;
const write = (name: string, text: string) => writeFileSync(join(folder, 'src', name), text);
const current = () => digest(folder, [join(folder, 'src')]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alongside-files-'));
  mkdirSync(join(folder, 'src', 'dist'), { recursive: true });
  write('a.ts', 'one');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a digest changes with the content, the name and a further fact', () => {
  const before = current();
  write('a.ts', 'two');
  const changed = current();
  write('a.ts', 'one');
  write('b.ts', '');
  expect(new Set([before, changed, current(), digest(folder, [join(folder, 'src')], ['fact'])]).size).toBe(4);
});

test('a digest stands while tests and built files change', () => {
  const before = current();
  write('a.test.ts', 'test');
  write('dist/a.js', 'built');
  expect(current()).toBe(before);
});

test('an installation is stale when a package is missing, differs or is left over', () => {
  const wanted = { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' } };
  expect(differs(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'x' } })).toBe(false);
  expect(differs(wanted, {})).toBe(true);
  expect(differs(wanted, { 'node_modules/a': { version: '1.0.1', integrity: 'y' } })).toBe(true);
  expect(differs({ '': {} }, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
});

test('a package for another system may be missing', () => {
  expect(differs({ 'node_modules/a': { version: '1.0.0', optional: true } }, {})).toBe(false);
});
