import { join } from 'node:path';
import pino, { type DestinationStream } from 'pino';
import type { Settings } from './arguments.ts';
import { makeDataFolder } from './data-folder.ts';

/** Synchronous: the last lines before an end are the ones that matter. */
export function logDestination({ logTo, dataDir }: Settings): DestinationStream {
  if (logTo === 'stderr') return pino.destination({ dest: 2, sync: true });
  makeDataFolder(dataDir);
  const file = pino.destination({ dest: join(dataDir, 'server.log'), append: true, sync: true, mode: 0o600 });
  // On a full disk a line is lost rather than the work that it tells of.
  file.on('error', () => {});
  return file;
}
