import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { digest, readJson } from './files.mjs';
import { Failure } from './failure.mjs';
import { inRoot, root } from './root.mjs';
import { run } from './run.mjs';
import { makeSelfContained } from './self-contained-types.mjs';
import { withDependencies, workspaces } from './workspaces.mjs';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} workspace whose files, with those of the workspaces it needs, are the inputs
 * @property {string} needs a file without which there is nothing to build yet, relative to the repository
 * @property {string} out folder, relative to the repository
 * @property {string} [after] name of a target that must be built first, because it empties the folder around `out`
 * @property {boolean} [forPublishing] of no use to a server that runs here
 * @property {(target: Target) => Promise<void>} build
 */

/** @returns {Target[]} everything needed to run, in an order in which it can be built */
export function targets() {
  return [
    withReadFiles(
      bundle(
        'server',
        '@alongside/server',
        'apps/server/dist',
        { main: 'apps/server/src/main.ts' },
        { ...nodeOptions, splitting: true },
      ),
    ),
    // A process of its own, which the server starts from the folder beside its bundle.
    {
      ...bundle(
        'media process',
        '@alongside/media',
        'apps/server/dist/media',
        { 'media-process': 'packages/media/src/media-process.ts' },
        nodeOptions,
      ),
      after: 'server',
    },
    bundle(
      'embedded postgres',
      '@alongside/store',
      'packages/store/dist/embedded',
      { index: 'packages/store/src/embedded/index.ts' },
      nodeOptions,
    ),
    library('sdk', '@alongside/sdk', 'packages/sdk', portableOptions),
    types('sdk types', '@alongside/sdk', 'packages/sdk'),
    library('backend kit', '@alongside/backend-kit', 'packages/backend-kit', nodeOptions),
    types('backend kit types', '@alongside/backend-kit', 'packages/backend-kit'),
    browserScripts('co-browse', '@alongside/cobrowse', 'packages/cobrowse', {
      modules: ['recorder', 'viewer', 'frame', 'page'],
      classic: ['assist-sdk', 'assist-agent-sdk'],
    }),
    site('widget', '@alongside/widget', 'apps/widget'),
    site('console', '@alongside/console', 'apps/console'),
    site('phone', '@alongside/phone', 'apps/phone'),
    site('demo bank', '@alongside/demo', 'apps/demo'),
    {
      ...bundle(
        'demo backend',
        '@alongside/demo',
        'apps/demo/dist/backend',
        { main: 'apps/demo/src/backend/main.ts' },
        nodeOptions,
      ),
      after: 'demo bank',
    },
  ];
}

const nodeOptions = {
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  minify: false,
  // Crash points are for faults/ alone: here each is empty.
  define: { ALONGSIDE_FAILPOINTS: 'false' },
};
const portableOptions = { platform: /** @type {const} */ ('neutral'), target: 'es2022', minify: true };

/**
 * Files by esbuild: workspaces are bundled, everything from npm stays outside.
 *
 * @param {string} name
 * @param {string} workspace
 * @param {string} out
 * @param {Record<string, string>} entries source by the name of the built file, without its ending
 * @param {(typeof nodeOptions | typeof portableOptions) & { splitting?: boolean }} options splitting: what is imported while it runs lies in files of its own
 * @returns {Target}
 */
function bundle(name, workspace, out, entries, options) {
  return {
    name,
    workspace,
    needs: Object.values(entries)[0] ?? '',
    out,
    async build() {
      const { build } = await import('esbuild');
      await build({
        ...options,
        absWorkingDir: root,
        entryPoints: Object.fromEntries(Object.entries(entries).map(([built, source]) => [built, inRoot(source)])),
        outdir: inRoot(out),
        bundle: true,
        format: 'esm',
        sourcemap: true,
        conditions: ['source'],
        logLevel: 'warning',
        plugins: [
          {
            name: 'packages-stay-outside',
            setup({ onResolve }) {
              onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
                kind === 'entry-point' || path.startsWith('@alongside/') ? undefined : { path, external: true },
              );
            },
          },
        ],
      });
    },
  };
}

/**
 * What the server reads while it runs: the pages of the API reference, of a package that is not installed there, and the demo's tenant file.
 *
 * @param {Target} target
 * @returns {Target}
 */
function withReadFiles(target) {
  return {
    ...target,
    async build() {
      await target.build(target);
      mkdirSync(inRoot(target.out, 'reference'), { recursive: true });
      for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
        copyFileSync(inRoot('node_modules/swagger-ui-dist', file), inRoot(target.out, 'reference', file));
      }
      mkdirSync(inRoot(target.out, 'demo'), { recursive: true });
      copyFileSync(inRoot('apps/server/src/demo/tenant.yaml'), inRoot(target.out, 'demo/tenant.yaml'));
    },
  };
}

/**
 * A package for others to install: one file for each entry in its package.json.
 *
 * @param {string} name
 * @param {string} workspace
 * @param {string} folder
 * @param {typeof nodeOptions | typeof portableOptions} options
 * @returns {Target}
 */
function library(name, workspace, folder, options) {
  const doors = Object.values(readJson(inRoot(folder, 'package.json')).exports ?? {});
  const entries = doors
    .filter((door) => typeof door.source === 'string' && typeof door.default === 'string')
    .map((door) => [
      door.default.replace(/^\.\/dist\//, '').replace(/\.js$/, ''),
      `${folder}/${door.source.replace(/^\.\//, '')}`,
    ]);
  return bundle(name, workspace, `${folder}/dist`, Object.fromEntries(entries), options);
}

/**
 * Scripts that pages load as they are, one for each named entry in package.json, with everything from npm inside.
 *
 * @param {string} name
 * @param {string} workspace
 * @param {string} folder
 * @param {{ modules: string[], classic: string[] }} entries classic ones set a global, for pages that know no modules
 * @returns {Target}
 */
function browserScripts(name, workspace, folder, entries) {
  const doors = readJson(inRoot(folder, 'package.json')).exports;
  return {
    name,
    workspace,
    needs: `${folder}/package.json`,
    out: `${folder}/dist`,
    async build() {
      const { build } = await import('esbuild');
      const { leanRecorderPlugin } = await import('../../packages/cobrowse/build/lean-recorder.mjs');
      const formats = /** @type {const} */ ([
        ['esm', entries.modules],
        ['iife', entries.classic],
      ]);
      for (const [format, names] of formats)
        await build({
          ...portableOptions,
          plugins: [leanRecorderPlugin],
          platform: 'browser',
          absWorkingDir: root,
          entryPoints: Object.fromEntries(names.map((entry) => [entry, inRoot(folder, doors[`./${entry}`].source)])),
          outdir: inRoot(folder, 'dist'),
          bundle: true,
          format,
          sourcemap: true,
          conditions: ['source'],
          logLevel: 'warning',
        });
    },
  };
}

/**
 * @param {string} name
 * @param {string} workspace
 * @param {string} folder
 * @returns {Target}
 */
function site(name, workspace, folder) {
  return {
    name,
    workspace,
    needs: `${folder}/vite.config.ts`,
    out: `${folder}/dist`,
    async build() {
      const own = readJson(inRoot(folder, 'package.json')).scripts?.build;
      await runTool(name, 'sh', ['-c', own ?? 'vite build --logLevel warn'], inRoot(folder));
    },
  };
}

/**
 * Type declarations, for those who install the package.
 *
 * @param {string} name
 * @param {string} workspace
 * @param {string} folder
 * @returns {Target}
 */
function types(name, workspace, folder) {
  return {
    name,
    workspace,
    needs: `${folder}/src/index.ts`,
    out: `${folder}/dist/types`,
    after: name.replace(/ types$/, ''),
    forPublishing: true,
    async build() {
      const project = inRoot(folder, 'tsconfig.build.json');
      const own = existsSync(project);
      const file = own
        ? project
        : inRoot('node_modules', `.alongside-${workspace.replace('@alongside/', '')}.tsconfig.json`);
      if (!own) {
        writeFileSync(
          file,
          JSON.stringify({
            extends: inRoot('tsconfig.base.json'),
            compilerOptions: {
              noEmit: false,
              declaration: true,
              emitDeclarationOnly: true,
              rootDir: inRoot('packages'),
              outDir: inRoot(folder, 'dist/types'),
              types: ['node'],
              typeRoots: [inRoot('node_modules/@types')],
            },
            files: [inRoot(folder, 'src/index.ts')],
          }),
        );
      }
      await runTool(name, process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '-p', file], root);
      if (existsSync(inRoot(folder, 'dist/types/protocol'))) makeSelfContained(inRoot(folder, 'dist/types'));
    },
  };
}

/**
 * Runs a build tool quietly: it is heard only when it fails.
 *
 * @param {string} name
 * @param {string} command
 * @param {string[]} parameters
 * @param {string} cwd
 */
async function runTool(name, command, parameters, cwd) {
  const path = `${inRoot('node_modules/.bin')}${delimiter}${process.env.PATH}`;
  const outcome = await run(command, parameters, { cwd, capture: true, env: { ...process.env, PATH: path } });
  if (outcome.code === 0) return;
  process.stderr.write(`\n${outcome.output.trimEnd()}\n`);
  throw new Failure(`The ${name} could not be built.`);
}

/** @param {Target} target */
export function inputsOf(target) {
  const all = workspaces();
  // The test kit reaches back to everything; nothing that is built takes it in.
  const folders = withDependencies(
    target.workspace,
    all.filter(({ name }) => name !== '@alongside/testkit'),
  ).map((workspace) => workspace.folder);
  const shared = ['package-lock.json', 'tsconfig.base.json', 'scripts/lib/targets.mjs'].map((file) => inRoot(file));
  return digest(root, [...folders, ...shared], [target.name, process.version]);
}

/**
 * True when the target was built from these inputs and everything it made is still there.
 *
 * @param {Target} target
 * @param {string} key
 */
export function isFresh(target, key) {
  const stamp = stampPath(target);
  if (!existsSync(stamp)) return false;
  const { inputs, files } = readJson(stamp);
  return inputs === key && files.every((/** @type {string} */ file) => existsSync(inRoot(target.out, file)));
}

/**
 * @param {Target} target
 * @param {string} key
 */
export function markBuilt(target, key) {
  const stamp = stampPath(target);
  mkdirSync(dirname(stamp), { recursive: true });
  const made = readdirSync(inRoot(target.out), { recursive: true });
  writeFileSync(stamp, `${JSON.stringify({ inputs: key, files: made.sort() })}\n`);
}

/** So that a build that fails half-way is not taken for the last good one. @param {Target} target */
export function unmarkBuilt(target) {
  rmSync(stampPath(target), { force: true });
}

/** Apart from what is built, for that is served to browsers. @param {Target} target */
function stampPath(target) {
  return inRoot('dist', 'inputs', `${target.name.replaceAll(' ', '-')}.json`);
}
