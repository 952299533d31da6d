import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inRoot, root } from '../scripts/lib/root.mjs';

/**
 * One change of a source: a text that must be there, and what stands there instead.
 *
 * @typedef {{ file: string, find: string, replace: string }} Edit
 */

/** Our sources go into the bundle, packages from npm stay outside. @type {import('esbuild').Plugin} */
const packagesStayOutside = {
  name: 'packages-stay-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@alongside/') ? undefined : { path, external: true },
    );
  },
};

/** Plants a bug while bundling; a text that is no longer there is an error, so that no mutant goes stale unseen. @param {readonly Edit[]} edits */
function planted(edits) {
  /** @type {Set<Edit>} */
  const unused = new Set(edits);
  /** @type {import('esbuild').Plugin} */
  const plugin = {
    name: 'planted-bug',
    setup({ onLoad }) {
      onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
        const here = edits.filter(({ file }) => inRoot(file) === path);
        if (here.length === 0) return undefined;
        let contents = readFileSync(path, 'utf8');
        for (const edit of here) {
          if (!contents.includes(edit.find)) throw new Error(`${edit.file} no longer holds: ${edit.find}`);
          contents = contents.replace(edit.find, () => edit.replace);
          unused.delete(edit);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
  return { plugin, unused };
}

/**
 * The server with its crash points, and the rows with their clients.
 *
 * @param {string} name of the folder in faults/dist
 * @param {readonly Edit[]} [edits]
 * @returns {Promise<{ run: string, server: string }>} address of the rows' module, path of the server's
 */
export async function bundleFaults(name, edits = []) {
  const out = inRoot('faults/dist', name);
  const { plugin, unused } = planted(edits);
  /** @param {Record<string, string>} entries @param {boolean} [splitting] what is imported while it runs lies in files of its own, as in the product */
  const bundled = (entries, splitting = false) =>
    build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(Object.entries(entries).map(([file, source]) => [file, inRoot(source)])),
      outdir: out,
      bundle: true,
      splitting,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      conditions: ['source'],
      define: { ALONGSIDE_FAILPOINTS: 'true' },
      logLevel: 'warning',
      plugins: [plugin, packagesStayOutside],
    });
  await bundled({ server: 'apps/server/src/main.ts' }, true);
  await bundled({
    run: 'faults/src/main.ts',
    'media/media-process': 'packages/media/src/media-process.ts',
    upset: 'faults/src/upset.ts',
    flood: 'faults/src/flood.ts',
  });
  const [lost] = unused;
  if (lost !== undefined) throw new Error(`Nothing bundles ${lost.file}, so its planted bug changes nothing.`);
  return { run: pathToFileURL(`${out}/run.js`).href, server: `${out}/server.js` };
}
