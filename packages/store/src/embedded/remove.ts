import { existsSync, realpathSync, rmSync } from 'node:fs';
import { lockFolder } from './folder-lock.ts';
import { type DataLayout, dataLayout } from './layout.ts';
import { runningPostmaster } from './postmaster-file.ts';
import { stopPostmaster } from './stop.ts';

/**
 * Ends a PostgreSQL that outlived its owner. A folder that does not exist, or where nothing runs, is fine.
 *
 * @throws EmbeddedPostgresError `folder_locked` while a process of ours runs on it; `stop_failed`
 */
export async function endAbandonedPostgres(dataDir: string): Promise<void> {
  await whileOwning(dataDir, endPostmaster);
}

/**
 * Deletes a data folder, ending first a PostgreSQL that outlived its owner.
 *
 * @throws EmbeddedPostgresError `folder_locked` while a process of ours runs on it; `stop_failed`
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  await whileOwning(dataDir, async (layout) => {
    await endPostmaster(layout);
    rmSync(layout.root, { recursive: true, force: true });
  });
}

async function whileOwning(dataDir: string, work: (layout: DataLayout) => Promise<void>): Promise<void> {
  if (!existsSync(dataDir)) return;
  const layout = dataLayout(realpathSync(dataDir));
  const lock = lockFolder(layout.root, layout.lock);
  try {
    await work(layout);
  } finally {
    lock.release();
  }
}

async function endPostmaster(layout: DataLayout): Promise<void> {
  const found = runningPostmaster(layout.cluster);
  if (found !== undefined) await stopPostmaster(found.pid);
}
