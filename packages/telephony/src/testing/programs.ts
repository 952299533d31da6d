import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is; null: not on this machine. */
export function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of [...folders, '/usr/bin', '/usr/local/bin'].map((folder) => join(folder, name))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return null;
}

/** Why tests with it do not run here; null: they do. */
export function missing(name: string, debianPackage: string): string | null {
  return findProgram(name) === null ? `no ${name} found; install it with: apt-get install -y ${debianPackage}` : null;
}
