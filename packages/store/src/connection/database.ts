import { type Logger, type Random, Refused } from '@alongside/domain';
import pg from 'pg';
import { clientConfig, sessionSettings, TIMES } from './client-settings.ts';
import { asRefusal, failureOf } from './failure.ts';
import { bindable, type Query, statementName, type Value } from './statements.ts';
import { isUuid } from './uuid.ts';

const repeats = 3;

/** A pool of connections and the transactions on it. No error of a connection leaves it but as a rejected promise. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #random: Random;
  readonly #log: Logger;

  constructor(options: { url: string; role: string | null; poolSize: number; random: Random; log: Logger }) {
    this.#random = options.random;
    this.#log = options.log;
    this.#pool = new pg.Pool({
      ...clientConfig(options.url, sessionSettings, options.role),
      max: options.poolSize,
      idleTimeoutMillis: 60_000,
    });
    this.#pool.on('error', (error) =>
      this.#log.warn({ error: error.message }, 'An idle database connection was lost.'),
    );
    // The pool listens only while a connection is idle; an error of one in use would otherwise end the process.
    this.#pool.on('connect', (client) =>
      client.on('error', (error) => this.#log.debug({ error: error.message }, 'A database connection was lost.')),
    );
  }

  /**
   * One transaction with the tenant set, or with none: then only what is open to all is seen. Repeated at most three times after a deadlock
   * or serialisation failure. Whatever else `work` throws rolls back and is thrown again.
   *
   * @throws Refused `store_unavailable`
   */
  async transaction<T>(tenantId: string | null, work: (query: Query) => Promise<T>): Promise<T> {
    if (tenantId !== null && !isUuid(tenantId)) throw new TypeError('A tenant id must be a UUID.');
    const begin = tenantId === null ? 'BEGIN' : `BEGIN; SET LOCAL app.tenant = '${tenantId}'`;
    for (let repeat = 0; ; repeat += 1) {
      try {
        return await this.#attempt(begin, work);
      } catch (error) {
        if (failureOf(error) !== 'conflict' || repeat === repeats) throw asRefusal(error);
        await this.#pause(repeat);
      }
    }
  }

  /** One statement outside any tenant, committed by itself. @throws Refused `store_unavailable` */
  query<R extends object>(text: string, values: readonly Value[] = []): Promise<R[]> {
    return this.transaction(null, (query) => query<R>(text, values));
  }

  /** Answers within 2 s or throws. */
  async ping(): Promise<void> {
    const client = await this.#connect();
    const watchdog = this.#cutAfter(client, TIMES.connect);
    try {
      await client.query('SELECT 1');
    } catch (error) {
      throw asRefusal(error);
    } finally {
      watchdog.release();
    }
  }

  /** Waits for what runs, at most some seconds. */
  async close(): Promise<void> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), TIMES.transaction);
    const gaveUp = new Promise<void>((resolve) => patience.signal.addEventListener('abort', () => resolve()));
    await Promise.race([this.#pool.end(), gaveUp]);
    clearTimeout(timer);
  }

  async #attempt<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    const { client, watchdog } = await this.#begin(begin);
    let sound = true;
    try {
      const result = await work(async (text, values = []) => {
        const answer = await client.query({ name: statementName(text), text, values: values.map(bindable) });
        return answer.rows;
      });
      const end = await client.query('COMMIT');
      // An error that `work` swallowed has already undone everything; COMMIT says so only in its tag.
      if (end.command !== 'COMMIT') throw new Error('A failed statement was ignored; the transaction was rolled back.');
      return result;
    } catch (error) {
      sound = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      throw watchdog.cut ? new Refused('store_unavailable') : error;
    } finally {
      watchdog.release(!sound);
    }
  }

  /** A connection that has begun. One that died while idle is found out here, where nothing is lost by taking the next. */
  async #begin(begin: string): Promise<{ client: pg.PoolClient; watchdog: Watchdog }> {
    const until = performance.now() + TIMES.connect;
    for (;;) {
      const client = await this.#connect();
      const watchdog = this.#cutAfter(client, TIMES.transaction);
      try {
        await client.query(begin);
        return { client, watchdog };
      } catch (error) {
        watchdog.release(true);
        if (failureOf(error) !== 'unavailable' || performance.now() > until) throw asRefusal(error);
      }
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      const refusal = asRefusal(error);
      this.#log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'No database connection to be had.',
      );
      throw refusal;
    }
  }

  /** A server that hangs answers nothing, not even its own time limits: then only cutting the connection helps. */
  #cutAfter(client: pg.PoolClient, milliseconds: number): Watchdog {
    let released = false;
    const watchdog: Watchdog = {
      cut: false,
      release(destroy = false) {
        clearTimeout(timer);
        if (released) return;
        released = true;
        client.release(destroy);
      },
    };
    const timer = setTimeout(() => {
      watchdog.cut = true;
      watchdog.release(true);
    }, milliseconds);
    return watchdog;
  }

  #pause(repeat: number): Promise<void> {
    const [jitter = 0] = this.#random.bytes(1);
    return new Promise((resolve) => setTimeout(resolve, (jitter / 256) * 10 * 2 ** repeat));
  }
}

interface Watchdog {
  cut: boolean;
  /** Back to the pool, or away with it. */
  release(destroy?: boolean): void;
}
