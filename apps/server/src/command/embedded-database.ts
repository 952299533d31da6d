import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@alongside/domain';
import { type EmbeddedPostgres, EmbeddedPostgresError, startEmbeddedPostgres } from '@alongside/store/embedded';

/** PostgreSQL ended by itself this often within a minute: it will not stay up. */
const MOST_RETURNS = 3;
const WATCH_MILLISECONDS = 1_000;

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Where its log is archived. */
  readonly archive?: string | null;
  readonly log: Logger;
  readonly onProgress: (step: string) => void;
  /** It is down and does not come back. */
  readonly onLost: (reason: string) => void;
}

/** A PostgreSQL of our own in `<dataDir>/postgres`. If it ends by itself it is started again at the same address; meanwhile the store is unavailable. */
export async function openEmbeddedDatabase(options: EmbeddedOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const { log, onLost } = options;
  const ends: number[] = [];
  let stopping = false;
  let returning: Promise<void> = Promise.resolve();

  const start = (port: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir: join(options.dataDir, 'postgres'),
      port,
      archive: options.archive ?? undefined,
      log: (line) => log.info({ where: 'postgres' }, line),
      onProgress: (step) => options.onProgress(`PostgreSQL: ${step}`),
      onUnexpectedExit: (reason) => {
        returning = comeBack(reason);
      },
    });
  let postgres = await start(0);
  // One that was taken over is nobody's child: its end is seen by looking.
  const watch = setInterval(() => {
    if (!postgres.adopted || stopping || isAlive(postgres.pid)) return;
    clearInterval(watch);
    returning = comeBack('it is gone');
  }, WATCH_MILLISECONDS);
  watch.unref();

  async function comeBack(reason: string): Promise<void> {
    const now = performance.now();
    ends.push(now);
    if (stopping) return;
    if (ends.filter((at) => now - at < 60_000).length > MOST_RETURNS) return onLost(reason);
    await startAgain(reason);
  }

  async function startAgain(reason: string): Promise<void> {
    try {
      await postgres.stop();
      await delay(100);
      if (!stopping) postgres = await start(postgres.port);
    } catch (error) {
      // Space comes back without us, and what runs would be lost with us.
      if (error instanceof EmbeddedPostgresError && error.code === 'disk_full' && !stopping) {
        log.error({ where: 'postgres' }, error.message);
        await delay(WATCH_MILLISECONDS);
        return startAgain(reason);
      }
      log.error({ error, where: 'postgres' }, 'PostgreSQL could not be started again.');
      onLost(reason);
    }
  }

  return {
    url: postgres.url,
    async stop() {
      stopping = true;
      clearInterval(watch);
      await returning;
      await postgres.stop();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives under another account.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
