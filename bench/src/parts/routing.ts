import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { startLoadProcess } from '../env/load-process.ts';
import { withClient } from '../env/postgres.ts';
import { processorTime } from '../env/processes.ts';
import { ask } from '../load/ticket.ts';
import type { MovedUp } from '../load/waiting.ts';
import { median, quantile, rounded } from '../report/statistics.ts';
import { seedHistory } from '../seed/history.ts';
import { type BusyAgent, seedWaiting } from '../seed/waiting.ts';
import { startOurs } from './chat/ours.ts';
import type { Context } from './context.ts';
import { type DeciderFigure, measureDecider } from './decider.ts';

interface Spread {
  readonly p50: number;
  readonly p99: number;
}

/** A long line before a busy team. Milliseconds, unless the name says otherwise. */
export interface RoutingResults {
  readonly agents: number;
  readonly waiting: number;
  readonly entries: number;
  readonly decider: DeciderFigure;
  /** By the database's clock, from the end of a contact until the next one rings at this agent: the whole way, with every wait for company. */
  readonly freedToOffered: Spread & { readonly runs: number };
  /** The line moves up by one: from the request of the one who leaves until everybody behind has their new place on their socket. */
  readonly movedUp: {
    readonly runs: number;
    readonly p50: number;
    readonly p99: number;
    readonly worstLast: number;
    readonly missing: number;
    /** Of the processor, for telling everybody once. */
    readonly serverMilliseconds: number;
    readonly postgresMilliseconds: number;
  };
  /** `GET /v1/board` of all queues and agents. */
  readonly board: Spread & { readonly KiB: number };
}

export async function runRouting(context: Context): Promise<RoutingResults> {
  const sizes = context.quick ? { agents: 100, waiting: 1_000 } : { agents: 500, waiting: 5_000 };
  const decider = measureDecider(sizes, context.quick ? 500 : 2_000);
  const { product, database } = await startOurs(context, 'routing');
  const load = startLoadProcess();
  try {
    return await withClient(database.adminUrl, async (client) => {
      const tenantId = product.demo.tenant.id;
      context.say('routing: writing history');
      const history = await seedHistory(client, tenantId, context.quick ? 50_000 : 1_000_000);
      const crowd = await seedWaiting(client, tenantId, sizes);
      context.say(`routing: connecting ${sizes.waiting} who wait`);
      await load.ask('openWaiting', { url: product.url, customers: crowd.customers });
      const board = await measureBoard(product.url, history.supervisorToken, context.quick ? 50 : 200);
      context.say('routing: the first ones leave');
      const used = () => [processorTime(product.pid), processorTime(context.postgres.pid, true)] as const;
      const moved: (MovedUp & { readonly processor: readonly number[] })[] = [];
      for (let run = 0; run < (context.quick ? 5 : 15); run += 1) {
        await delay(1_000);
        const before = used();
        const one = await load.ask('firstLeaves', { limitSeconds: 10 });
        moved.push({ ...one, processor: used().map((now, index) => (now - (before[index] ?? 0)) / 1000) });
      }
      context.say('routing: agents become free');
      const freed = await freeAgents(client, product.url, crowd.agents.slice(0, context.quick ? 20 : 100));
      const all = (figure: (one: (typeof moved)[number]) => number) => moved.map(figure);
      return {
        ...sizes,
        entries: history.entries,
        decider,
        freedToOffered: { runs: freed.length, ...spread(freed) },
        movedUp: {
          runs: moved.length,
          p50: rounded(median(all(({ p50 }) => p50))),
          p99: rounded(median(all(({ p99 }) => p99))),
          worstLast: rounded(Math.max(...all(({ last }) => last))),
          missing: all(({ missing }) => missing).reduce((sum, one) => sum + one, 0),
          serverMilliseconds: rounded(median(all(({ processor }) => processor[0] ?? 0))),
          postgresMilliseconds: rounded(median(all(({ processor }) => processor[1] ?? 0))),
        },
        board,
      };
    });
  } finally {
    await load.stop();
    await product.stop();
    await context.postgres.dropDatabase(database.name);
  }
}

const spread = (values: readonly number[]): Spread => ({
  p50: rounded(quantile(values, 0.5)),
  p99: rounded(quantile(values, 0.99)),
});

async function measureBoard(url: string, token: string, runs: number): Promise<RoutingResults['board']> {
  const times: number[] = [];
  let size = 0;
  for (let run = -5; run < runs; run += 1) {
    const begin = performance.now();
    const { status, text } = await ask('GET', `${url}/v1/board`, token);
    if (status !== 200) throw new Error(`The board: ${status} ${text.slice(0, 200)}`);
    if (run >= 0) times.push(performance.now() - begin);
    size = text.length;
  }
  return { ...spread(times), KiB: rounded(size / 1024) };
}

/** One after another ends a contact; the milliseconds until the next one rings there, as the database wrote both down. */
async function freeAgents(client: pg.Client, url: string, agents: readonly BusyAgent[]): Promise<number[]> {
  const waits: number[] = [];
  for (const { id, token, contactId } of agents) {
    const { status, text } = await ask('POST', `${url}/v1/contacts/${contactId}/end`, token, { wrapUp: 'done' });
    if (status !== 200) throw new Error(`Ending a contact: ${status} ${text.slice(0, 200)}`);
    const until = performance.now() + 5_000;
    let wait: number | undefined;
    while (wait === undefined && performance.now() < until) {
      const { rows } = await client.query<{ wait: number }>(
        `SELECT extract(epoch FROM o.offered_at - e.ended_at)::double precision * 1000 AS wait FROM contacts e
         JOIN contacts o ON o.tenant_id = e.tenant_id AND o.state = 'offered' AND o.offered_to = $2 WHERE e.id = $1`,
        [contactId, id],
      );
      wait = rows[0]?.wait;
      if (wait === undefined) await delay(10);
    }
    if (wait === undefined) throw new Error(`Nobody rang at ${id} within 5 s of being free.`);
    waits.push(wait);
  }
  return waits;
}
