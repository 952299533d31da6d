import {
  type Bus,
  type Hint,
  type Logger,
  Refused,
  type StoredVisitorEvents,
  type VisitorLog,
} from '@alongside/domain';
import type { Invitation, NewVisitorEvent } from '@alongside/protocol';
import type { Database } from '../connection/database.ts';
import type { Doubts } from '../connection/doubts.ts';
import { Batch } from './batch.ts';

/** Events of all tenants in memory; above it `rate_limited`. At 5,000 a second: four seconds of a database that hangs. */
const MOST = 20_000;
/** Events in memory of one tenant while others have some too. */
const SHARE = MOST / 2;
/** Events of one statement: few enough that putting them together holds up nobody else's message. */
const BATCH = 500;
/** As many do not wait for their quarter of a second. */
const MANY = 2_000;
/** Milliseconds for which a batch gathers. */
const GATHER = 250;
/** Seconds until whoever is refused may come again. */
const RETRY = 2;

export interface VisitorLogOptions {
  readonly database: Database;
  readonly bus: Bus;
  readonly log: Logger;
  readonly doubts: Pick<Doubts, 'keep'>;
  readonly most?: number;
}

const store = 'SELECT visitor, kept, invited FROM store_visitor_events($1, $2, $3, $4, $5, $6)';

interface Row {
  readonly visitor: string;
  readonly kept: boolean;
  readonly invited: Invitation | null;
}

/**
 * One writer for all tenants, in turn: so what visitors do never takes more than one connection, and on that one commits without fsync unless
 * somebody waits for it, so that the log of conversations does not share its disk with page views.
 */
export function createVisitorLog({
  database,
  bus,
  log,
  doubts,
  most = MOST,
}: VisitorLogOptions): VisitorLog & { close(): Promise<void> } {
  const batches = new Map<string, Batch>();
  let held = 0;
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let closed = false;

  function assertRoom(tenantId: string, count: number): void {
    const own = batches.get(tenantId)?.size ?? 0;
    const others = batches.size > (own > 0 ? 1 : 0);
    if (!closed && held + count <= most && !(others && own + count > Math.min(SHARE, most / 2))) return;
    throw new Refused('rate_limited', {
      message: 'Too many events of visitors wait to be stored.',
      retryAfterSeconds: RETRY,
    });
  }

  function plan(): void {
    if (writing !== undefined) return;
    if (held >= MANY) void drain();
    else timer ??= setTimeout(() => void drain(), GATHER);
  }

  /** Everything that is there now, tenant by tenant; what comes meanwhile gathers for the next time. */
  function drain(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= (async () => {
      await undefined;
      for (const [tenantId, batch] of [...batches]) {
        // What comes meanwhile waits for the next round, or whoever reports much would be written alone.
        for (let left = batch.size; left > 0; ) {
          const part = batch.take(Math.min(BATCH, left));
          if (part === null) break;
          left -= part.size;
          const stored = await write(tenantId, part);
          held -= part.size;
          if (!stored) batch.failOf(part);
        }
        if (batch.size === 0) batches.delete(tenantId);
      }
      writing = undefined;
      if (held > 0 || batches.size > 0) plan();
    })();
    return writing;
  }

  /** False: these events are lost. */
  async function write(tenantId: string, batch: Batch, again = true): Promise<boolean> {
    let rows: Row[] = [];
    const hints = (): Hint[] => {
      const visitorIds = rows.filter(({ kept }) => kept).map(({ visitor }) => visitor);
      return visitorIds.length > 0 ? [{ kind: 'visitors', tenantId, visitorIds }] : [];
    };
    try {
      await database.transaction(
        tenantId,
        async (query) => {
          if (!batch.awaited) await query('SET LOCAL synchronous_commit = off');
          rows = await query<Row>(store, batch.columns());
        },
        () => doubts.keep(hints()),
      );
      batch.settle(new Map(rows.map(({ visitor, kept, invited }) => [visitor, { kept, invitation: invited }])));
      for (const hint of hints()) bus.publish(hint);
      if (lost > 0) log.warn({ lost }, 'Events of visitors are stored again; some were lost meanwhile.');
      lost = 0;
      return true;
    } catch (error) {
      // The month is not there yet: the process was down for long, or the sweeps run elsewhere and late.
      if (again && isNoPartition(error)) {
        await database.statement('SELECT make_visitor_months()').catch(() => undefined);
        return write(tenantId, batch, false);
      }
      if (lost === 0) log.warn({ error, events: batch.size }, 'Events of visitors could not be stored.');
      lost += batch.size;
      batch.fail(error);
      return false;
    }
  }

  return {
    append(tenantId, visitorId, events: readonly NewVisitorEvent[], { wait = false } = {}) {
      // A promise of its own is made only where somebody waits: most do not.
      try {
        assertRoom(tenantId, Math.max(1, events.length));
      } catch (refused) {
        return Promise.reject(refused);
      }
      let batch = batches.get(tenantId);
      if (!batch) {
        batch = new Batch();
        batches.set(tenantId, batch);
      }
      const before = batch.size;
      const stored: Promise<StoredVisitorEvents> | null = wait ? batch.awaitOf(visitorId) : null;
      batch.add(visitorId, events, wait);
      held += batch.size - before;
      plan();
      return stored ?? Promise.resolve(null);
    },
    async flush() {
      while (writing !== undefined || batches.size > 0) await drain();
    },
    async close() {
      closed = true;
      while (writing !== undefined || batches.size > 0) await drain();
      clearTimeout(timer);
    },
  };
}

const isNoPartition = (error: unknown): boolean => {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if ((cause as { code?: string }).code === '23514') return true;
  return false;
};
