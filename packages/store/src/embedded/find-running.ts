import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { applicationDatabase, applicationRole, connectionUrl, ensureCredentials } from './credentials.ts';
import { dataLayout } from './layout.ts';
import { runningPostmaster } from './postmaster-file.ts';

/**
 * The address of the PostgreSQL that runs on a data folder now; undefined: none does. Starts and changes nothing.
 *
 * @throws EmbeddedPostgresError `credentials_missing`
 */
export function findRunningPostgres(dataDir: string): string | undefined {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) return undefined;
  const layout = dataLayout(realpathSync(folder));
  const file = runningPostmaster(layout.cluster);
  if (file?.port === undefined || file.status !== 'ready') return undefined;
  const { applicationPassword } = ensureCredentials(layout);
  return connectionUrl(applicationRole, applicationPassword, file.port, applicationDatabase);
}
