import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** The goal is 32,000: 23,000 of it are the recorder underneath, canvas and cross-origin parts that we switch off included. */
const LIMIT = 39_000;

test(`the recorder stays within ${LIMIT} bytes gzipped and holds neither schema nor replayer`, async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL('./recorder/index.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    write: false,
    metafile: true,
  });
  const bytes = gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
  console.log(`@alongside/cobrowse/recorder: ${bytes} bytes gzipped of ${LIMIT}`);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
  expect(Object.keys(metafile.inputs).filter((path) => /typebox|node_modules\/rrweb\/|viewer\//.test(path))).toEqual(
    [],
  );
});
