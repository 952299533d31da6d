import { expect, test } from 'vitest';
import { declarationErrors, layerErrors } from './dependency-rule.mjs';
import { importsIn } from './imports.mjs';

const file = (path: string, text: string, isTest = false) => ({ path, isTest, imports: importsIn(text) });
const manifest = (fields: Record<string, unknown>) => ({
  name: '@alongside/store',
  path: 'packages/store',
  folder: '/x/packages/store',
  manifest: { private: true, ...fields },
});
const used = (sources: string[], tests: string[] = []) => ({ sources: new Set(sources), tests: new Set(tests) });

test('a layer may import what lies below it and nothing above, not even a type', () => {
  expect(layerErrors('@alongside/domain', [file('a.ts', `import { x } from '@alongside/protocol';`)])).toEqual([]);
  expect(layerErrors('@alongside/domain', [file('a.ts', `import type { S } from '@alongside/store';`)])).toEqual([
    expect.stringContaining('a.ts:1 imports @alongside/store, which @alongside/domain may not'),
  ]);
});

test('the client side takes only types and constants from the protocol', () => {
  const errors = (text: string) => layerErrors('@alongside/sdk', [file('packages/sdk/src/a.ts', text)]);
  expect(errors(`import type { Frame } from '@alongside/protocol';`)).toEqual([]);
  expect(errors(`import { limits } from '@alongside/protocol/constants';`)).toEqual([]);
  expect(errors(`import { frameSchema } from '@alongside/protocol';`)).toEqual([
    expect.stringContaining('import type'),
  ]);
});

test("the demo bank's own backend is a server and may take values", () => {
  const text = `import { x } from '@alongside/protocol';`;
  expect(layerErrors('@alongside/demo', [file('apps/demo/src/backend/main.ts', text)])).toEqual([]);
  expect(layerErrors('@alongside/demo', [file('apps/demo/src/page/main.ts', text)])).toHaveLength(1);
});

test('only tests reach the test kit', () => {
  const text = `import { createTestDatabase } from '@alongside/testkit';`;
  expect(layerErrors('@alongside/store', [file('a.pg.test.ts', text, true)])).toEqual([]);
  expect(layerErrors('@alongside/store', [file('a.ts', text)])).toEqual([expect.stringContaining('for tests only')]);
});

test('a workspace without a place in the table is named', () => {
  expect(layerErrors('@alongside/new', [])).toEqual([expect.stringContaining('has no row')]);
});

test('an undeclared, a misplaced and an unused dependency are each named', () => {
  const none = new Set<string>();
  expect(declarationErrors(manifest({}), used(['pg']), none)[0]).toContain('imports pg without declaring it');
  expect(declarationErrors(manifest({ devDependencies: { pg: '1.0.0' } }), used(['pg']), none)[0]).toContain(
    'move it to dependencies',
  );
  expect(declarationErrors(manifest({ dependencies: { pg: '1.0.0' } }), used([]), none)[0]).toContain(
    'nothing imports',
  );
  expect(declarationErrors(manifest({ dependencies: { pg: '1.0.0' } }), used(['pg']), none)).toEqual([]);
});

test('tests may use what the repository gives to all', () => {
  expect(declarationErrors(manifest({}), used([], ['vitest']), new Set(['vitest']))).toEqual([]);
  expect(declarationErrors(manifest({}), used(['vitest']), new Set(['vitest']))).toHaveLength(1);
});
