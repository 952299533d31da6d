import { chownSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Credentials, superuser } from './credentials.ts';
import type { Engine } from './engine.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { runAs } from './identity.ts';
import type { DataLayout } from './layout.ts';

/**
 * Makes a new cluster: UTF-8, order by code point, page checksums, passwords by SCRAM. It appears under its name only
 * when it is whole.
 *
 * @throws EmbeddedPostgresError `permission_denied`, `disk_full`, `start_failed`
 */
export function initialiseCluster(engine: Engine, layout: DataLayout, credentials: Credentials): void {
  writeFileSync(layout.passwordFile, `${credentials.superuserPassword}\n`, { mode: 0o600 });
  try {
    if (engine.identity.kind === 'account') chownSync(layout.passwordFile, engine.identity.uid, engine.identity.gid);
    let complaint = initdb(engine, layout, localeParameters(engine.majorVersion, 'C.UTF-8'));
    // Older systems do not know C.UTF-8; PostgreSQL 17 and later bring their own.
    if (complaint !== undefined && /invalid locale/.test(complaint) && engine.majorVersion >= 17) {
      complaint = initdb(engine, layout, localeParameters(engine.majorVersion, 'C'));
    }
    if (complaint !== undefined) throw initialiseError(layout, complaint);
    finish(layout);
  } finally {
    rmSync(layout.passwordFile, { force: true });
  }
}

function localeParameters(majorVersion: number, locale: string): string[] {
  const system = [`--locale=${locale}`];
  return majorVersion >= 17 ? [...system, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : system;
}

/** Returns what initdb complained of, or undefined when all went well. */
function initdb(engine: Engine, layout: DataLayout, locale: string[]): string | undefined {
  rmSync(layout.unfinishedCluster, { recursive: true, force: true });
  const result = runAs(engine.identity, join(engine.bin, 'initdb'), [
    `--pgdata=${layout.unfinishedCluster}`,
    `--username=${superuser}`,
    `--pwfile=${layout.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--data-checksums',
    ...locale,
  ]);
  return result.ok ? undefined : result.stderr || 'initdb failed without a word';
}

function finish(layout: DataLayout): void {
  renameSync(layout.unfinishedCluster, layout.cluster);
  const folder = openSync(layout.root, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function initialiseError(layout: DataLayout, complaint: string): EmbeddedPostgresError {
  const reason = (complaint.split('\n').find((line) => /error|fatal|could not/i.test(line)) ?? complaint.trim()).trim();
  if (/No space left/.test(complaint)) {
    return new EmbeddedPostgresError(
      'disk_full',
      `The disk under ${layout.root} is full; free some space and start again.`,
    );
  }
  if (/could not look up effective user ID/.test(complaint)) {
    return new EmbeddedPostgresError(
      'permission_denied',
      `This account (number ${process.getuid?.()}) has no name on this system, and PostgreSQL wants one; add it to /etc/passwd or start as another user.`,
    );
  }
  if (/[Pp]ermission denied|cannot be run as root|Operation not permitted/.test(complaint)) {
    return new EmbeddedPostgresError(
      'permission_denied',
      `PostgreSQL may not set up its data in ${layout.root} (${reason}); choose a data folder that this account may write.`,
    );
  }
  return new EmbeddedPostgresError('start_failed', `PostgreSQL could not set up its data in ${layout.root}: ${reason}`);
}
