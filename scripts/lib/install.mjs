import { existsSync, writeFileSync } from 'node:fs';
import { digest, readIfThere, readJson } from './files.mjs';
import { Failure } from './failure.mjs';
import { progress } from './progress.mjs';
import { inRoot, root } from './root.mjs';
import { run } from './run.mjs';
import { workspaces } from './workspaces.mjs';

const stamp = inRoot('node_modules', '.alongside-install');

/** What an installation depends on; the same text means that the same packages would be installed. */
export function installKey() {
  const manifests = ['package.json', 'package-lock.json', '.npmrc'].map((name) => inRoot(name));
  return digest(
    root,
    [...manifests, ...workspaces().map((workspace) => `${workspace.folder}/package.json`)],
    [process.version, process.platform, process.arch],
  );
}

/**
 * Installs the packages when they do not match package-lock.json, showing progress.
 *
 * @returns {Promise<boolean>} true when something was installed
 */
export async function ensureInstalled() {
  const key = installKey();
  if (readIfThere(stamp)?.trim() === key) return false;
  if (!isStale()) {
    writeFileSync(stamp, `${key}\n`);
    return false;
  }
  const shown = progress('Installing packages');
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // NODE_ENV=production in the caller's environment would leave the build tools out.
  const parameters = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const outcome = await run(command, [...first, ...parameters], { capture: true });
  if (outcome.code !== 0) {
    shown.fail();
    const lines = outcome.output.trim().split('\n').slice(0, 15).join('\n');
    throw new Failure(
      `${lines}\nThe packages could not be installed (npm ci ended with ${outcome.code}); mend the cause above and start again.`,
    );
  }
  shown.done();
  writeFileSync(stamp, `${key}\n`);
  return true;
}

/** npm writes down what it installed: when that agrees with package-lock.json, an `npm install` has done the work. */
function isStale() {
  const written = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(written)) return true;
  return differs(readJson(inRoot('package-lock.json')).packages, readJson(written).packages);
}

/**
 * True when a package is missing or has another version. Optional packages of other platforms may be missing.
 *
 * @param {Record<string, any>} wanted entries of package-lock.json by path
 * @param {Record<string, any>} installed entries of node_modules/.package-lock.json
 */
export function differs(wanted, installed) {
  const paths = Object.keys(wanted).filter(
    (path) => path.startsWith('node_modules/') || path.includes('/node_modules/'),
  );
  const lacking = paths.some((path) => {
    const entry = installed[path];
    if (entry === undefined) return wanted[path].optional !== true;
    return entry.version !== wanted[path].version || entry.integrity !== wanted[path].integrity;
  });
  return lacking || Object.keys(installed).some((path) => path.includes('node_modules/') && wanted[path] === undefined);
}
