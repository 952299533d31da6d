import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { archiveSettings, restoreCommand } from './archive.ts';
import type { ClusterCopy } from './backup.ts';
import { copyFiles, treeOf } from './copy-tree.ts';
import { applicationDatabase, connectionUrl, ensureCredentials, superuser } from './credentials.ts';
import { chooseEngine, clusterVersion } from './engine.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { runAs } from './identity.ts';
import { launchPostmaster } from './launch.ts';
import { dataLayout } from './layout.ts';
import { archivedSegments, bytesOfPlace, firstMissing, segmentAt, segmentName } from './segments.ts';
import { stopPostmaster } from './stop.ts';

export interface RestoreOptions {
  /** Where the embedded PostgreSQL will live: without a cluster. */
  readonly dataDir: string;
  /** The copy, and what was found when it was made. */
  readonly from: string;
  readonly copy: Pick<ClusterCopy, 'timeline' | 'lastSegment'>;
  /** Contents of the file of passwords that belongs to it. */
  readonly credentials: string;
  /** The folder with archived segments of the log; they may be none. */
  readonly wal: string;
  /** The last moment to bring back, by the database's clock; null: everything there is. */
  readonly until: Date | null;
  readonly onProgress?: (step: 'copying' | 'replaying', done: number, of: number) => void;
  /** As in `EmbeddedPostgresOptions`. */
  readonly bin?: string;
}

export interface Restored {
  /** The superuser's address, as long as `look` runs. */
  readonly adminUrl: string;
  /** When the last transaction was committed that was brought back from the log; null: none was. */
  readonly lastCommit: Date | null;
  /** Segments that were replayed beyond those of the copy. */
  readonly replayed: number;
}

/** Milliseconds. A day's log is replayed within minutes; a week's may take hours. */
const REPLAY_LIMIT = 24 * 3_600_000;
const LOOK_EVERY = 500;

/**
 * Makes the data of an embedded PostgreSQL from a copy and the archived log. It appears under its name only when it is whole; the archive is only
 * read. `look` is given the database before it is stopped.
 *
 * @throws EmbeddedPostgresError `restore_failed` where there are data already, where the archive has a gap, or ends before `until`
 */
export async function restoreCluster<T>(options: RestoreOptions, look: (found: Restored) => Promise<T>): Promise<T> {
  const folder = resolve(options.dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = dataLayout(realpathSync(folder));
  if (existsSync(own.cluster))
    throw new EmbeddedPostgresError('restore_failed', `There is a database in ${own.root}; restore into a new folder.`);
  const { timeline, lastSegment } = options.copy;
  const segments = existsSync(options.wal) ? archivedSegments(options.wal, timeline) : [];
  const newest = Math.max(lastSegment, segments.at(-1) ?? 0);
  const gap = firstMissing(segments, lastSegment);
  if (gap !== undefined && options.until === null) throw lacks(options.wal, segmentName(timeline, gap));
  const layout = { ...own, cluster: own.unfinishedCluster };
  const lock = lockFolder(layout.root, layout.lock);
  try {
    rmSync(layout.cluster, { recursive: true, force: true });
    writeFileSync(layout.credentials, options.credentials, { mode: 0o600 });
    const { files, folders } = await treeOf(options.from, () => false);
    for (const name of folders) mkdirSync(join(layout.cluster, name), { recursive: true, mode: 0o700 });
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    await copyFiles(files, options.from, layout.cluster, (done) => options.onProgress?.('copying', done, total));
    writeFileSync(join(layout.cluster, 'recovery.signal'), '', { mode: 0o600 });
    const engine = chooseEngine(layout, { bin: options.bin, userNamespace: true });
    if (existsSync(options.wal) && !runAs(engine.identity, 'test', ['-r', options.wal, '-a', '-x', options.wal]).ok)
      throw new EmbeddedPostgresError('permission_denied', `PostgreSQL's account may not read ${options.wal}; let it.`);
    const written = clusterVersion(layout);
    if (written !== engine.majorVersion)
      throw new EmbeddedPostgresError(
        'version_mismatch',
        `The backup was made by PostgreSQL ${written}, and this release brings ${engine.version}; restore it with the release that made it.`,
      );
    const watch = setInterval(() => {
      const at = segmentOfLog(layout.log);
      if (at !== undefined) options.onProgress?.('replaying', Math.max(0, at - lastSegment), newest - lastSegment);
    }, LOOK_EVERY);
    const settings = {
      ...archiveSettings(undefined),
      restore_command: restoreCommand(options.wal),
      // With it PostgreSQL would call itself ready long before the end of the log.
      hot_standby: 'off',
      // An archive holds one history: whatever branched off from it has one of its own.
      recovery_target_timeline: 'current',
      recovery_target_action: 'promote',
      ...(options.until === null ? {} : { recovery_target_time: asPostgresReads(options.until) }),
    };
    let postmaster: Awaited<ReturnType<typeof launchPostmaster>>;
    try {
      postmaster = await launchPostmaster(engine, layout, { port: 0, settings, readyLimit: REPLAY_LIMIT });
    } catch (error) {
      throw explained(error, options);
    } finally {
      clearInterval(watch);
    }
    let answer: T;
    try {
      const { superuserPassword } = ensureCredentials(layout);
      const adminUrl = connectionUrl(superuser, superuserPassword, postmaster.port, applicationDatabase);
      const end = await endOfReplay(adminUrl);
      if (options.until === null && end.segment < newest)
        throw lacks(options.wal, segmentName(timeline, end.segment + 1));
      const replayed = Math.max(0, end.segment - lastSegment);
      answer = await look({ adminUrl, lastCommit: end.lastCommit, replayed });
    } finally {
      await stopPostmaster(postmaster.pid);
    }
    renameSync(layout.cluster, own.cluster);
    syncFolder(own.root);
    return answer;
  } finally {
    lock.release();
  }
}

async function endOfReplay(adminUrl: string): Promise<{ segment: number; lastCommit: Date | null }> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ place: string | null; at: Date | null }>(
      'SELECT pg_last_wal_replay_lsn()::text AS place, pg_last_xact_replay_timestamp() AS at',
    );
    const { place = null, at = null } = rows[0] ?? {};
    return { segment: place === null ? 0 : segmentAt(bytesOfPlace(place) - 1), lastCommit: at };
  } finally {
    await client.end();
  }
}

/** This early PostgreSQL knows no Z. */
const asPostgresReads = (moment: Date): string => moment.toISOString().replace('T', ' ').replace('Z', '+00');

const lacks = (wal: string, segment: string): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    'restore_failed',
    `The archive ${wal} lacks ${segment} or has it damaged, and has later ones: put it back, or give with --until a moment before it.`,
  );

function explained(error: unknown, { until, wal }: RestoreOptions): unknown {
  if (!(error instanceof EmbeddedPostgresError) || until === null) return error;
  if (!error.message.includes('before configured recovery target was reached')) return error;
  return new EmbeddedPostgresError(
    'restore_failed',
    `What is archived in ${wal} ends before ${until.toISOString()}; give an earlier moment, or leave --until away for everything there is.`,
    { cause: error },
  );
}

/** The last segment that PostgreSQL says it took from the archive. */
function segmentOfLog(log: string): number | undefined {
  if (!existsSync(log)) return undefined;
  const name = readFileSync(log, 'utf8')
    .match(/restored log file "[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})"/g)
    ?.at(-1);
  const [, high = '', low = ''] = /"[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})"/.exec(name ?? '') ?? [];
  return name === undefined ? undefined : Number.parseInt(high, 16) * 256 + Number.parseInt(low, 16);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
