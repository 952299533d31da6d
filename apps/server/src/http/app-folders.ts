import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder: the same whether this runs from sources or bundled. */
export const HOUSE = findHouse(dirname(fileURLToPath(import.meta.url)));

/** Where an app's build lies; null: it has not been built. */
export function builtApp(name: 'console' | 'widget' | 'phone'): string | null {
  const folder = join(HOUSE, 'apps', name, 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

function findHouse(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'apps', 'server', 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No apps/server/package.json lies above ${from}.`);
  }
}
