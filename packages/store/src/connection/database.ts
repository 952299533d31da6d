import { type Logger, type Random, Refused } from '@alongside/domain';
import pg from 'pg';
import { clientConfig, sessionSettings, TIMES } from './client-settings.ts';
import { asRefusal, failureOf } from './failure.ts';
import { inTurn, prepared, type Query, rowsOf, type Value } from './statements.ts';
import { isUuid } from './uuid.ts';
import { type Watchdog, watch } from './watchdog.ts';

/** How often a transaction is run again after a deadlock or serialisation failure. */
const repeats = 3;

/** Milliseconds for the first statement, however long its connection was waited for. */
const shortest = 100;

/** A pool of connections and the transactions on it. No error of a connection leaves it but as a rejected promise. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #random: Random;
  readonly #log: Logger;
  #away = false;

  constructor(options: { url: string; role: string | null; poolSize: number; random: Random; log: Logger }) {
    this.#random = options.random;
    this.#log = options.log;
    this.#pool = new pg.Pool({
      ...clientConfig(options.url, sessionSettings, options.role),
      max: options.poolSize,
      idleTimeoutMillis: 60_000,
    });
    this.#pool.on('error', (error) => {
      if (!this.#pool.ending) this.#log.debug({ error: error.message }, 'An idle database connection was lost.');
    });
    // The pool listens only while a connection is idle; an error of one in use would otherwise end the process.
    this.#pool.on('connect', (client) =>
      client.on('error', (error) => this.#log.debug({ error: error.message }, 'A database connection was lost.')),
    );
  }

  /**
   * One transaction with the tenant set, or with none: then only what is open to all is seen. Repeated at most three times after a deadlock
   * or serialisation failure. Whatever else `work` throws rolls back and is thrown again. `onUnknown`: COMMIT was sent and had no answer.
   *
   * @throws Refused `store_unavailable`; `not_found` for an id that is none
   */
  async transaction<T>(
    tenantId: string | null,
    work: (query: Query) => Promise<T>,
    onUnknown: () => void = () => undefined,
  ): Promise<T> {
    if (tenantId !== null && !isUuid(tenantId)) throw new TypeError('A tenant id must be a UUID.');
    const begin = tenantId === null ? 'BEGIN' : `BEGIN; SET LOCAL app.tenant = '${tenantId}'`;
    for (let repeat = 0; ; repeat += 1) {
      const { client, watchdog } = await this.#acquire((connection) => connection.query(begin));
      watchdog.extend(TIMES.transaction);
      try {
        return await this.#attempt(client, watchdog, work, onUnknown);
      } catch (error) {
        if (failureOf(error) !== 'conflict') throw error;
        if (repeat === repeats) throw new Refused('store_unavailable');
        await this.#pause(repeat);
      }
    }
  }

  /** One statement outside any tenant, in a transaction of its own. @throws Refused `store_unavailable` */
  change<R extends object>(text: string, values: readonly Value[] = []): Promise<R[]> {
    return this.transaction(null, (query) => query<R>(text, values));
  }

  /**
   * One statement in one round trip, committed by itself; it sets its tenant itself, if it needs one. It may be sent twice, after a
   * connection that was lost: so it must be harmless to repeat, unless `once`.
   *
   * @throws Refused `store_unavailable`, within 2 s
   */
  async statement<R extends object>(text: string, values: readonly Value[] = [], once = false): Promise<R[]> {
    const { answer, watchdog } = await this.#acquire((client) => rowsOf<R>(client, prepared(text, values)), once);
    watchdog.release();
    return answer;
  }

  /** One reading statement outside any tenant. @throws Refused `store_unavailable` */
  read<R extends object>(text: string, values: readonly Value[] = []): Promise<R[]> {
    return this.statement<R>(text, values);
  }

  /** Answers within 2 s or throws. */
  async ping(): Promise<void> {
    const { watchdog } = await this.#acquire((client) => client.query('SELECT 1'));
    watchdog.release();
  }

  /** Waits for what runs, at most some seconds. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TIMES.transaction);
    });
    await Promise.race([this.#pool.end(), patience]);
    clearTimeout(timer);
  }

  async #attempt<T>(
    client: pg.PoolClient,
    watchdog: Watchdog,
    work: (query: Query) => Promise<T>,
    onUnknown: () => void,
  ): Promise<T> {
    const turn = inTurn();
    let ended = false;
    let committing = false;
    try {
      const result = await work(async (text, values = []) => {
        // On this connection somebody else's transaction may run by then, of another tenant.
        if (ended) throw new Error('A transaction was used after its end.');
        return turn.next(async () => {
          try {
            return await rowsOf(client, prepared(text, values));
          } catch (error) {
            throw failureOf(error) === 'conflict' ? error : asRefusal(error);
          }
        });
      });
      ended = true;
      await turn.idle();
      committing = true;
      const end = await client.query('COMMIT');
      // An error that `work` swallowed has already undone everything; COMMIT says so only in its tag.
      if (end.command !== 'COMMIT') throw new Error('A failed statement was ignored; the transaction was rolled back.');
      watchdog.release();
      return result;
    } catch (error) {
      ended = true;
      await turn.idle();
      const sound = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      watchdog.release(!sound);
      if (committing && (watchdog.cut || !sound)) onUnknown();
      if (watchdog.cut) throw new Refused('store_unavailable');
      // Not sound: the connection was lost, perhaps under the COMMIT, whose error speaks for itself.
      throw sound || failureOf(error) === 'conflict' ? error : asRefusal(error);
    }
  }

  /**
   * A connection on which `first` has been done, within 2 s in all: a database that hangs is told by its silence. A connection that died
   * while it was idle is found out here, and the next is tried, unless `once`: so `first` must be harmless to repeat.
   */
  async #acquire<A>(first: (client: pg.PoolClient) => Promise<A>, once = false): Promise<Acquired<A>> {
    const until = performance.now() + TIMES.connect;
    for (;;) {
      const client = await this.#connect();
      const watchdog = watch(client, Math.max(shortest, until - performance.now()));
      try {
        return { client, watchdog, answer: await first(client) };
      } catch (error) {
        const unavailable = watchdog.cut || failureOf(error) === 'unavailable';
        watchdog.release(unavailable);
        if (!unavailable) throw asRefusal(error);
        if (once || watchdog.cut || performance.now() > until) throw new Refused('store_unavailable');
      }
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      const client = await this.#pool.connect();
      if (this.#away) this.#log.info({}, 'The database answers again.');
      this.#away = false;
      return client;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // Once: while it is away every request would say the same.
      if (!this.#away) this.#log.warn({ error: reason }, 'The database does not answer.');
      this.#away = true;
      throw asRefusal(error);
    }
  }

  #pause(repeat: number): Promise<void> {
    const [jitter = 0] = this.#random.bytes(1);
    return new Promise((resolve) => setTimeout(resolve, (jitter / 256) * 10 * 2 ** repeat));
  }
}

interface Acquired<A> {
  readonly client: pg.PoolClient;
  readonly watchdog: Watchdog;
  readonly answer: A;
}
