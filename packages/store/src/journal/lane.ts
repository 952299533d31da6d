import pg from 'pg';
import { clientConfig, sessionSettings, TIMES } from '../connection/client-settings.ts';
import { intArray, jsonbArray, textArray, uuidArray } from '../connection/binary-arrays.ts';
import { rowsOf } from '../connection/statements.ts';
import { headsOf } from './heads.ts';
import type { Pending } from './pending.ts';

/** What became of one entry of a batch. */
export interface Outcome {
  readonly outcome:
    | 'stored'
    | 'repeated'
    | 'not_found'
    | 'conversation_ended'
    | 'not_owner'
    | 'idempotency_conflict'
    /** Its conversation is locked by somebody else: send it again. Only where locks are skipped. */
    | 'busy';
  readonly seq: number;
  readonly at: string;
}

const store = {
  name: 'journal_store',
  text: 'SELECT entry_at, befores FROM journal_store($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)',
  rowMode: 'array' as const,
};
const judge = {
  name: 'journal_append',
  text: 'SELECT place, outcome, entry_seq, entry_at FROM journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
  rowMode: 'array' as const,
};
/** Milliseconds. Commands hold a conversation's lock for a few; a batch that waits longer for one holds up all the others in it. */
const lockTimeout = 250;

/** One dedicated connection on which a shard's batches go one after the other. Connects when there is something to send. */
export class Lane {
  readonly #config: pg.ClientConfig;
  #client: pg.Client | null = null;

  constructor(url: string, role: string | null) {
    this.#config = clientConfig(url, { ...sessionSettings, lock_timeout: lockTimeout }, role, 'alongside journal');
  }

  async connect(): Promise<void> {
    if (this.#client !== null) return;
    const client = new pg.Client(this.#config);
    // Whatever ends it, the next batch connects anew.
    const forget = () => {
      if (this.#client === client) this.#client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    try {
      await client.connect();
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
  }

  /**
   * Commits one tenant's batch, in one round trip where nothing in it is unusual; the outcomes stand in the batch's order. Waits for
   * conversations that are locked, or
   * fails after a while; with `skipLocked` it passes them over.
   */
  async append(tenantId: string, batch: readonly Pending[], skipLocked: boolean): Promise<Outcome[]> {
    await this.connect();
    const client = this.#client;
    if (client === null) throw new Error('Connection terminated');
    // The server's own time limit comes first; this one is for a server that hangs.
    const watchdog = setTimeout(() => this.#cut(client), TIMES.statement + 500);
    try {
      const stored = skipLocked ? null : await storeAll(client, tenantId, batch);
      return stored ?? (await judgeEach(client, tenantId, batch, skipLocked));
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** Waits for the farewell, but not for a server that hangs. */
  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    if (client === null) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TIMES.connect);
    });
    await Promise.race([client.end().catch(() => undefined), patience]);
    clearTimeout(timer);
  }

  #cut(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    // With a query under way this closes the socket at once, and the query fails.
    client.end().catch(() => undefined);
  }
}

/** null: something in it is unusual, and nothing was stored. */
async function storeAll(client: pg.Client, tenantId: string, batch: readonly Pending[]): Promise<Outcome[] | null> {
  const { ids, counts, unread, senders, previews, places, nths } = headsOf(batch);
  const values = [
    tenantId,
    uuidArray(ids),
    intArray(counts),
    intArray(unread),
    textArray(senders),
    textArray(previews),
    intArray(places),
    intArray(nths),
    textArray(batch.map((pending) => pending.append.author.kind)),
    uuidArray(batch.map((pending) => pending.authorId)),
    textArray(batch.map((pending) => pending.append.author.name)),
    textArray(batch.map((pending) => pending.append.clientId)),
    jsonbArray(batch.map((pending) => pending.json)),
    textArray(batch.map((pending) => pending.append.visibility)),
  ];
  const rows = await rowsOf<[string, string]>(client, { ...store, values });
  const [row] = rows;
  if (row === undefined) return null;
  const [at, list] = row;
  const befores = list.split(',').map(Number);
  return places.map((place, index) => ({
    outcome: 'stored',
    seq: (befores[place - 1] ?? 0) + (nths[index] ?? 0),
    at,
  }));
}

async function judgeEach(
  client: pg.Client,
  tenantId: string,
  batch: readonly Pending[],
  skipLocked: boolean,
): Promise<Outcome[]> {
  const values = [
    tenantId,
    batch.map((pending) => pending.append.conversationId),
    batch.map((pending) => pending.append.author.kind),
    batch.map((pending) => pending.authorId),
    batch.map((pending) => pending.append.author.name),
    batch.map((pending) => pending.append.clientId),
    batch.map((pending) => pending.json),
    batch.map((pending) => pending.append.visibility),
    skipLocked,
  ];
  const rows = await rowsOf<[number, Outcome['outcome'], number, string]>(client, { ...judge, values });
  const outcomes = new Array<Outcome>(batch.length);
  for (const [place, outcome, seq, at] of rows) outcomes[place - 1] = { outcome, seq, at };
  return outcomes;
}
