import { peakMemory } from '../env/inspector.ts';
import { startLoadProcess } from '../env/load-process.ts';
import { withClient } from '../env/postgres.ts';
import { processorTime } from '../env/processes.ts';
import type { SeededConversation } from '../load/lines.ts';
import { quantile, rounded } from '../report/statistics.ts';
import { seedPopulation } from '../seed/population.ts';
import { startOurs } from './chat/ours.ts';
import type { Context } from './context.ts';

/** Customers of the SDK whose lines were all cut at once. Seconds, milliseconds where named so. */
export interface StormResults {
  readonly customers: number;
  readonly missedEach: number;
  readonly caughtUp: number;
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly lastSeconds: number;
  readonly doubled: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Twenty chats that go on through it, on lines that were not cut. */
  readonly bystanders: {
    readonly messages: number;
    readonly errors: number;
    readonly ackP50Milliseconds: number;
    readonly ackP99Milliseconds: number;
    readonly beforeP99Milliseconds: number;
  };
  /** Processor seconds while they came back: where the time goes. */
  readonly processorSeconds: { readonly server: number; readonly postgres: number; readonly customers: number };
  readonly databaseConnections: number;
  readonly peakMemoryMiB: number;
}

const missed = 3;
const limitSeconds = 60;

export async function runStorm(context: Context): Promise<StormResults> {
  const count = context.quick ? 1_000 : 5_000;
  const { product, database } = await startOurs(context, 'storm');
  const storm = startLoadProcess();
  const bystanders = startLoadProcess();
  try {
    return await withClient(database.adminUrl, async (client) => {
      const tenantId = product.demo.tenant.id;
      const { conversations } = await seedPopulation(client, tenantId, count);
      const population = await seedPopulation(client, tenantId, 20);
      await bystanders.ask('connect', { kind: 'native', url: product.url, bare: false, population });
      context.say(`storm: connecting ${count} customers`);
      await storm.ask('openStorm', { url: product.url, conversations });
      const calm = await bystanders.ask('drive', { active: 20, seconds: 3, rate: 40 });
      await writeUnseen(client, conversations, missed);
      context.say('storm: cutting all lines');
      let connections = 0;
      const watching = setInterval(() => {
        client
          .query<{ n: number }>(
            'SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = current_database()',
          )
          .then(({ rows }) => {
            connections = Math.max(connections, rows[0]?.n ?? 0);
          })
          .catch(() => {});
      }, 250);
      const driven = bystanders.ask('drive', { active: 20, seconds: 10, rate: 40 });
      const used = () =>
        [processorTime(product.pid), processorTime(context.postgres.pid, true), processorTime(storm.pid)] as const;
      const before = used();
      const outcome = await storm.ask('cutStorm', { missed, limitSeconds });
      const [server, postgres, customers] = used().map((now, index) => rounded((now - (before[index] ?? 0)) / 1e6));
      const through = await driven;
      clearInterval(watching);
      return {
        customers: count,
        missedEach: missed,
        caughtUp: outcome.caughtUp.length,
        p50Seconds: rounded(quantile(outcome.caughtUp, 0.5) / 1000),
        p99Seconds: rounded(quantile(outcome.caughtUp, 0.99) / 1000),
        lastSeconds: rounded(quantile(outcome.caughtUp, 1) / 1000),
        doubled: outcome.wrong,
        refused: outcome.refused,
        bystanders: {
          messages: through.said,
          errors: through.unfinished + through.outOfOrder,
          ackP50Milliseconds: rounded(through.ack?.p50 ?? Number.NaN),
          ackP99Milliseconds: rounded(through.ack?.p99 ?? Number.NaN),
          beforeP99Milliseconds: rounded(calm.ack?.p99 ?? Number.NaN),
        },
        processorSeconds: { server: server ?? 0, postgres: postgres ?? 0, customers: customers ?? 0 },
        // Less the one that counts.
        databaseConnections: connections - 1,
        peakMemoryMiB: rounded(peakMemory(product.pid) / 2 ** 20),
      };
    });
  } finally {
    await Promise.all([storm.stop(), bystanders.stop()]);
    await product.stop();
    await context.postgres.dropDatabase(database.name);
  }
}

/** Written past the server, so that nobody is told: whoever has these entries afterwards has caught up by the cursor. */
async function writeUnseen(
  client: { query(sql: string, values: unknown[]): Promise<unknown> },
  conversations: readonly SeededConversation[],
  each: number,
): Promise<void> {
  const ids = conversations.map(({ conversationId }) => conversationId);
  await client.query(
    `WITH head AS (
       UPDATE conversations SET last_seq = last_seq + $2 WHERE id = ANY ($1::uuid[]) RETURNING id, tenant_id, owner_id, last_seq - $2 AS before
     )
     INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
     SELECT tenant_id, id, before + n, 'agent', owner_id, 'Agnes Agent', 'unseen-' || n, 'all',
       jsonb_build_object('kind', 'text', 'text', 'You missed this one.'), clock_timestamp()
     FROM head, generate_series(1, $2::integer) AS n`,
    [ids, each],
  );
}
