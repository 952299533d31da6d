import { resolve } from 'node:path';
import { migrate } from '@alongside/store';
import { createLog } from '../engines/log.ts';
import type { Settings } from './arguments.ts';
import { Closers } from './closers.ts';
import { logDestination } from './log-destination.ts';
import { openDatabase } from './open-database.ts';
import { ownVersion } from './version.ts';

/** `alongside migrate`. */
export async function runMigrate(settings: Settings, say: (line: string) => void): Promise<number> {
  const log = createLog(logDestination(settings), settings.logLevel);
  const closers = new Closers(log);
  try {
    const context = { log, version: ownVersion(), onProgress: () => {}, onLost: () => {} };
    const { url } = await openDatabase(settings, resolve(settings.dataDir), context, closers);
    await migrate(url);
    say('The database is as this version wants it.');
    return 0;
  } finally {
    await closers.closeAll();
  }
}
