import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyBlobs, keysOfBlobs, removeBlobs } from '@alongside/blobs';
import {
  type ArchiveLayout,
  copyCluster,
  findRunningPostgresAsAdmin,
  readArchiving,
  readCredentialsFile,
  segmentName,
  startEmbeddedPostgres,
} from '@alongside/store/embedded';
import type { Settings } from './arguments.ts';
import { type Backup, type BackupFile, backupName, backupsIn, UNFINISHED } from './backup-folder.ts';
import { sayProgress } from './say-progress.ts';
import { StartRefused } from './start-refused.ts';
import { ownVersion } from './version.ts';

/**
 * Copies the database of a data folder, then its files, into the archive; beside a running server or without one. The files come after the database,
 * so that each that it names is there.
 *
 * @throws StartRefused, EmbeddedPostgresError with a sentence for the user
 */
export async function runBackup(settings: Settings, say: (line: string) => void): Promise<number> {
  const begin = performance.now();
  const { archive: root, dataDir } = placesOf(settings);
  const postgres = join(dataDir, 'postgres');
  if (!existsSync(join(postgres, 'cluster')))
    throw new StartRefused(`There is no database in ${dataDir}; say with --data where it is.`);
  if (!existsSync(join(dataDir, 'files', 'blobs')))
    throw new StartRefused(
      `${join(dataDir, 'files')} is not there, as on a disk that is not mounted; nothing was backed up.`,
    );
  const running = findRunningPostgresAsAdmin(postgres);
  const own = running === undefined ? await startEmbeddedPostgres({ dataDir: postgres, archive: root }) : null;
  const adminUrl = running ?? own?.adminUrl ?? '';
  const progress = sayProgress(say);
  try {
    const { archive, archiving } = await readArchiving(postgres, adminUrl, root);
    const [from, to] = [join(dataDir, 'files'), join(archive.root, 'files')];
    // Twice: what is deleted while the database is copied is there already, and what comes meanwhile is there afterwards.
    await copyBlobs(from, to, await keysOfBlobs(from), (done, of) => progress.tell('files', done, of, 'files'));
    const unfinished = join(archive.backups, `${process.pid}${UNFINISHED}`);
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    const copy = await copyCluster({
      dataDir: postgres,
      adminUrl,
      to: join(unfinished, 'cluster'),
      onProgress: (done, of) => progress.tell('database', done, of, 'MB'),
    });
    const live = await keysOfBlobs(from);
    await copyBlobs(from, to, live, (done, of) => progress.tell('files', done, of, 'files'));
    const there = new Set(live);
    const deletedFiles = (await keysOfBlobs(to)).filter((key) => !there.has(key));
    const secret = { mode: 0o600 };
    writeFileSync(join(unfinished, 'credentials.json'), await readCredentialsFile(postgres), secret);
    copyOthers(dataDir, join(unfinished, 'data'));
    const until = copy.until.toISOString();
    const file: BackupFile = { version: ownVersion(), ...copy, until, deletedFiles };
    writeFileSync(join(unfinished, 'backup.json'), `${JSON.stringify(file, null, 2)}\n`, secret);
    const name = backupName(copy.until);
    renameSync(unfinished, join(archive.backups, name));
    progress.end();
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    say(`Backup ${name}: ${Math.round(copy.bytes / 1e6)} MB of database and ${live.length} files, in ${seconds} s.`);
    if (settings.keep !== null) await prune(archive, settings.keep, from, say);
    for (const line of notes(own === null ? archiving : 'off', archive.root, until)) say(line);
    return 0;
  } finally {
    progress.end();
    await own?.stop();
  }
}

/** @throws StartRefused */
export function placesOf({ databaseUrl, archive, dataDir }: Settings): { archive: string; dataDir: string } {
  if (databaseUrl !== null)
    throw new StartRefused(
      'A PostgreSQL of your own is backed up by its own tools (pg_basebackup and an archive of its log); docs/operating.md says what belongs to it.',
    );
  if (archive === null) throw new StartRefused('Say with --archive in which folder; best on another disk.');
  return { archive: resolve(archive), dataDir: resolve(dataDir) };
}

function notes(archiving: 'here' | 'elsewhere' | 'off' | 'failing', archive: string, until: string): string[] {
  if (archiving === 'here') return ['Every later moment can be brought back too: the server archives here.'];
  if (archiving === 'failing')
    return [`But the server cannot archive to ${archive}: see postgres/postgres.log in its data.`];
  const where = archiving === 'off' ? 'does not archive' : 'archives elsewhere';
  return [
    `It brings back ${until} only, for the server ${where}; start it with --archive ${archive} for every later moment.`,
  ];
}

/** What lies beside database and files: the sealing key, sounds. Logs and what is being recorded stay behind. */
function copyOthers(dataDir: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    const wanted = entry.isDirectory() ? entry.name === 'sounds' : entry.isFile() && !entry.name.includes('.log');
    if (wanted) cpSync(join(dataDir, entry.name), join(to, entry.name), { recursive: true });
  }
}

/** Removes all backups but the newest, and segments and deleted files that no moment since the oldest of those needs. */
async function prune(archive: ArchiveLayout, keep: number, live: string, say: (line: string) => void): Promise<void> {
  const backups = backupsIn(archive.backups);
  const removed = backups.slice(0, -keep);
  const oldest: Backup | undefined = backups[removed.length];
  if (removed.length === 0 || oldest === undefined) return;
  for (const { folder } of removed) rmSync(folder, { recursive: true, force: true });
  const first = `${segmentName(oldest.timeline, oldest.firstSegment)}.gz`;
  const segments = readdirSync(archive.wal).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name) && name < first);
  for (const name of segments) rmSync(join(archive.wal, name), { force: true });
  const alive = new Set(await keysOfBlobs(live));
  const deleted = oldest.deletedFiles.filter((key) => !alive.has(key));
  await removeBlobs(join(archive.root, 'files'), deleted);
  say(
    `Removed ${removed.length} older backups, ${segments.length} segments of the log and ${deleted.length} deleted files.`,
  );
}
