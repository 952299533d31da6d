import pg from 'pg';
import { StoreError } from '../store-error.ts';
import { clientConfig, showAddress } from './client-settings.ts';
import { oldestVersion } from './check-server.ts';

/** What a PostgreSQL says of itself, for somebody who asks whether it is fit. */
export interface ServerReport {
  /** As it prints it: `18.4`. */
  readonly version: string;
  readonly supported: boolean;
  readonly standby: boolean;
  /** The settings without which a crash may lose what was accepted, with their values. */
  readonly durability: Readonly<Record<'fsync' | 'full_page_writes' | 'synchronous_commit', string>>;
  readonly dataChecksums: boolean;
  /** Milliseconds by which its clock is ahead of this process'; exact to half the way there and back. */
  readonly clockAhead: number;
}

/**
 * Looks at a server as it is, with none of our own settings but time limits, and changes nothing.
 *
 * @throws StoreError `address_invalid`, `unreachable`
 */
export async function inspectServer(url: string, now: () => number = Date.now): Promise<ServerReport> {
  const client = new pg.Client(clientConfig(url, { statement_timeout: 4_000 }, null, 'alongside doctor'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const asked = now();
    const { rows } = await client.query<{
      number: number;
      version: string;
      standby: boolean;
      fsync: string;
      pages: string;
      commit: string;
      checksums: string;
      clock: number;
    }>(`SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
      pg_is_in_recovery() AS standby, current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
      current_setting('synchronous_commit') AS commit, current_setting('data_checksums') AS checksums,
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS clock`);
    const [server] = rows;
    if (server === undefined) throw new Error('it answered no settings');
    return {
      version: server.version.split(' ')[0] ?? server.version,
      supported: server.number >= oldestVersion,
      standby: server.standby,
      durability: { fsync: server.fsync, full_page_writes: server.pages, synchronous_commit: server.commit },
      dataChecksums: server.checksums === 'on',
      clockAhead: Math.round(server.clock - (asked + now()) / 2),
    };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error && error.message !== '' ? error.message : 'no answer';
    throw new StoreError('unreachable', `The database at ${showAddress(url)} cannot be reached: ${reason}.`, {
      cause: error,
    });
  } finally {
    client.end().catch(() => undefined);
  }
}
