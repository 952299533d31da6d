import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { copyFiles, treeOf } from './copy-tree.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { dataLayout } from './layout.ts';
import { bytesOfPlace, segmentAt, segmentName } from './segments.ts';

/** What a copy of a running database holds. It is good by itself, and the base for every later moment of the archive. */
export interface ClusterCopy {
  /** As PostgreSQL prints it: `18.4`. */
  readonly postgres: string;
  readonly timeline: number;
  /** The segments of the log that belong to it, which lie in the copy. */
  readonly firstSegment: number;
  readonly lastSegment: number;
  /** By the database's clock: the moment that the copy brings back by itself. */
  readonly until: Date;
  readonly bytes: number;
}

export interface CopyOptions {
  /** The folder of the embedded PostgreSQL that runs. */
  readonly dataDir: string;
  /** Its superuser's address. */
  readonly adminUrl: string;
  /** An empty or missing folder. */
  readonly to: string;
  readonly onProgress?: (doneBytes: number, ofBytes: number) => void;
}

/** Folders whose contents are made anew at each start, or come with the log. */
const EMPTIED = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
const LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'postgresql.auto.conf.tmp',
  'current_logfiles',
  'backup_label',
  'tablespace_map',
  'recovery.signal',
  'standby.signal',
]);
const CONTROL = 'global/pg_control';

/**
 * Copies the files of a running PostgreSQL while it works, with the part of its log that makes them whole (PostgreSQL manual, 25.3.3: low-level
 * base backup). Nothing waits for it.
 *
 * @throws EmbeddedPostgresError `backup_failed`
 */
export async function copyCluster({ dataDir, adminUrl, to, onProgress }: CopyOptions): Promise<ClusterCopy> {
  const { cluster } = dataLayout(resolve(dataDir));
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
      (await client.query<T>(sql, values)).rows[0]!;
    const { postgres, elsewhere } = await one<{ postgres: string; elsewhere: number }>(
      `SELECT current_setting('server_version') AS postgres, (SELECT count(*)::int FROM pg_tablespace) - 2 AS elsewhere`,
    );
    if (elsewhere > 0)
      throw new EmbeddedPostgresError(
        'backup_failed',
        'The database has tablespaces outside its folder; move them in.',
      );
    // Holds back the log until it is copied; goes with this session.
    await one('SELECT pg_create_physical_replication_slot($1, true, true)', [`backup_${process.pid}`]);
    const { first } = await one<{ first: string }>(`SELECT pg_backup_start('alongside', true)::text AS first`);
    const tree = await treeOf(cluster, isLeftOut);
    const files = tree.files.filter(({ path }) => path !== CONTROL);
    for (const folder of tree.folders) await mkdir(join(to, folder), { recursive: true, mode: 0o700 });
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    let bytes = await copyFiles(files, cluster, to, (done) => onProgress?.(done, Math.max(done, total)));
    // Last, as PostgreSQL's own tool does it.
    bytes += await copyFiles([{ path: CONTROL, bytes: 0 }], cluster, to);
    const end = await one<{ last: string; label: string; until: Date }>(
      'SELECT lsn::text AS last, labelfile AS label, clock_timestamp() AS until FROM pg_backup_stop(false)',
    );
    const { line } = await one<{ line: string }>('SELECT substr(pg_walfile_name($1::pg_lsn), 1, 8) AS line', [first]);
    const timeline = Number.parseInt(line, 16);
    const firstSegment = segmentAt(bytesOfPlace(first));
    const lastSegment = segmentAt(bytesOfPlace(end.last) - 1);
    const log: { path: string; bytes: number }[] = [];
    for (let segment = firstSegment; segment <= lastSegment; segment += 1)
      log.push({ path: `pg_wal/${segmentName(timeline, segment)}`, bytes: 0 });
    if (timeline > 1) log.push({ path: `pg_wal/${line}.history`, bytes: 0 });
    for (const file of log) {
      const copied = await copyFiles([file], cluster, to);
      if (copied === 0)
        throw new EmbeddedPostgresError(
          'backup_failed',
          `${file.path} is missing in ${cluster}; take the backup again.`,
        );
      bytes += copied;
    }
    await writeFile(join(to, 'backup_label'), end.label, { mode: 0o600 });
    await synced(join(to, 'backup_label'));
    return { postgres, timeline, firstSegment, lastSegment, until: end.until, bytes };
  } finally {
    await client.end();
  }
}

function isLeftOut(path: string): boolean {
  const [top = '', ...below] = path.split('/');
  if (below.length === 0) return LEFT_OUT.has(path);
  const name = below.at(-1) ?? '';
  return EMPTIED.includes(top) || /^(pgsql_tmp|pg_internal\.init)/.test(name);
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The passwords that belong to a copy: without them it cannot be opened. */
export const readCredentialsFile = (dataDir: string): Promise<string> =>
  readFile(dataLayout(resolve(dataDir)).credentials, 'utf8');
