import { existsSync, realpathSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { lockFolder } from './folder-lock.ts';
import { dataLayout } from './layout.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { commandLine, isAlive } from './processes.ts';
import { stopPostmaster } from './stop.ts';

/**
 * Deletes a data folder, ending first a PostgreSQL that outlived its owner. A folder that does not exist is fine.
 *
 * @throws EmbeddedPostgresError `folder_locked` while a process of ours runs on it; `stop_failed`
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!existsSync(resolve(dataDir))) return;
  const layout = dataLayout(realpathSync(dataDir));
  const lock = lockFolder(layout.root, layout.lock);
  try {
    const found = readPostmasterFile(layout.cluster);
    if (found !== undefined && isAlive(found.pid) && commandLine(found.pid).includes(layout.cluster)) {
      await stopPostmaster(found.pid);
    }
    rmSync(layout.root, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}
