import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readJson } from './files.mjs';
import { root } from './root.mjs';

/**
 * @typedef {object} Workspace
 * @property {string} name `@alongside/store`
 * @property {string} folder absolute
 * @property {string} path relative to the repository
 * @property {Record<string, any>} manifest its package.json
 */

/**
 * Every workspace that package.json names, by folder.
 *
 * @param {string} [base]
 * @returns {Workspace[]}
 */
export function workspaces(base = root) {
  const patterns = /** @type {string[]} */ (readJson(join(base, 'package.json')).workspaces ?? []);
  return patterns
    .flatMap((pattern) => expand(base, pattern))
    .map((folder) => ({
      name: readJson(join(folder, 'package.json')).name,
      folder,
      path: relative(base, folder),
      manifest: readJson(join(folder, 'package.json')),
    }));
}

/** Only `folder/*` and plain folders occur. @param {string} base @param {string} pattern */
function expand(base, pattern) {
  const star = pattern.endsWith('/*');
  const parent = join(base, star ? pattern.slice(0, -2) : pattern);
  const folders = star
    ? existsSync(parent)
      ? readdirSync(parent, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => join(parent, entry.name))
      : []
    : [parent];
  return folders.filter((folder) => existsSync(join(folder, 'package.json'))).sort();
}

/** @param {Workspace} workspace @returns {string[]} every declared dependency, of whatever kind */
export function declaredDependencies({ manifest }) {
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  });
}

/**
 * A workspace and every workspace it needs, directly or through others.
 *
 * @param {string} name
 * @param {Workspace[]} all
 * @returns {Workspace[]}
 */
export function withDependencies(name, all) {
  const found = new Map();
  const visit = (/** @type {string} */ wanted) => {
    const workspace = all.find((candidate) => candidate.name === wanted);
    if (workspace === undefined || found.has(wanted)) return;
    found.set(wanted, workspace);
    for (const dependency of declaredDependencies(workspace)) visit(dependency);
  };
  visit(name);
  return [...found.values()];
}
