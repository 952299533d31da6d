import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@alongside/store/embedded';
import pg from 'pg';

/** One durable PostgreSQL for a run; each scene has a database of its own in it. */
export interface RunPostgres {
  database(): Promise<{ url: string; adminUrl: string }>;
  stop(): Promise<void>;
}

export async function startRunPostgres(): Promise<RunPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-faults-postgres-'));
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const endWithRun = () => {
    process.kill(server.pid, 'SIGINT');
  };
  process.once('exit', endWithRun);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  admin.on('error', () => {});
  await admin.connect();
  const { rows } = await admin.query<{ bad: string }>(
    `SELECT name AS bad FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting <> 'on'`,
  );
  if (rows[0] !== undefined) throw new Error(`PostgreSQL runs with ${rows[0].bad} off: nothing could be proved.`);
  let made = 0;
  return {
    async database() {
      made += 1;
      const name = `scene_${made}`;
      const [url, adminUrl] = [new URL(server.url), new URL(server.adminUrl)];
      await admin.query(`CREATE DATABASE ${name} OWNER ${url.username}`);
      url.pathname = adminUrl.pathname = `/${name}`;
      return { url: url.href, adminUrl: adminUrl.href };
    },
    async stop() {
      await admin.end();
      process.off('exit', endWithRun);
      await server.stop();
      await removeEmbeddedPostgres(folder);
    },
  };
}
