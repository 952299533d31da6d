import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, canInstall } from './apt.mjs';
import { run } from './run.mjs';

const oldest = 15;

/**
 * The folder with `initdb` and `postgres` of the system's newest PostgreSQL that we support. Only its programs are
 * used, on a folder of our own; a cluster that the system runs is left alone.
 *
 * @returns {Promise<{ bin: string } | { reason: string }>}
 */
export async function ensureSystemPostgres() {
  const found = await findSystemPostgres();
  if (found !== undefined) return { bin: found };
  if (canInstall() && (await aptInstall('postgresql'))) {
    const installed = await findSystemPostgres();
    if (installed !== undefined) return { bin: installed };
  }
  const command = process.platform === 'darwin' ? 'brew install postgresql@17' : 'sudo apt-get install -y postgresql';
  return { reason: `no PostgreSQL ${oldest} or later on this system; install one with: ${command}` };
}

async function findSystemPostgres() {
  const folders = [
    ...debianFolders(),
    await reportedFolder(),
    '/opt/homebrew/opt/postgresql@17/bin',
    '/usr/local/opt/postgresql@17/bin',
    '/usr/local/pgsql/bin',
  ];
  for (const folder of folders) {
    if (folder === undefined || !existsSync(join(folder, 'initdb'))) continue;
    const { output } = await run(join(folder, 'postgres'), ['--version'], { capture: true });
    if (majorVersion(output) >= oldest) return folder;
  }
  return undefined;
}

/** Newest first. */
function debianFolders() {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(base, version, 'bin'));
}

async function reportedFolder() {
  const { code, output } = await run('pg_config', ['--bindir'], { capture: true });
  return code === 0 ? output.trim() : undefined;
}

/** @param {string} text as `postgres --version` prints it */
export function majorVersion(text) {
  return Number(/\(PostgreSQL\) (\d+)/.exec(text)?.[1] ?? 0);
}
