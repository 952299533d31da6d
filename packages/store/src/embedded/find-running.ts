import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  applicationDatabase,
  applicationRole,
  type Credentials,
  connectionUrl,
  ensureCredentials,
  superuser,
} from './credentials.ts';
import { dataLayout } from './layout.ts';
import { runningPostmaster } from './postmaster-file.ts';

/**
 * The address of the PostgreSQL that runs on a data folder now; undefined: none does. Starts and changes nothing.
 *
 * @throws EmbeddedPostgresError `credentials_missing`
 */
export function findRunningPostgres(dataDir: string): string | undefined {
  return running(dataDir, (port, { applicationPassword }) =>
    connectionUrl(applicationRole, applicationPassword, port, applicationDatabase),
  );
}

/**
 * The same as superuser: for backups and checks only.
 *
 * @throws EmbeddedPostgresError `credentials_missing`
 */
export function findRunningPostgresAsAdmin(dataDir: string): string | undefined {
  return running(dataDir, (port, { superuserPassword }) =>
    connectionUrl(superuser, superuserPassword, port, applicationDatabase),
  );
}

function running(dataDir: string, address: (port: number, credentials: Credentials) => string): string | undefined {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) return undefined;
  const layout = dataLayout(realpathSync(folder));
  const file = runningPostmaster(layout.cluster);
  if (file?.port === undefined || file.status !== 'ready') return undefined;
  return address(file.port, ensureCredentials(layout));
}
