import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readJson } from './files.mjs';
import { inRoot } from './root.mjs';
import { kilobytes, table } from './text.mjs';

/**
 * @typedef {object} SizeEntry
 * @property {string} name
 * @property {string[]} [files] relative to the repository
 * @property {string} [folder] in place of files: all scripts, styles and pages in it
 * @property {string} [only] of a folder: a regular expression on the file's name
 * @property {string} [except] likewise, for those that are left out
 * @property {number} [limit] bytes after gzip; without it the size is only shown
 */

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number | null} gzip bytes, null when it has not been built
 * @property {number | null} limit
 */

/** The one file that holds the limits. @returns {SizeEntry[]} */
export const sizeEntries = () => readJson(inRoot('scripts', 'size-limits.json')).entries;

/**
 * @param {SizeEntry[]} entries
 * @param {string} [base]
 * @returns {Size[]}
 */
export function measure(entries, base = inRoot()) {
  return entries.map(({ name, files, folder, only = '', except = '^$', limit }) => {
    const paths =
      files?.map((file) => join(base, file)) ??
      servedFiles(join(base, folder ?? ''), new RegExp(only), new RegExp(except));
    const built = paths.length > 0 && paths.every((path) => existsSync(path));
    const gzip = built ? paths.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0) : null;
    return { name, gzip, limit: limit ?? null };
  });
}

/** @param {Size[]} sizes @returns {Size[]} those above their limit */
export const oversized = (sizes) => sizes.filter(({ gzip, limit }) => gzip !== null && limit !== null && gzip > limit);

/** @param {Size[]} sizes */
export function sizeTable(sizes) {
  const rows = sizes.map(({ name, gzip, limit }) => [
    name,
    gzip === null ? '-' : kilobytes(gzip),
    limit === null ? '-' : kilobytes(limit),
    gzip === null ? 'not built' : limit !== null && gzip > limit ? 'OVER THE LIMIT' : '',
  ]);
  return table(['gzipped', 'size', 'limit', ''], rows);
}

/** @param {Size[]} sizes */
export function writeSizes(sizes) {
  const file = inRoot('dist', 'sizes.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sizes, null, 2)}\n`);
}

/** @param {string} folder @param {RegExp} only @param {RegExp} except @returns {string[]} */
function servedFiles(folder, only, except) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(js|css|html)$/.test(entry.name) && only.test(entry.name) && !except.test(entry.name),
    )
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
