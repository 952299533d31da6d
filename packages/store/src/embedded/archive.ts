import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Engine } from './engine.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { runAs } from './identity.ts';

/** Where things lie inside one archive. It belongs to one data folder. */
export interface ArchiveLayout {
  readonly root: string;
  /** Finished segments of PostgreSQL's log (WAL), packed. */
  readonly wal: string;
  /** One folder for each backup, named after the moment that it holds. */
  readonly backups: string;
  /** Whose it is: a word that stands beside the data too. */
  readonly owner: string;
}

export function archiveLayout(folder: string): ArchiveLayout {
  const root = resolve(folder);
  return { root, wal: join(root, 'wal'), backups: join(root, 'backups'), owner: join(root, 'owner') };
}

/** A segment that is not full is handed over after so many seconds, if anything stands in it. */
export const ARCHIVE_SECONDS = 60;

/**
 * Settings with which PostgreSQL hands each finished segment to `wal`, whole or not at all; undefined: none. A segment that is there already must be
 * the same one, or PostgreSQL keeps its own and tries again.
 */
export function archiveSettings(wal: string | undefined): Record<string, string> {
  if (wal === undefined) return { archive_mode: 'off' };
  const [there, part] = [quoted(wal, '%f.gz'), quoted(wal, '%f.part')];
  const write = `gzip -1 -c "%p" > ${part} && sync ${part} && mv ${part} ${there} && sync ${quoted(wal, '')}`;
  return {
    archive_mode: 'on',
    archive_timeout: `${ARCHIVE_SECONDS}s`,
    archive_command: `if test -f ${there}; then gzip -dc ${there} | cmp -s - "%p"; else ${write}; fi`,
  };
}

/** The other way: PostgreSQL asks for segments, and for some that never were. */
export const restoreCommand = (wal: string): string => `gzip -dc ${quoted(wal, '%f.gz')} > "%p"`;

/** For PostgreSQL, which fills in %f and %p, and then for the shell. */
function quoted(folder: string, name: string): string {
  return `'${folder.replaceAll('%', '%%').replaceAll("'", `'\\''`)}/${name}'`;
}

/**
 * Makes an archive ready for the data of a folder, or finds it so. `mark` is the file beside the data that names the archive's owner.
 *
 * @throws EmbeddedPostgresError `archive_taken` where it holds another history, as that of this data before it was restored; `permission_denied`
 */
export function claimArchive(folder: string, mark: string, engine: Engine | null): ArchiveLayout {
  const layout = archiveLayout(folder);
  // Others may pass through it: PostgreSQL's account has to reach its own folder inside.
  mkdirSync(layout.root, { recursive: true, mode: 0o711 });
  mkdirSync(layout.wal, { recursive: true, mode: 0o700 });
  mkdirSync(layout.backups, { recursive: true, mode: 0o700 });
  const mine = wordIn(mark);
  const its = wordIn(layout.owner);
  const used = readdirSync(layout.wal).length > 0 || readdirSync(layout.backups).length > 0;
  if (its === undefined ? used : its !== mine) {
    throw new EmbeddedPostgresError(
      'archive_taken',
      `The archive ${layout.root} holds the history of other data, or of this data before it was restored; give a new, empty folder.`,
    );
  }
  const word = mine ?? randomUUID();
  if (mine === undefined) writeFileSync(mark, `${word}\n`, { mode: 0o600 });
  if (its === undefined) writeFileSync(layout.owner, `${word}\n`, { mode: 0o600 });
  if (engine !== null) assertWritable(layout, engine);
  return layout;
}

function wordIn(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** PostgreSQL may run as another account than ours. */
function assertWritable({ root, wal }: ArchiveLayout, { identity }: Engine): void {
  if (identity.kind === 'account' && process.getuid?.() === 0) chownSync(wal, identity.uid, identity.gid);
  if (runAs(identity, 'test', ['-w', wal, '-a', '-x', wal]).ok) return;
  throw new EmbeddedPostgresError(
    'permission_denied',
    `PostgreSQL may not write to ${wal}; let its account pass through the folders above ${root}, or choose another folder with --archive.`,
  );
}
