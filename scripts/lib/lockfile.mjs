import { installScriptsAllowed } from './layers.mjs';

/**
 * Looks through package-lock.json: every package comes from a registry and is held by a sha512 digest, and none runs a
 * script when it is installed, unless it is on the list.
 *
 * @param {{ packages?: Record<string, any> }} lock
 * @param {string[]} folders of the workspaces, the only ones that may be linked
 * @param {Record<string, string>} [allowed]
 * @returns {string[]} one sentence each
 */
export function lockfileErrors(lock, folders, allowed = installScriptsAllowed) {
  const entries = Object.entries(lock.packages ?? {}).filter(([path]) => path.includes('node_modules/'));
  return entries.flatMap(([path, entry]) => {
    const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (entry.link === true) {
      return folders.includes(entry.resolved) ? [] : [`${name} links to ${entry.resolved}, which is no workspace.`];
    }
    /** @type {string[]} */
    const errors = [];
    if (typeof entry.resolved === 'string' && !/^https:\/\/[^/]+\/.*\.tgz$/.test(entry.resolved)) {
      errors.push(`${name} comes from ${entry.resolved}; only packages from a registry are allowed.`);
    }
    // Builds of development tools for other systems, which the registry used to lock may not hold.
    const elsewhere =
      entry.dev === true && entry.optional === true && entry.os !== undefined && entry.integrity === undefined;
    if (elsewhere) return errors;
    if (typeof entry.integrity !== 'string' || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity)) {
      errors.push(`${name} ${entry.version} has no sha512 digest in package-lock.json.`);
    }
    if (entry.hasInstallScript === true && entry.dev !== true && allowed[name] === undefined) {
      errors.push(
        `${name} runs a script when installed; do without it, or name it with a reason in scripts/lib/layers.mjs.`,
      );
    }
    return errors;
  });
}

/**
 * Dependencies must be exact versions from a registry; workspaces name each other by their version.
 *
 * @param {string} path of the package.json, for the message
 * @param {Record<string, any>} manifest
 * @returns {string[]}
 */
export function versionErrors(path, manifest) {
  const groups = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  return groups.flatMap((group) =>
    Object.entries(group ?? {})
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
      .map(([name, version]) => `${path} asks for ${name} ${version}; pin one exact version.`),
  );
}
