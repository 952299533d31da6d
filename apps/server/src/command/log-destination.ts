import { join } from 'node:path';
import pino, { type DestinationStream } from 'pino';
import type { Settings } from './arguments.ts';

/** Synchronous: the last lines before an end are the ones that matter. */
export function logDestination({ logTo, dataDir }: Settings): DestinationStream {
  return logTo === 'stderr'
    ? pino.destination({ dest: 2, sync: true })
    : pino.destination({ dest: join(dataDir, 'server.log'), append: true, mkdir: true, sync: true, mode: 0o600 });
}
