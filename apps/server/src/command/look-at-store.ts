import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInProcessBus } from '@alongside/bus';
import { createStore } from '@alongside/store';
import { findRunningPostgres } from '@alongside/store/embedded';
import { createLog } from '../engines/log.ts';
import { systemClock, systemRandom } from '../engines/random.ts';
import type { Settings } from './arguments.ts';
import { Closers } from './closers.ts';
import { logDestination } from './log-destination.ts';
import { openDatabase } from './open-database.ts';
import { ownVersion } from './version.ts';

type Store = Awaited<ReturnType<typeof createStore>>;

/** Opens what is stored for a command, and closes it again. Where there is none it says so and answers 1: a mistyped folder does not become a database. */
export async function lookAtStore(
  settings: Settings,
  say: (line: string) => void,
  look: (store: Store) => Promise<number>,
): Promise<number> {
  const dataDir = resolve(settings.dataDir);
  const folder = join(dataDir, 'postgres');
  // A server on the same folder has it open: this goes beside it.
  const running = settings.databaseUrl === null ? findRunningPostgres(folder) : undefined;
  if (settings.databaseUrl === null && running === undefined && !existsSync(join(folder, 'cluster'))) {
    say(`There is no database in ${dataDir} yet; give --data or --database-url.`);
    return 1;
  }
  const log = createLog(logDestination(settings), settings.logLevel);
  const closers = new Closers(log);
  try {
    const context = { log, version: ownVersion(), onProgress: () => {}, onLost: () => {} };
    const url = running ?? (await openDatabase(settings, dataDir, context, closers)).url;
    const bus = createInProcessBus({ log });
    const store = await createStore({ url, bus, log, random: systemRandom(systemClock), unsafe: settings.unsafe });
    closers.add('store', () => store.close());
    return await look(store);
  } finally {
    await closers.closeAll();
  }
}
