import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { startHelp } from '../src/calls.ts';
import { readEnds } from '../src/collect.ts';
import { inLanes, LightClient, type Statuses } from '../src/light-client.ts';
import { memoryOf } from '../src/process-facts.ts';
import { figuresOf, p95Of } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { asPlainClient } from '../src/schema.ts';

const CLIENTS = { small: 200, ci: 1_000, full: 5_000 };
const LONGEST = 10_000;
const BYSTANDERS = 5;
const MOST_MEMORY_MIB = 1_024;
const MOST_CONNECTIONS = 32;

export const reconnectStorm: Row = {
  id: 'F9',
  fault: 'the connections of thousands of customers break at once, and all come back with something to catch up with',
  minutes: 2,
  lane: 'alone',
  async run({ size, scene: open, progress }) {
    const scene = await open();
    const { server } = scene;
    const people = CLIENTS[size];
    const pairs = [];
    for (let n = 0; n < BYSTANDERS; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    const statuses: Statuses = new Map();
    const numbers = Array.from({ length: people }, (_, n) => n);
    const clients = await inLanes(numbers, 16, async (n) => {
      const started = await startHelp(server.url, server.demo, `storm-${n}`);
      progress(n, people, 'customers');
      return { started, client: new LightClient(server.url, started, statuses) };
    });
    try {
      await inLanes(clients, 50, ({ client }) => client.resume(1));
      const ends = await readEnds(scene.store);
      let most = memoryOf(server.pid);
      let connections = 0;
      let watching = true;
      const watch = (async () => {
        while (watching) {
          most = Math.max(most, memoryOf(server.pid));
          connections = Math.max(connections, await connectionsTo(scene.store.database));
          await delay(200);
        }
      })();
      const took: number[] = [];
      const talk = Promise.all(
        pairs.map(async ({ client, conversationId }) => {
          while (watching) {
            const begin = performance.now();
            await client.say(conversationId, `${client.name} at ${begin}`).answered;
            took.push(performance.now() - begin);
            await delay(20);
          }
        }),
      );
      await delay(500);
      statuses.clear();
      took.length = 0;
      const begin = performance.now();
      const back: number[] = [];
      for (const { client } of clients) client.drop();
      const comesBack = async ({ client, started }: (typeof clients)[number]) => {
        // Its last entry is what it has missed.
        const end = ends.get(started.conversationId)?.last ?? 1;
        client.cursor = end - 1;
        await client.resume(end);
        back.push(performance.now() - begin);
      };
      const coming: Promise<void>[] = [];
      for (const one of clients) {
        coming.push(comesBack(one));
        // The bystanders live in this process too: it must not be what keeps them waiting.
        if (coming.length % 50 === 0) await turn();
      }
      await Promise.all(coming);
      const all = Math.round(performance.now() - begin);
      watching = false;
      await Promise.all([watch, talk]);
      const { figures, violations } = await scene.judge();
      const failed = [...statuses].filter(([status]) => status === 0 || status >= 500);
      const sorted = took.sort((a, b) => a - b);
      const p99 = Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0);
      return {
        figures: {
          clients: people,
          ...figuresOf(figures),
          'back and caught up p95 ms': p95Of(back).p95,
          'all ms': all,
          answers: [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '),
          'bystanders p99 ms': p99,
          'most memory MiB': Math.round(most),
          'database connections': connections,
        },
        violations: [
          ...violations,
          ...goal(back.length === people && all <= LONGEST, `all were back after ${all} ms`),
          ...goal(failed.length === 0, `were answered ${failed.map((one) => one.join(': ')).join(', ')}`),
          ...goal(p99 <= 1_000, `bystanders' messages took ${p99} ms at the 99th percentile`),
          ...goal(most <= MOST_MEMORY_MIB, `the server held ${Math.round(most)} MiB`),
          ...goal(connections <= MOST_CONNECTIONS, `the server had ${connections} connections to the database`),
        ],
      };
    } finally {
      for (const { client } of clients) client.close();
    }
  },
};

/** But for the one that asks. */
const connectionsTo = (url: string): Promise<number> =>
  asPlainClient(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int - 1 AS count FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`,
    );
    return rows[0]?.count ?? 0;
  });
