import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { CLIENT } from './version.ts';

const LIMIT = 15_000;

const bundle = async (entry: string) => {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    write: false,
    metafile: true,
  });
  return { bytes: gzipSync(outputFiles[0]!.contents, { level: 9 }).length, inputs: Object.keys(metafile.inputs) };
};

describe('the bundle', () => {
  it(`of the customer stays within ${LIMIT} bytes gzipped and holds no schema`, async () => {
    const { bytes, inputs } = await bundle('./index.ts');
    console.log(`@alongside/sdk: ${bytes} bytes gzipped of ${LIMIT}`);
    expect(bytes).toBeLessThanOrEqual(LIMIT);
    expect(
      inputs.filter(
        (path) => path.includes('typebox') || /\/(agent|calls|channel|visitor|push|video-help)\//.test(path),
      ),
    ).toEqual([]);
  });

  it('of the agent holds no schema', async () => {
    const { bytes, inputs } = await bundle('./agent/index.ts');
    console.log(`@alongside/sdk/agent: ${bytes} bytes gzipped`);
    expect(inputs.filter((path) => path.includes('typebox') || path.includes('/help/'))).toEqual([]);
  });

  it('of channels holds no schema, and nothing of agents', async () => {
    const { bytes, inputs } = await bundle('./channel/index.ts');
    console.log(`@alongside/sdk/channel: ${bytes} bytes gzipped`);
    expect(inputs.filter((path) => path.includes('typebox') || path.includes('/agent/'))).toEqual([]);
  });

  it('of visitors and of the push worker hold no schema, no socket and no conversation', async () => {
    for (const entry of ['visitor', 'push-worker']) {
      const { bytes, inputs } = await bundle(`./${entry}/index.ts`);
      console.log(`@alongside/sdk/${entry}: ${bytes} bytes gzipped`);
      expect(inputs.filter((path) => /typebox|\/(agent|channel|connection|conversation|help)\//.test(path))).toEqual(
        [],
      );
    }
  });

  it('of calls holds no schema, no socket and no conversation of its own', async () => {
    const { bytes, inputs } = await bundle('./calls/index.ts');
    console.log(`@alongside/sdk/calls: ${bytes} bytes gzipped`);
    expect(inputs.filter((path) => /typebox|\/(channel|connection|conversation|help)\//.test(path))).toEqual([]);
  });

  it('of video help holds the calls, and no schema, no socket and no conversation of its own', async () => {
    const { bytes, inputs } = await bundle('./video-help/index.ts');
    console.log(`@alongside/sdk/video-help: ${bytes} bytes gzipped`);
    expect(inputs.filter((path) => /typebox|\/(channel|connection|conversation|help)\//.test(path))).toEqual([]);
  });

  it('tells the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(CLIENT).toBe(`alongside-sdk/${version}`);
  });
});
