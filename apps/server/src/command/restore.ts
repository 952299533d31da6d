import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyBlobs } from '@alongside/blobs';
import { readRestoredFacts } from '@alongside/store';
import { archiveLayout, restoreCluster } from '@alongside/store/embedded';
import type { Settings } from './arguments.ts';
import { placesOf } from './backup.ts';
import { type Backup, backupsIn } from './backup-folder.ts';
import { makeDataFolder } from './data-folder.ts';
import { sayProgress } from './say-progress.ts';
import { StartRefused } from './start-refused.ts';

const SHOWN = 10;

/**
 * Makes a new data folder from an archive, which it only reads: the newest backup before the wanted moment, the log from there on, and each file that
 * something in the database names. The exit code is 1 where one of those is missing.
 *
 * @throws StartRefused, EmbeddedPostgresError with a sentence for the user
 */
export async function runRestore(settings: Settings, say: (line: string) => void): Promise<number> {
  const begin = performance.now();
  const { archive: root, dataDir } = placesOf(settings);
  const archive = archiveLayout(root);
  const backup = chosen(backupsIn(archive.backups), root, settings.until);
  const postgres = join(dataDir, 'postgres');
  if (existsSync(join(postgres, 'cluster')))
    throw new StartRefused(
      `There is a database in ${dataDir}; give another folder with --data, or move that one away.`,
    );
  makeDataFolder(dataDir);
  const progress = sayProgress(say);
  say(`Backup ${backup.name}, ${Math.round(backup.bytes / 1e6)} MB`);
  try {
    const found = await restoreCluster(
      {
        dataDir: postgres,
        from: join(backup.folder, 'cluster'),
        copy: backup,
        credentials: readFileSync(join(backup.folder, 'credentials.json'), 'utf8'),
        wal: archive.wal,
        until: settings.until,
        onProgress: (step, done, of) =>
          step === 'copying' ? progress.tell('database', done, of, 'MB') : progress.tell('log', done, of, 'segments'),
      },
      async ({ adminUrl, replayed, lastCommit }) => {
        const facts = await readRestoredFacts(adminUrl);
        const files = await copyBlobs(join(root, 'files'), join(dataDir, 'files'), facts.blobs, (done, of) =>
          progress.tell('files', done, of, 'files'),
        );
        return { facts, files, replayed, lastCommit };
      },
    );
    mkdirSync(dataDir, { recursive: true });
    cpSync(join(backup.folder, 'data'), dataDir, { recursive: true, force: false });
    progress.end();
    const { facts, files, replayed, lastCommit } = found;
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const last = (lastCommit ?? new Date(backup.until)).toISOString();
    say(
      `${facts.entries} entries in ${facts.conversations} conversations, as of ${last}; ${replayed} segments of the log were replayed.`,
    );
    say(`${facts.blobs.length - files.missing.length} of the ${facts.blobs.length} files that are named are there.`);
    for (const key of files.missing.slice(0, SHOWN)) say(`  missing: ${key}`);
    say(`Restored to ${dataDir} in ${seconds} s. Look: alongside doctor --data ${dataDir}`);
    say('Start it with a new --archive, and take a backup: the old archive belongs to what was before.');
    return files.missing.length === 0 ? 0 : 1;
  } finally {
    progress.end();
  }
}

/** The newest that is not younger than the wanted moment. */
function chosen(backups: readonly Backup[], root: string, until: Date | null): Backup {
  const oldest = backups[0];
  if (oldest === undefined) throw new StartRefused(`There is no backup in ${root}; alongside backup takes one.`);
  const fitting = backups.filter((backup) => until === null || Date.parse(backup.until) <= until.getTime()).at(-1);
  if (fitting === undefined)
    throw new StartRefused(
      `The oldest backup in ${root} is of ${oldest.until}; nothing before that can be brought back.`,
    );
  return fitting;
}
