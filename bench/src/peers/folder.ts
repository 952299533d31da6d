import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder that belongs to another account. */
export interface OwnedFolder {
  readonly path: string;
  write(name: string, text: string): string;
  makeFolder(name: string): string;
  remove(): void;
}

export function ownedFolder(name: string, { uid, gid }: { uid: number; gid: number }): OwnedFolder {
  const path = mkdtempSync(join(tmpdir(), `alongside-bench-${name}-`));
  chownSync(path, uid, gid);
  chmodSync(path, 0o700);
  return {
    path,
    write(file, text) {
      const target = join(path, file);
      writeFileSync(target, text, { mode: 0o600 });
      chownSync(target, uid, gid);
      return target;
    },
    makeFolder(folder) {
      const target = join(path, folder);
      mkdirSync(target, { recursive: true });
      chownSync(target, uid, gid);
      return target;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
