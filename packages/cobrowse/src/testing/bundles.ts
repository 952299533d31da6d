import { join } from 'node:path';
import { build } from 'esbuild';
import { leanRecorderPlugin } from '../../build/lean-recorder.mjs';
import { packageFolder } from './here.ts';

const at = (path: string) => join(packageFolder(), path);

/** Each script of the lab as one minified file. */
export async function bundles(): Promise<Record<'customer' | 'console' | 'frame' | 'app', string>> {
  const { outputFiles } = await build({
    entryPoints: {
      customer: at('src/testing/customer.ts'),
      console: at('src/testing/console.ts'),
      frame: at('src/viewer/frame/index.ts'),
      app: at('fixtures/app.tsx'),
    },
    outdir: 'out',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    conditions: ['source'],
    plugins: [leanRecorderPlugin],
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    write: false,
  });
  const text = (name: string) => outputFiles.find(({ path }) => path.endsWith(`/${name}.js`))!.text;
  return { customer: text('customer'), console: text('console'), frame: text('frame'), app: text('app') };
}
