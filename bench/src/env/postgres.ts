import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@alongside/store/embedded';
import pg from 'pg';

/** The one PostgreSQL that every system under test stores in: each has a database of its own. */
export interface BenchPostgres {
  readonly pid: number;
  /** Where its files are. */
  readonly folder: string;
  readonly port: number;
  readonly version: string;
  readonly settings: Record<string, string>;
  /** A new empty database and the address at which the application's role, who is no superuser, owns it. */
  createDatabase(name: string): Promise<Database>;
  /** A database and a role of that name for a server that cannot do SCRAM: trusted on loopback while the run lasts. */
  createTrustedDatabase(name: string): Promise<Database>;
  dropDatabase(name: string): Promise<void>;
  /** Writes out everything, so that each run starts from the same place. */
  checkpoint(): Promise<void>;
  stop(): Promise<void>;
}

export interface Database {
  readonly name: string;
  readonly url: string;
  /** As superuser, past row-level security: for seeding and counting. */
  readonly adminUrl: string;
}

/** What a durable commit rests on; a run with any of them off would measure something else. */
const durable = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-bench-postgres-'));
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const endWithRun = () => {
    process.kill(server.pid, 'SIGINT');
  };
  process.once('exit', endWithRun);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  admin.on('error', () => {});
  await admin.connect();
  const settings: Record<string, string> = {};
  for (const name of [...durable, 'wal_sync_method', 'shared_buffers', 'max_wal_size']) {
    const { rows } = await admin.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
    settings[name] = rows[0]?.value ?? '';
  }
  for (const name of durable)
    if (settings[name] !== 'on') throw new Error(`The benchmark's PostgreSQL runs with ${name} = ${settings[name]}.`);
  const owner = new URL(server.url).username;
  const address = (base: string, name: string) => {
    const url = new URL(base);
    url.pathname = `/${name}`;
    return url.href;
  };

  return {
    pid: server.pid,
    folder,
    port: server.port,
    version: server.version,
    settings,
    async createDatabase(name) {
      await admin.query(`CREATE DATABASE ${name} OWNER ${owner}`);
      return { name, url: address(server.url, name), adminUrl: address(server.adminUrl, name) };
    },
    async createTrustedDatabase(name) {
      await admin.query(`CREATE ROLE ${name} LOGIN`);
      await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
      const file = join(folder, 'cluster', 'pg_hba.conf');
      writeFileSync(file, `host ${name} ${name} 127.0.0.1/32 trust\n${readFileSync(file, 'utf8')}`);
      await admin.query('SELECT pg_reload_conf()');
      const url = address(server.adminUrl, name);
      return { name, url: `postgres://${name}@127.0.0.1:${server.port}/${name}`, adminUrl: url };
    },
    async dropDatabase(name) {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
    async checkpoint() {
      await admin.query('CHECKPOINT');
    },
    async stop() {
      await admin.end();
      process.off('exit', endWithRun);
      await server.stop();
      await removeEmbeddedPostgres(folder);
    },
  };
}

/** One connection for the length of some work. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
