import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Credentials, connectionUrl, superuser } from './credentials.ts';
import type { Engine } from './engine.ts';
import type { Launch, Postmaster } from './launch.ts';
import type { DataLayout } from './layout.ts';
import { type PostmasterFile, readPostmasterFile, runningPostmaster } from './postmaster-file.ts';
import { commandLine, isAlive, waitUntil } from './processes.ts';
import { serverSettings } from './settings.ts';
import { stopPostmaster } from './stop.ts';

/** A server that outlived its owner may still be replaying or ending; it gets this long to answer. */
const answerLimit = 10_000;

/**
 * Looks after a PostgreSQL that outlived us: takes it over when it is ours in every respect and answers, else ends it
 * gently. Resolves with undefined when the folder is free.
 *
 * @param wanted the port, 0 for any, and the settings beside those of every start
 * @throws EmbeddedPostgresError `stop_failed`
 */
export async function adoptPostmaster(
  engine: Engine,
  layout: DataLayout,
  credentials: Credentials,
  { port, settings }: Launch,
): Promise<Postmaster | undefined> {
  const found = runningPostmaster(layout.cluster);
  if (found === undefined) {
    // PostgreSQL itself would take a stranger that has the number of its predecessor for that one.
    const left = readPostmasterFile(layout.cluster);
    if (left !== undefined && isAlive(left.pid)) rmSync(join(layout.cluster, 'postmaster.pid'));
    return undefined;
  }
  const ready = await waitForAnswer(engine, layout, credentials, found.pid);
  if (ready?.port !== undefined && (port === 0 || port === ready.port) && hasOurSettings(ready, engine, settings)) {
    return { pid: ready.pid, port: ready.port, child: undefined };
  }
  await stopPostmaster(found.pid);
  await waitUntil(() => readPostmasterFile(layout.cluster) === undefined, 2_000);
  return undefined;
}

async function waitForAnswer(
  engine: Engine,
  layout: DataLayout,
  credentials: Credentials,
  pid: number,
): Promise<PostmasterFile | undefined> {
  const end = performance.now() + answerLimit;
  while (performance.now() < end && isAlive(pid)) {
    const file = readPostmasterFile(layout.cluster);
    if (file === undefined || file.pid !== pid || file.status === 'stopping') return undefined;
    if (file.status === 'ready' && (await answers(engine, layout, credentials, file))) return file;
    await delay(50);
  }
  return undefined;
}

/** SCRAM proves both sides: only the server of this folder knows the password we made for it. */
async function answers(
  engine: Engine,
  layout: DataLayout,
  credentials: Credentials,
  file: PostmasterFile,
): Promise<boolean> {
  if (file.port === undefined) return false;
  const client = new pg.Client({
    connectionString: connectionUrl(superuser, credentials.superuserPassword, file.port, 'postgres'),
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const result = await client.query<{ folder: string; version: string }>(
      `SELECT current_setting('data_directory') AS folder, current_setting('server_version') AS version`,
    );
    const row = result.rows[0];
    return row !== undefined && row.folder === layout.cluster && row.version.split(' ')[0] === engine.version;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** An older release of ours may have started it with other settings; then it is restarted rather than kept. */
function hasOurSettings(file: PostmasterFile, engine: Engine, settings: Launch['settings']): boolean {
  if (file.port === undefined) return false;
  return commandLine(file.pid).includes(serverSettings(file.port, engine.majorVersion, settings).join(' '));
}
