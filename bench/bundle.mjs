import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inRoot, root } from '../scripts/lib/root.mjs';

const out = inRoot('bench/dist');

/** Our sources go into the bundle, packages from npm stay outside. @type {import('esbuild').Plugin} */
const packagesStayOutside = {
  name: 'packages-stay-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@alongside/') ? undefined : { path, external: true },
    );
  },
};

/** The journal's limit of entries in one commit, where the server has it. */
const journal = { file: /packages\/store\/src\/journal\/shard\.ts$/, limit: /const batchLimit = \d+;/ };

/** The same server, except that each entry has a commit of its own. @type {import('esbuild').Plugin} */
const oneRowPerCommit = {
  name: 'one-row-per-commit',
  setup({ onLoad }) {
    onLoad({ filter: journal.file }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!journal.limit.test(source)) throw new Error(`${path} no longer holds the journal's batch limit.`);
      return { contents: source.replace(journal.limit, 'const batchLimit = 1;'), loader: 'ts' };
    });
  },
};

/** @param {Record<string, string>} entries @param {import('esbuild').Plugin[]} [plugins] */
function bundle(entries, plugins = []) {
  return build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, inRoot(source)])),
    outdir: out,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    conditions: ['source'],
    logLevel: 'warning',
    plugins: [...plugins, packagesStayOutside],
  });
}

/** @returns {Promise<string>} address of the built main module */
export async function bundleBench() {
  await bundle({
    main: 'bench/src/main.ts',
    load: 'bench/src/load/worker.ts',
    ceiling: 'bench/src/ceiling/server.ts',
    bare: 'bench/src/bare/server.ts',
  });
  await bundle({ 'one-row-server': 'apps/server/src/main.ts' }, [oneRowPerCommit]);
  return pathToFileURL(inRoot('bench/dist/main.js')).href;
}
