import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { asPlainClient } from './schema.ts';

/** Ends the segment that is being written, and waits until the archive has it: what was committed before is safe then. */
export function archiveNow(adminUrl: string, patience = 60_000): Promise<void> {
  return asPlainClient(adminUrl, async (client) => {
    const switched = await client.query<{ name: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS name');
    const name = switched.rows[0]?.name ?? '';
    const end = performance.now() + patience;
    for (;;) {
      const { rows } = await client.query<{ last: string | null }>(
        'SELECT last_archived_wal AS last FROM pg_stat_archiver',
      );
      if ((rows[0]?.last ?? '') >= name) return;
      if (performance.now() > end)
        throw new Error(`The archive does not get ${name}; its last one is ${rows[0]?.last}.`);
      await delay(100);
    }
  });
}

/** Names of the archived segments, in their order. */
export const segmentsIn = (archive: string): string[] =>
  readdirSync(join(archive, 'wal'))
    .filter((name) => /^[0-9A-F]{24}\.gz$/.test(name))
    .sort();

/** Paths of all blobs in an archive. */
export function blobsIn(archive: string): string[] {
  const root = join(archive, 'files', 'blobs');
  if (!existsSync(root)) return [];
  return (readdirSync(root, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.blob'))
    .map((path) => join(root, path));
}
