import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';

/**
 * @typedef {object} Import
 * @property {string} specifier
 * @property {boolean} typeOnly `import type …`; an import without bindings or with one value is not
 * @property {boolean} lookup only asks where a package lies, and can do without
 * @property {number} line
 */

const statement =
  /(?:^|[;}\n])[ \t]*(?:import|export)[ \t\n]+(type[ \t\n]+(?=[\w{*]))?(?:[\w$*{][^;'"]*?[ \t\n]from[ \t\n]*)?(['"])([^'"\n]+)\2/g;
const dynamic =
  /(?:\bimport|\brequire\.resolve|\bimport\.meta\.resolve|(createRequire\(import\.meta\.url\)\.resolve))\(\s*(['"])([^'"\n]+)\2\s*[,)]/g;
const typeImport = /\bimport\((['"])([^'"\n]+)\1\)\s*\.\s*[A-Z]/g;

/**
 * Every import in a TypeScript or JavaScript text, in whatever form: static, re-export, dynamic, in a type position.
 *
 * @param {string} text
 * @returns {Import[]}
 */
export function importsIn(text) {
  const code = withoutComments(text);
  const lineOf = (/** @type {number} */ index) => code.slice(0, index).split('\n').length;
  /** @type {Import[]} */
  const found = [];
  for (const match of code.matchAll(statement)) {
    const specifier = match[3] ?? '';
    const inner = /\{([^}]*)\}/.exec(match[0])?.[1];
    const names =
      inner
        ?.split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '') ?? [];
    const onlyTypes =
      names.length > 0 &&
      names.every((name) => name.startsWith('type ')) &&
      !/^[\s;}]*(?:import|export)\s+[\w$]/.test(match[0]);
    found.push({
      specifier,
      typeOnly: match[1] !== undefined || onlyTypes,
      lookup: false,
      line: lineOf(match.index + match[0].length),
    });
  }
  const typePositions = new Set([...code.matchAll(typeImport)].map((match) => match.index));
  for (const match of code.matchAll(dynamic)) {
    const lookup = match[1] !== undefined;
    found.push({
      specifier: match[3] ?? '',
      typeOnly: typePositions.has(match.index),
      lookup,
      line: lineOf(match.index),
    });
  }
  return found;
}

/**
 * Comments become blanks so that a commented import does not count; strings stay, for they hold the names.
 *
 * @param {string} text
 */
function withoutComments(text) {
  const string = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/.source;
  return text.replace(new RegExp(`${string}|//[^\\n]*|/\\*[\\s\\S]*?\\*/`, 'g'), (match) =>
    match.startsWith('/') ? match.replace(/[^\n]/g, ' ') : match,
  );
}

/** @param {string} file @returns {Import[]} */
export const importsOf = (file) => importsIn(readFileSync(file, 'utf8'));

/**
 * The package that a specifier names, or undefined for files and Node's own modules.
 *
 * @param {string} specifier
 */
export function packageOf(specifier) {
  if (specifier.startsWith('.') || specifier.startsWith('/') || specifier.startsWith('virtual:')) return undefined;
  if (isBuiltin(specifier)) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}
