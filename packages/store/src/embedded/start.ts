import { mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { adoptPostmaster } from './adopt.ts';
import { archiveSettings, claimArchive } from './archive.ts';
import {
  applicationDatabase,
  applicationRole,
  type Credentials,
  connectionUrl,
  ensureCredentials,
  superuser,
} from './credentials.ts';
import { chooseEngine, clusterVersion, type Engine } from './engine.ts';
import { EmbeddedPostgresError, systemErrorCode } from './errors.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { initialiseCluster } from './initialise.ts';
import { launchPostmaster, type Postmaster } from './launch.ts';
import { type DataLayout, dataLayout } from './layout.ts';
import { provisionDatabase } from './provision.ts';
import { stopPostmaster } from './stop.ts';

export type EmbeddedPostgresStep = 'preparing' | 'initialising' | 'starting' | 'ready';

export type EmbeddedPostgresOptions = {
  /** The folder that holds everything: cluster, passwords, log. Made (mode 700) when it does not exist. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; 0 or nothing picks a free one at each start. */
  readonly port?: number;
  /** One line for each thing worth knowing afterwards. */
  readonly log?: (line: string) => void;
  readonly onProgress?: (step: EmbeddedPostgresStep) => void;
  /** Called once when PostgreSQL ends without `stop()`, with its exit code or signal; never for an adopted one. */
  readonly onUnexpectedExit?: (reason: string) => void;
  /** A folder with `initdb` and `postgres` (15 or later) to use in place of the packaged ones. */
  readonly bin?: string;
  /** False: never a user namespace when started as root, always an unprivileged account. Default true. */
  readonly userNamespace?: boolean;
  /** A folder to which finished segments of its log are handed over, whole, a minute at most after anything was written to them. */
  readonly archive?: string | undefined;
};

export type EmbeddedPostgres = {
  /** Address of the application's database as its owner, who is no superuser. */
  readonly url: string;
  /** The same database as superuser: for backups and checks only. */
  readonly adminUrl: string;
  /** True when a PostgreSQL that outlived its owner was taken over. */
  readonly adopted: boolean;
  /** As PostgreSQL prints it: `18.4`. */
  readonly version: string;
  readonly pid: number;
  readonly port: number;
  /** Ends PostgreSQL and frees the folder; safe to call twice. Close your connections first. */
  stop(): Promise<void>;
};

/**
 * Starts (or takes over) the PostgreSQL of a data folder: durable, page checksums on, on 127.0.0.1 only.
 *
 * @throws EmbeddedPostgresError with a sentence fit for the user
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  options.onProgress?.('preparing');
  const layout = openFolder(options.dataDir);
  const lock = lockDataFolder(layout);
  let postmaster: Postmaster | undefined;
  try {
    const credentials = ensureCredentials(layout);
    const engine = chooseEngine(layout, { bin: options.bin, userNamespace: options.userNamespace ?? true });
    const fresh = requireSameVersion(engine, layout) === undefined;
    const archive = options.archive && claimArchive(options.archive, layout.archiveMark, engine).wal;
    const launch = { port: options.port ?? 0, settings: archiveSettings(archive || undefined) };
    postmaster = fresh ? undefined : await adoptPostmaster(engine, layout, credentials, launch);
    const adopted = postmaster !== undefined;
    if (fresh) {
      options.onProgress?.('initialising');
      initialiseCluster(engine, layout, credentials);
      log(`PostgreSQL ${engine.version}: new data in ${layout.root}`);
    }
    options.onProgress?.('starting');
    postmaster ??= await launchPostmaster(engine, layout, launch);
    await provisionDatabase(postmaster.port, credentials);
    log(
      `PostgreSQL ${engine.version} ${adopted ? 'taken over' : 'started'}: 127.0.0.1:${postmaster.port}, process ${postmaster.pid}`,
    );
    options.onProgress?.('ready');
    return running(postmaster, engine, credentials, adopted, options, () => lock.release());
  } catch (error) {
    if (postmaster !== undefined) await stopPostmaster(postmaster.pid);
    lock.release();
    throw explained(error, layout.root);
  }
}

function running(
  postmaster: Postmaster,
  engine: Engine,
  credentials: Credentials,
  adopted: boolean,
  options: EmbeddedPostgresOptions,
  release: () => void,
): EmbeddedPostgres {
  const { pid, port, child } = postmaster;
  let stopping: Promise<void> | undefined;
  const onExit = (code: number | null, cause: NodeJS.Signals | null): void => {
    if (stopping !== undefined) return;
    const reason = cause === null ? `exit code ${code}` : `signal ${cause}`;
    options.log?.(`PostgreSQL (process ${pid}) ended by itself: ${reason}`);
    options.onUnexpectedExit?.(reason);
  };
  if (child?.exitCode === null && child.signalCode === null) child.once('exit', onExit);
  return {
    url: connectionUrl(applicationRole, credentials.applicationPassword, port, applicationDatabase),
    adminUrl: connectionUrl(superuser, credentials.superuserPassword, port, applicationDatabase),
    adopted,
    version: engine.version,
    pid,
    port,
    stop() {
      stopping ??= stopPostmaster(pid).finally(release);
      return stopping;
    },
  };
}

function lockDataFolder(layout: DataLayout): FolderLock {
  try {
    return lockFolder(layout.root, layout.lock);
  } catch (error) {
    throw explained(error, layout.root);
  }
}

function openFolder(dataDir: string): DataLayout {
  const folder = resolve(dataDir);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return dataLayout(realpathSync(folder));
  } catch (error) {
    throw explained(error, folder);
  }
}

/** Undefined when there is no cluster yet. */
function requireSameVersion(engine: Engine, layout: DataLayout): number | undefined {
  const written = clusterVersion(layout);
  if (written !== undefined && written !== engine.majorVersion) {
    throw new EmbeddedPostgresError(
      'version_mismatch',
      `The data in ${layout.root} was written by PostgreSQL ${written}, and this release brings ${engine.version}; start the release that wrote it, or choose another folder.`,
    );
  }
  return written;
}

/** Turns what the file system refused into a sentence; everything else passes unchanged. */
function explained(error: unknown, folder: string): unknown {
  const code = systemErrorCode(error);
  const refusals: Record<string, string> = {
    EACCES: 'may not be used by this account',
    EPERM: 'may not be used by this account',
    EROFS: 'lies on a read-only disk',
    EEXIST: 'is a file',
    ENOTDIR: 'lies below a file',
  };
  const refusal = code === undefined ? undefined : refusals[code];
  if (refusal !== undefined) {
    const sentence = `The data folder ${folder} ${refusal}; choose another one.`;
    return new EmbeddedPostgresError('permission_denied', sentence, { cause: error });
  }
  if (code === 'ENOSPC') {
    const sentence = `The disk under ${folder} is full; free some space and start again.`;
    return new EmbeddedPostgresError('disk_full', sentence, { cause: error });
  }
  return error;
}
