import type { Settings } from './arguments.ts';
import type { Closers } from './closers.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import type { ServeContext } from './serve.ts';

/** The database: the user's own, or one of ours in the data folder. */
export async function openDatabase(
  settings: Settings,
  dataDir: string,
  { log, onProgress, onLost }: ServeContext,
  closers: Closers,
): Promise<{ url: string }> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl };
  const postgres = await openEmbeddedDatabase({ dataDir, archive: settings.archive, log, onProgress, onLost });
  closers.add('PostgreSQL', postgres.stop);
  return { url: postgres.url };
}
