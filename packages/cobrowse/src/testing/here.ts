import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This package's folder, from wherever this module was bundled into. */
export function packageFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const found = join(at, 'packages/cobrowse');
    if (existsSync(join(found, 'fixtures'))) return found;
    if (at === dirname(at)) throw new Error('The folder packages/cobrowse is not above this module.');
  }
}
