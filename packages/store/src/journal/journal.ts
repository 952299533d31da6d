import {
  type Append,
  type Appended,
  type Bus,
  type Journal,
  type Logger,
  type Random,
  Refused,
} from '@alongside/domain';
import { isUuid } from '../connection/uuid.ts';
import { Lane } from './lane.ts';
import { Pending } from './pending.ts';
import { Shard } from './shard.ts';

/** Milliseconds after which a caller is told that the store does not answer; its retry with the same client id finds what was stored. */
const patience = 1_800;

export interface JournalOptions {
  readonly url: string;
  readonly role: string | null;
  readonly bus: Bus;
  readonly log: Logger;
  readonly random: Random;
  /** Connections; a tenant always goes over the same one. */
  readonly lanes: number;
}

/** The hot path over PostgreSQL: see `Journal` for what it promises and `journal_append` for how a batch is stored. */
export function createJournal(options: JournalOptions): Journal {
  const shards = Array.from({ length: options.lanes }, () => new Shard(new Lane(options.url, options.role), options));
  let closed = false;

  /**
   * Undefined for what is no id: it can name no conversation. By tenant, since a batch is one tenant's: two lanes would commit half as much twice as often, which
   * costs more than it gains.
   */
  const shardOf = ({ tenantId, conversationId }: Append): Shard | undefined =>
    isUuid(conversationId) ? shards[Number.parseInt(tenantId.slice(-6), 16) % shards.length] : undefined;

  return {
    append: (append: Append) =>
      new Promise<Appended>((resolve, reject) => {
        const shard = shardOf(append);
        if (closed) reject(new Refused('shutting_down'));
        else if (shard === undefined) resolve({ ok: false, code: 'not_found' });
        else shard.add(new Pending(append, performance.now() + patience, resolve, reject));
      }),
    async close() {
      closed = true;
      await Promise.all(shards.map((shard) => shard.drain()));
    },
  };
}
