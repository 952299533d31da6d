import pg from 'pg';
import { StoreError } from '../store-error.ts';
import { clientConfig, sessionSettings, showAddress } from './client-settings.ts';

/** What a server says of itself. */
export interface ServerFacts {
  version: number;
  version_text: string;
  standby: boolean;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
}

export const oldestVersion = 150_000;

/**
 * Connects once and looks whether this server can keep what it accepts. `unsafe` lets the three durability settings pass.
 *
 * @throws StoreError `unreachable`, `version_unsupported`, `read_only`, `settings_unsafe`
 */
export async function withCheckedServer<T>(
  url: string,
  options: { unsafe?: boolean; settings?: Readonly<Record<string, string | number>> },
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(clientConfig(url, { ...sessionSettings, ...options.settings }, null));
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    // Not waited for: a connection that never was may never say that it ended.
    client.end().catch(() => undefined);
    const reason = error instanceof Error && error.message !== '' ? error.message : 'no answer';
    throw new StoreError('unreachable', `The database at ${showAddress(url)} cannot be reached: ${reason}.`, {
      cause: error,
    });
  }
  try {
    await check(client, options.unsafe ?? false);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function check(client: pg.Client, unsafe: boolean): Promise<void> {
  const { rows } = await client.query<ServerFacts>(`SELECT current_setting('server_version_num')::int AS version,
    current_setting('server_version') AS version_text, pg_is_in_recovery() AS standby, current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes, current_setting('synchronous_commit') AS synchronous_commit`);
  const [server] = rows;
  if (server === undefined) throw new Error('The database answered no settings.');
  const refusal = judgeServer(server, unsafe);
  if (refusal !== null) throw refusal;
}

/** Why this server is not good enough; null: it is. */
export function judgeServer(server: ServerFacts, unsafe: boolean): StoreError | null {
  if (server.version < oldestVersion) {
    return new StoreError(
      'version_unsupported',
      `This is PostgreSQL ${server.version_text}; Alongside needs 15 or newer.`,
    );
  }
  if (server.standby) {
    return new StoreError(
      'read_only',
      'This PostgreSQL is a standby and takes no writes; give the address of the primary.',
    );
  }
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).find((name) => server[name] === 'off');
  if (off === undefined || unsafe) return null;
  return new StoreError(
    'settings_unsafe',
    `PostgreSQL runs with ${off} = off and would lose accepted messages in a crash; switch it on, or start with --unsafe.`,
  );
}
