import type pg from 'pg';
import type { BenchPostgres } from '../env/postgres.ts';

/** A running XMPP server with its message archive in a database of the benchmark's PostgreSQL. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly pid: number;
  readonly port: number;
  /** Superuser's address of its database. */
  readonly databaseUrl: string;
  /** Rows that its archive holds: two for each message, the sender's and the receiver's. */
  archived(client: pg.Client): Promise<number>;
  emptyArchive(client: pg.Client): Promise<void>;
  stop(): Promise<void>;
}

export type StartPeer = (
  postgres: BenchPostgres,
  conversations: number,
) => Promise<Peer | { readonly missing: string }>;

export async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
  return rows[0]?.n ?? 0;
}
