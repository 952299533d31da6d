import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/**
 * Who PostgreSQL runs as. It refuses to run as root, so root either steps into a user namespace (it keeps its files but
 * is nobody to PostgreSQL) or hands over to an existing unprivileged account.
 */
export type Identity =
  | { readonly kind: 'self' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'account'; readonly uid: number; readonly gid: number };

/** Nothing of the caller's environment reaches PostgreSQL: PGHOST and its like would steer it. */
const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };

function commandFor(identity: Identity, program: string, parameters: readonly string[]): [string, string[]] {
  if (identity.kind === 'namespace') return ['unshare', ['--user', '--', program, ...parameters]];
  return [program, [...parameters]];
}

function optionsFor(identity: Identity): { env: typeof environment; uid?: number; gid?: number; cwd: string } {
  const base = { env: environment, cwd: '/' };
  return identity.kind === 'account' ? { ...base, uid: identity.uid, gid: identity.gid } : base;
}

export function spawnAs(
  identity: Identity,
  program: string,
  parameters: readonly string[],
  options: Pick<SpawnOptions, 'stdio' | 'detached'>,
): ChildProcess {
  const [command, words] = commandFor(identity, program, parameters);
  return spawn(command, words, { ...optionsFor(identity), ...options });
}

export function runAs(
  identity: Identity,
  program: string,
  parameters: readonly string[],
): { ok: boolean; stdout: string; stderr: string } {
  const [command, words] = commandFor(identity, program, parameters);
  const result = spawnSync(command, words, { ...optionsFor(identity), encoding: 'utf8' });
  if (result.error === undefined && result.signal !== null) {
    // Ctrl-C in a terminal reaches it too; what it left undone says nothing about this machine.
    throw new EmbeddedPostgresError('start_failed', `The start of PostgreSQL was interrupted (${result.signal}).`);
  }
  const stderr = result.error === undefined ? result.stderr : result.error.message;
  return { ok: result.error === undefined && result.status === 0, stdout: result.stdout ?? '', stderr };
}

/** Every identity worth trying for this data folder, the best first. An ordinary user has only one: itself. */
export function identityCandidates(folder: string, cluster: string, userNamespace: boolean): Identity[] {
  const namespace = (): Identity[] =>
    userNamespace && process.platform === 'linux' && runAs({ kind: 'namespace' }, 'true', []).ok
      ? [{ kind: 'namespace' }]
      : [];
  if (process.getuid?.() !== 0) {
    // initdb insists that its account has a name; in a namespace an account without one appears as nobody.
    return hasName() ? [{ kind: 'self' }] : [...namespace(), { kind: 'self' }];
  }
  const owner = ownerOf(cluster);
  // An existing cluster of some account stays with it; root's own was made in a namespace.
  if (owner !== undefined && owner.uid !== 0) return [{ kind: 'account', ...owner }];
  return [...namespace(), ...accountCandidates(folder).map((account): Identity => ({ kind: 'account', ...account }))];
}

/** Containers often run as a number that the system has no account for. */
function hasName(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}

type Account = { uid: number; gid: number };

function ownerOf(path: string): Account | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : { uid: stat.uid, gid: stat.gid };
}

/** The user behind sudo, the owner of the folder around the data, then the system's own unprivileged accounts. */
function accountCandidates(folder: string): Account[] {
  const found: Account[] = [];
  const sudo = { uid: Number(process.env.SUDO_UID), gid: Number(process.env.SUDO_GID) };
  if (sudo.uid > 0 && sudo.gid > 0) found.push(sudo);
  const parent = ownerOf(dirname(folder));
  if (parent !== undefined) found.push(parent);
  for (const name of ['postgres', 'nobody']) {
    const account = systemAccount(name);
    if (account !== undefined) found.push(account);
  }
  return found.filter(
    (account, index) => account.uid > 0 && found.findIndex((other) => other.uid === account.uid) === index,
  );
}

function systemAccount(name: string): Account | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = (line ?? '').split(':');
    return Number(uid) > 0 && Number(gid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}
