import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, from a source as well as from a bundle of a workspace. */
export const packageFolder = (): string => {
  const here = fileURLToPath(import.meta.url);
  const root = here.slice(0, here.search(/\/(packages|bench|apps|e2e)\//));
  return join(root, 'packages/media');
};

let built: Promise<string> | null = null;

/** Builds the engine's process from the sources, for tests. @returns the file */
export function buildMediaProcess(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const esbuild = await import('esbuild');
  const folder = join(packageFolder(), 'dist/testing');
  const draft = join(folder, `media-process.${process.pid}.js`);
  await mkdir(folder, { recursive: true });
  await esbuild.build({
    entryPoints: [join(packageFolder(), 'src/media-process.ts')],
    outfile: draft,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
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
  // Several test files build at once; each finds a whole file.
  const file = join(folder, 'media-process.js');
  await rename(draft, file);
  return file;
}
