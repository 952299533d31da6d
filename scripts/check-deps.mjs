// Holds the dependency rule, the declared dependencies and the lock file. Every table it goes by is in lib/layers.mjs.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { declarationErrors, layerErrors } from './lib/dependency-rule.mjs';
import { Failure, runScript } from './lib/failure.mjs';
import { filesBelow, isTest, readJson } from './lib/files.mjs';
import { importsOf, packageOf } from './lib/imports.mjs';
import { mayImport, testWorkspaces } from './lib/layers.mjs';
import { lockfileErrors, versionErrors } from './lib/lockfile.mjs';
import { inRoot, root } from './lib/root.mjs';
import { counted } from './lib/text.mjs';
import { declaredDependencies, workspaces } from './lib/workspaces.mjs';

await runScript(async () => {
  const all = workspaces();
  const rootManifest = readJson(inRoot('package.json'));
  const rootPackages = new Set(Object.keys(rootManifest.devDependencies ?? {}));
  const errors = [
    ...all.flatMap((workspace) => workspaceErrors(workspace, rootPackages)),
    ...Object.keys(mayImport)
      .filter((name) => !all.some((workspace) => workspace.name === name))
      .map((name) => `scripts/lib/layers.mjs has a row for ${name}, which is no workspace.`),
    ...versionErrors('package.json', rootManifest),
    ...lockfileErrors(
      readJson(inRoot('package-lock.json')),
      all.map(({ path }) => path),
    ),
  ];
  if (errors.length > 0) throw new Failure(`${errors.join('\n')}\n${counted(errors.length, 'dependency error')}.`);
  process.stdout.write(`Dependencies of ${counted(all.length, 'workspace')} are in order.\n`);
});

/** @param {import('./lib/workspaces.mjs').Workspace} workspace @param {Set<string>} rootPackages */
function workspaceErrors(workspace, rootPackages) {
  const files = filesBelow(workspace.folder)
    .filter((file) => /\.([cm]?[jt]sx?|css)$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => ({
      path: relative(root, file),
      isTest: isForTests(relative(workspace.folder, file)),
      imports: file.endsWith('.css') ? [] : importsOf(file),
    }));
  // A workspace that has only been laid out declares what it will need.
  if (files.length === 0) return versionErrors(`${workspace.path}/package.json`, workspace.manifest);
  const packagesIn = (/** @type {boolean} */ tests) =>
    new Set(
      files
        .flatMap((file) => file.imports.map((entry) => ({ ...entry, forTests: file.isTest || entry.lookup })))
        .filter(({ forTests }) => forTests === tests)
        .map(({ specifier }) => packageOf(specifier))
        .filter((name) => name !== undefined),
    );
  const used = { sources: packagesIn(false), tests: packagesIn(true) };
  for (const name of mentioned(workspace)) used.tests.add(name);
  // Of a workspace for tests the sources are held to the same layers, but not to declaring the common tools.
  if (testWorkspaces.includes(workspace.name)) for (const name of rootPackages) used.sources.delete(name);
  return [
    ...layerErrors(workspace.name, files),
    ...declarationErrors(workspace, used, rootPackages),
    ...versionErrors(`${workspace.path}/package.json`, workspace.manifest),
  ];
}

/** Tests, what lies in a folder for them, and the configuration of tools beside the sources. @param {string} path */
function isForTests(path) {
  return (
    isTest(path) ||
    /(^|\/)(testing|test|tests|fixtures|mock)\/|^(build|dev)\//.test(path) ||
    /^[\w.-]+\.config\.[cm]?[jt]s$/.test(path)
  );
}

/** Stylesheets are imported by name in CSS and HTML, which has no import statement. @param {import('./lib/workspaces.mjs').Workspace} workspace */
function mentioned(workspace) {
  const sheets = filesBelow(workspace.folder).filter((file) => /\.(css|html)$/.test(file));
  if (sheets.length === 0) return [];
  const texts = sheets.map((file) => readFileSync(file, 'utf8')).join('\n');
  return declaredDependencies(workspace).filter((name) => texts.includes(name));
}
