import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const neverInputs = new Set(['node_modules', 'dist', '.alongside', 'coverage']);

/**
 * Every file below a folder, sorted, without what was built or installed.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return neverInputs.has(entry.name) ? [] : filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
}

/** @param {string} path */
export const isTest = (path) => /\.test\.[cm]?[jt]sx?$/.test(path);

/**
 * One digest over files and folders, tests left out: it changes when any name or content does.
 *
 * @param {string} base names are taken relative to it, so that a moved repository is still fresh
 * @param {string[]} paths
 * @param {string[]} [facts] further text to take in
 */
export function digest(base, paths, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory() ? filesBelow(path).filter((file) => !isTest(file)) : [path];
    for (const file of files) {
      hash.update(`${relative(base, file)}\0`);
      hash.update(readFileSync(file));
      hash.update('\0');
    }
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {any} */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The stored text, or undefined when there is none. @param {string} path */
export function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
