import { chownSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyBinaries, linkLibraries, requirePackagedBinaries } from './binaries.ts';
import { EmbeddedPostgresError, systemErrorCode } from './errors.ts';
import { type Identity, identityCandidates, runAs } from './identity.ts';
import type { DataLayout } from './layout.ts';

/** PostgreSQL's programs together with an identity that may run them on this data folder. */
export type Engine = {
  readonly identity: Identity;
  /** Folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** As the program prints it: `18.4`. */
  readonly version: string;
  readonly majorVersion: number;
};

export type EngineChoice = {
  /** A folder with `initdb` and `postgres` to use in place of the packaged ones. */
  readonly bin?: string | undefined;
  /** False: root never uses a user namespace but hands over to an unprivileged account. */
  readonly userNamespace: boolean;
};

/** @throws EmbeddedPostgresError `unsupported_platform`, `permission_denied` */
export function chooseEngine(layout: DataLayout, choice: EngineChoice): Engine {
  const native = choice.bin === undefined ? requirePackagedBinaries() : undefined;
  const mended = native === undefined || linkLibraries(native);
  let complaint = '';
  for (const identity of identityCandidates(layout.root, layout.cluster, choice.userNamespace)) {
    giveFolderTo(identity, layout);
    if (!runAs(identity, 'test', ['-w', layout.root, '-a', '-x', layout.root]).ok) continue;
    const bin = choice.bin ?? join(native ?? '', 'bin');
    const direct = mended ? readVersion(identity, bin) : { complaint: 'library links are missing' };
    if ('version' in direct) return { identity, bin, ...direct };
    complaint = direct.complaint;
    if (native === undefined) continue;
    const copy = join(copyBinaries(native, layout.root), 'bin');
    giveFolderTo(identity, layout);
    const copied = readVersion(identity, copy);
    if ('version' in copied) return { identity, bin: copy, ...copied };
    complaint = copied.complaint;
  }
  if (complaint !== '') {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `PostgreSQL's programs do not run here (${complaint.trim().split('\n')[0]}); give a PostgreSQL of your own by its address.`,
    );
  }
  throw new EmbeddedPostgresError(
    'permission_denied',
    `PostgreSQL does not run as root and no other account may enter ${layout.root}; let others pass through the folders above it (chmod o+x), choose another data folder, or start as an ordinary user.`,
  );
}

function readVersion(
  identity: Identity,
  bin: string,
): { version: string; majorVersion: number } | { complaint: string } {
  const result = runAs(identity, join(bin, 'postgres'), ['--version']);
  const version = /\(PostgreSQL\) ([\d.]+)/.exec(result.stdout)?.[1];
  if (!result.ok || version === undefined) return { complaint: result.stderr || 'no version was printed' };
  return { version, majorVersion: Number.parseInt(version, 10) };
}

/** The major version that wrote the cluster, or undefined when there is none yet. */
export function clusterVersion(layout: DataLayout): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(layout.cluster, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** An account other than ours must own what it works on; root keeps its access all the same. */
function giveFolderTo(identity: Identity, layout: DataLayout): void {
  if (identity.kind === 'self' || process.getuid?.() !== 0) return;
  const owner = identity.kind === 'account' ? identity : { uid: 0, gid: 0 };
  if (statSync(layout.root).uid !== owner.uid) chownTree(layout.root, owner.uid, owner.gid);
  else chownEntries(layout.root, owner.uid, owner.gid);
}

/** Only the first level: what lies deeper was made by the owner or has been given away with the whole tree. */
function chownEntries(folder: string, uid: number, gid: number): void {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (statSync(path, { throwIfNoEntry: false })?.uid !== uid) chownTree(path, uid, gid);
  }
}

function chownTree(path: string, uid: number, gid: number): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isDirectory()) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) chownTree(inner, uid, gid);
      else lchownSync(inner, uid, gid);
    }
  }
  chownSync(path, uid, gid);
}
