import { EmbeddedPostgresError } from './errors.ts';
import { isAlive, signal, waitUntil } from './processes.ts';

/**
 * Ends a PostgreSQL: a fast shutdown first, an immediate one when that takes too long (its log replays on the next
 * start). Never a kill of the server or of one of its children: that leaves shared memory behind.
 *
 * @throws EmbeddedPostgresError `stop_failed`
 */
export async function stopPostmaster(pid: number, fastLimit = 30_000, immediateLimit = 15_000): Promise<void> {
  if (!signal(pid, 'SIGINT')) return;
  if (await waitUntil(() => !isAlive(pid), fastLimit)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntil(() => !isAlive(pid), immediateLimit)) return;
  throw new EmbeddedPostgresError(
    'stop_failed',
    `PostgreSQL (process ${pid}) does not end; look at its log and end it by hand.`,
  );
}
