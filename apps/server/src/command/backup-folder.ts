import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands in `backup.json`. */
export interface BackupFile {
  /** Of Alongside. */
  readonly version: string;
  readonly postgres: string;
  readonly timeline: number;
  readonly firstSegment: number;
  readonly lastSegment: number;
  /** The moment that it brings back by itself. */
  readonly until: string;
  readonly bytes: number;
  /** Keys in the archive's files that had been deleted by then: no moment from here on needs them. */
  readonly deletedFiles: readonly string[];
}

export interface Backup extends BackupFile {
  readonly name: string;
  readonly folder: string;
}

/** Half a backup keeps this ending until it is whole. */
export const UNFINISHED = '.unfinished';

/** As it sorts: by its moment. */
export const backupName = (until: Date): string => until.toISOString().replaceAll(':', '-');

/** The whole backups of an archive, the oldest first. */
export function backupsIn(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith(UNFINISHED) && existsSync(join(folder, name, 'backup.json')))
    .map((name) => {
      const file = JSON.parse(readFileSync(join(folder, name, 'backup.json'), 'utf8')) as BackupFile;
      return { ...file, name, folder: join(folder, name) };
    })
    .sort((a, b) => Date.parse(a.until) - Date.parse(b.until));
}
