import { expect, test } from 'vitest';
import { importsIn, packageOf } from './imports.mjs';

const names = (text: string) => importsIn(text).map(({ specifier }) => specifier);

test('every form of import is found', () => {
  const text = [
    `import first from 'first';`,
    `import { a,`,
    `  b } from "second/part";`,
    `import * as all from 'third';`,
    `import 'fourth';`,
    `export { c } from 'fifth';`,
    `export * from 'sixth';`,
    `const later = await import('seventh');`,
    `type T = import('eighth').Thing;`,
    `const path = createRequire(import.meta.url).resolve('ninth/package.json');`,
  ].join('\n');
  expect(names(text).sort()).toEqual(
    ['eighth', 'fifth', 'first', 'fourth', 'ninth/package.json', 'second/part', 'seventh', 'sixth', 'third'].sort(),
  );
});

test('an import in a comment does not count, an address in a string does not hide the next one', () => {
  const text = `// import 'one';\n/* import 'two'; */\nconst url = 'http://three';\nimport { x } from 'four';`;
  expect(names(text)).toEqual(['four']);
});

test('an import is for types only when it says so for all of it', () => {
  const typeOnly = (text: string) => importsIn(text)[0]?.typeOnly;
  expect(typeOnly(`import type { A } from 'x';`)).toBe(true);
  expect(typeOnly(`export type { A } from 'x';`)).toBe(true);
  expect(typeOnly(`import { type A, type B } from 'x';`)).toBe(true);
  expect(typeOnly(`type A = import('x').A;`)).toBe(true);
  expect(typeOnly(`import { type A, b } from 'x';`)).toBe(false);
  expect(typeOnly(`import b, { type A } from 'x';`)).toBe(false);
  expect(typeOnly(`import 'x';`)).toBe(false);
  expect(typeOnly(`await import('x');`)).toBe(false);
});

test('a look-up of where a package lies is told from an import', () => {
  const lookups = (text: string) => importsIn(text).map(({ lookup }) => lookup);
  expect(lookups(`createRequire(import.meta.url).resolve('x');`)).toEqual([true]);
  expect(lookups(`import 'x';\nawait import('y');`)).toEqual([false, false]);
});

test('the line of an import is where its package stands', () => {
  expect(importsIn(`\n\nimport {\n  a,\n} from 'x';`)[0]?.line).toBe(5);
});

test('the package of a specifier, and none for files and built-in modules', () => {
  expect(packageOf('@alongside/store/embedded')).toBe('@alongside/store');
  expect(packageOf('react-dom/client')).toBe('react-dom');
  expect(packageOf('node:fs')).toBeUndefined();
  expect(packageOf('fs/promises')).toBeUndefined();
  expect(packageOf('./near.ts')).toBeUndefined();
});
