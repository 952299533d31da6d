import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUSE } from '../http/app-folders.ts';

/** As in apps/server/package.json. */
export function ownVersion(): string {
  const file = readFileSync(join(HOUSE, 'apps', 'server', 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
