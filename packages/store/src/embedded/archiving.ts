import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { type ArchiveLayout, archiveSettings, claimArchive } from './archive.ts';
import { dataLayout } from './layout.ts';

/**
 * Claims an archive for a PostgreSQL that runs, and says whether its log goes there.
 *
 * @throws EmbeddedPostgresError `archive_taken`
 */
export async function readArchiving(
  dataDir: string,
  adminUrl: string,
  folder: string,
): Promise<{ readonly archive: ArchiveLayout; readonly archiving: 'here' | 'elsewhere' | 'off' | 'failing' }> {
  const archive = claimArchive(folder, dataLayout(realpathSync(resolve(dataDir))).archiveMark, null);
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ mode: string; command: string; failing: boolean }>(
      `SELECT current_setting('archive_mode') AS mode, current_setting('archive_command') AS command,
         coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS failing FROM pg_stat_archiver`,
    );
    const { mode = 'off', command = '', failing = false } = rows[0] ?? {};
    if (mode === 'off') return { archive, archiving: 'off' };
    if (command !== archiveSettings(archive.wal).archive_command) return { archive, archiving: 'elsewhere' };
    return { archive, archiving: failing ? 'failing' : 'here' };
  } finally {
    await client.end();
  }
}
