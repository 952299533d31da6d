import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Bus, type Hint, isLostAt, type Logger } from '@alongside/domain';
import pg from 'pg';
import { createInProcessBus } from './in-process-bus.ts';
import { joinParts, type Notice, partsOf, readNotice } from './notices.ts';

const CHANNEL = 'alongside_hints';
/** Hints that wait for the database. More are lost, oldest first, as hints may be. */
const MOST_WAITING = 20_000;
/** Milliseconds. */
const SHORTEST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;
/** A listener that heard nothing for so long asks whether its connection lives. */
const LOOK_EVERY = 5_000;
const ANSWER_WITHIN = 3_000;
const CLOSING = 1_000;

export interface NoticeBusOptions {
  /** postgres://…: the database that all processes share. */
  readonly url: string;
  readonly log: Logger;
}

/**
 * The bus of several processes on one database, by LISTEN and NOTIFY over one connection of its own. Within the process hints go the short way, at
 * once; to the others in the order of publishing, as soon as the database takes them. What is published while the database is away, and what
 * others publish meanwhile, is lost: whoever listens looks again now and then.
 */
export function createNoticeBus({ url, log }: NoticeBusOptions): Bus {
  const near = createInProcessBus({ log });
  const self = randomBytes(6).toString('hex');
  const open = new Map<string, string[]>();
  let waiting: Hint[] = [];
  let client: pg.Client | null = null;
  let sending = false;
  let sent = 0;
  let lost = 0;
  let closed = false;
  let heardAt = performance.now();
  let pause = SHORTEST_PAUSE;
  let timer: NodeJS.Timeout | undefined;

  const hear = (payload: string): void => {
    heardAt = performance.now();
    const notice = readNotice(payload);
    if (notice === null || notice.from === self || closed) return;
    const hints = joinParts(open, notice);
    if (hints === null || isLostAt('bus.heard')) return;
    for (const hint of hints) near.publish(hint);
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'alongside bus',
      connectionTimeoutMillis: ANSWER_WITHIN,
      query_timeout: ANSWER_WITHIN,
      keepAlive: true,
      // Nothing here has to outlive a crash.
      options: '-c synchronous_commit=off',
    });
    const gone = (): void => {
      if (client === next) client = null;
      next.removeAllListeners('notification');
      void next.end().catch(() => undefined);
      if (!closed) later();
    };
    next.on('error', gone);
    next.once('end', () => client === next && gone());
    next.on('notification', ({ payload }) => hear(payload ?? ''));
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANNEL}`);
    } catch {
      return gone();
    }
    if (closed) return void next.end().catch(() => undefined);
    client = next;
    heardAt = performance.now();
    pause = SHORTEST_PAUSE;
    open.clear();
    void flush();
  };

  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), pause * (0.5 + Math.random()));
    timer.unref();
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  const flush = async (): Promise<void> => {
    if (sending || client === null || waiting.length === 0) return;
    sending = true;
    const hints = waiting;
    waiting = [];
    const notices: Notice[] = partsOf(self, ++sent, hints);
    try {
      await client.query('SELECT pg_notify($1, n) FROM unnest($2::text[]) WITH ORDINALITY AS t(n, nth) ORDER BY nth', [
        CHANNEL,
        notices.map(({ text }) => text),
      ]);
    } catch (error) {
      log.debug({ error, where: 'bus', hints: hints.length }, 'Hints were lost.');
    } finally {
      sending = false;
    }
    if (waiting.length > 0) setImmediate(() => void flush());
  };

  // A connection whose other end is gone without a word looks like a quiet one.
  const looking = setInterval(() => {
    const asked = client;
    if (asked === null || performance.now() - heardAt < LOOK_EVERY) return;
    asked.query('SELECT 1').then(
      () => {
        heardAt = performance.now();
      },
      () => asked.emit('error', new Error('The bus had no answer.')),
    );
  }, LOOK_EVERY);
  looking.unref();
  void connect();

  return {
    publish(hint) {
      if (closed) return;
      near.publish(hint);
      if (waiting.length >= MOST_WAITING) {
        waiting = waiting.slice(MOST_WAITING / 2);
        lost += MOST_WAITING / 2;
        log.warn({ where: 'bus', lost }, 'Hints to other processes were lost.');
      }
      if (waiting.push(hint) === 1 && !sending) setImmediate(() => void flush());
    },
    subscribe: (listener) => near.subscribe(listener),
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(looking);
      const last = client;
      client = null;
      // A database that hangs does not hold up a stop.
      await Promise.race([last?.end().catch(() => undefined), delay(CLOSING, undefined, { ref: false })]);
      await near.close();
    },
  };
}
