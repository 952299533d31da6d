import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { leanRecorder, leanRecorderPlugin } from '../build/lean-recorder.mjs';

const LIMIT = 32_000;

test(`the recorder stays within ${LIMIT} bytes gzipped and holds neither schema nor replayer`, async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL('./recorder/index.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    plugins: [leanRecorderPlugin],
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

test('a recorder of another version is not cut at a wrong place', () => {
  expect(() => leanRecorder('export const record = () => undefined;')).toThrow('read the list anew');
});
