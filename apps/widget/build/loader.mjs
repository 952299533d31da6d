// Builds the loader beside the frame: loader.js for a script tag, loader.mjs for an import. One file each, no hash: host pages name them.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const app = join(dirname(fileURLToPath(import.meta.url)), '..');
const common = {
  bundle: true,
  minify: true,
  target: 'es2022',
  conditions: ['source'],
  legalComments: 'none',
  logLevel: 'warning',
};

await Promise.all([
  build({
    ...common,
    format: 'iife',
    entryPoints: [join(app, 'src/loader/global.ts')],
    outfile: join(app, 'dist/loader.js'),
  }),
  build({
    ...common,
    format: 'esm',
    entryPoints: [join(app, 'src/loader/index.ts')],
    outfile: join(app, 'dist/loader.mjs'),
  }),
]);
for (const name of ['loader.js', 'loader.mjs']) {
  const file = join(app, 'dist', name);
  const gzipped = gzipSync(readFileSync(file), { level: 9 }).length;
  process.stdout.write(`${name}: ${statSync(file).size} bytes, ${gzipped} gzipped\n`);
}
