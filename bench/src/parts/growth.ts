import { type DiskWatch, watchDisk } from '../env/disk.ts';
import { startLoadProcess } from '../env/load-process.ts';
import { withClient } from '../env/postgres.ts';
import { ask } from '../load/ticket.ts';
import { median, quantile, rounded } from '../report/statistics.ts';
import { type History, seedHistory } from '../seed/history.ts';
import { seedPopulation } from '../seed/population.ts';
import { type Ours, startOurs } from './chat/ours.ts';
import type { Context } from './context.ts';

/** The same work on a store that holds more and more. Milliseconds. */
export interface GrowthFigure {
  readonly entries: number;
  readonly conversations: number;
  readonly databaseMiB: number;
  readonly seedSeconds: number;
  /** By what is asked for: median and 99th of a hundred. */
  readonly asks: Readonly<Record<string, { readonly p50: number; readonly p99: number }>>;
  /** Reads of the disk, by all there is, for each conversation that was opened; absent in older results, null where the system does not tell. */
  readonly diskReads?: number | null;
  readonly chatRate: number;
  readonly chatAckP99: number;
}
export interface GrowthResults {
  readonly figures: readonly GrowthFigure[];
  /** Largest store against smallest, p50 of opening a conversation. */
  readonly lastPageRatio: number;
}

const lastPage = 'last page of a conversation';

/** What a console asks for, by name; the number says whose. */
const questions: Readonly<
  Record<string, (url: string, history: History, number: number) => Promise<{ milliseconds: number }>>
> = {
  [lastPage]: openConversation,
  // Whatever it takes to find it has been found: what is left is the work.
  'the same once more': openConversation,
  'last page of a conversation of 5,000': (url, { longConversationId, agentToken }) =>
    timed(`${url}/v1/conversations/${longConversationId}/entries`, agentToken),
  'first page of my history': (url, { agentToken }) => timed(`${url}/v1/contacts?limit=50`, agentToken),
  'first page of all history (supervisor)': (url, { supervisorToken }) =>
    timed(`${url}/v1/contacts?limit=50`, supervisorToken),
  'page 40 of all history (supervisor)': async (url, history) =>
    timed(`${url}/v1/contacts?limit=50&cursor=${await deepCursor(url, history)}`, history.supervisorToken),
  "a customer's contacts": (url, history, number) =>
    timed(`${url}/v1/customers/${history.customerId(number)}/contacts`, history.agentToken),
  queues: (url, { agentToken }) => timed(`${url}/v1/queues`, agentToken),
  desk: (url, { agentToken }) => timed(`${url}/v1/agent/desk`, agentToken),
};

function openConversation(url: string, history: History, number: number) {
  return timed(`${url}/v1/conversations/${history.conversationId(number)}/entries`, history.agentToken);
}

/** Two thousand contacts into the past, further than a person scrolls; walked once for each store. */
const cursors = new Map<string, string>();
async function deepCursor(url: string, { supervisorToken }: History): Promise<string> {
  const known = cursors.get(url);
  if (known !== undefined) return known;
  let cursor = '';
  for (let page = 0; page < 39; page += 1) {
    const { text } = await ask('GET', `${url}/v1/contacts?limit=50${cursor && `&cursor=${cursor}`}`, supervisorToken);
    const { nextCursor }: { nextCursor: string | null } = JSON.parse(text);
    if (nextCursor === null) break;
    cursor = encodeURIComponent(nextCursor);
  }
  cursors.set(url, cursor);
  return cursor;
}

async function timed(address: string, token: string): Promise<{ milliseconds: number }> {
  const start = process.hrtime.bigint();
  const { status, text } = await ask('GET', address, token);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 200) throw new Error(`${address}: ${status} ${text.slice(0, 200)}`);
  return { milliseconds };
}

interface Store extends Ours {
  readonly history: History;
  readonly seedSeconds: number;
  readonly databaseMiB: number;
  readonly samples: Map<string, number[]>;
  /** For each conversation that was opened, by round. */
  readonly diskReads: number[];
  readonly rates: number[];
  readonly ackP99: number[];
}

export async function runGrowth(context: Context): Promise<GrowthResults> {
  const sizes = context.quick ? [10_000, 200_000] : [10_000, 1_000_000, 10_000_000];
  const stores: Store[] = [];
  const disk = watchDisk(context.postgres.folder);
  try {
    for (const size of sizes) stores.push(await openStore(context, size));
    const rounds = context.quick ? 2 : 5;
    for (let round = 0; round <= rounds; round += 1) {
      for (const store of stores) await askAll(store, round, disk);
      // The first round fills caches and compiles code.
      if (round === 0)
        for (const { samples, diskReads } of stores) {
          samples.clear();
          diskReads.length = 0;
        }
    }
    for (let repeat = 0; repeat < Math.min(3, context.repeats); repeat += 1)
      for (const store of stores) await chat(context, store);
    const figures = stores.map(figureOf);
    const opened = figures.map(({ asks }) => asks[lastPage]?.p50 ?? Number.NaN);
    return { figures, lastPageRatio: rounded((opened.at(-1) ?? Number.NaN) / (opened[0] ?? Number.NaN)) };
  } finally {
    disk.stop();
    for (const { product, database } of stores) {
      await product.stop();
      await context.postgres.dropDatabase(database.name);
    }
  }
}

async function openStore(context: Context, size: number): Promise<Store> {
  context.say(`growth: writing ${size.toLocaleString('en')} entries`);
  const ours = await startOurs(context, `growth_${size}`);
  return withClient(ours.database.adminUrl, async (client) => {
    const start = performance.now();
    const history = await seedHistory(client, ours.product.demo.tenant.id, size);
    const { rows } = await client.query<{ n: string }>('SELECT pg_database_size(current_database()) AS n');
    return {
      ...ours,
      history,
      seedSeconds: (performance.now() - start) / 1000,
      databaseMiB: Number(rows[0]?.n) / 2 ** 20,
      samples: new Map(),
      diskReads: [],
      rates: [],
      ackP99: [],
    };
  });
}

async function askAll({ product, history, samples, diskReads }: Store, round: number, disk: DiskWatch): Promise<void> {
  for (const [name, question] of Object.entries(questions)) {
    const values = samples.get(name) ?? [];
    samples.set(name, values);
    const before = disk.reads();
    // A different place each time: a prime step walks over everything.
    for (let index = 0; index < 100; index += 1)
      values.push((await question(product.url, history, (round * 100 + index) * 7_919)).milliseconds);
    const after = disk.reads();
    if (name === lastPage && before !== null && after !== null) diskReads.push((after - before) / 100);
  }
}

async function chat(context: Context, store: Store): Promise<void> {
  const { product, database } = store;
  const population = await withClient(database.adminUrl, (client) =>
    seedPopulation(client, product.demo.tenant.id, 200),
  );
  const load = startLoadProcess();
  try {
    await load.ask('connect', { kind: 'native', url: product.url, bare: false, population });
    await context.postgres.checkpoint();
    await load.ask('drive', { active: 200, seconds: 1, rate: null });
    const result = await load.ask('drive', { active: 200, seconds: context.quick ? 1.5 : 3, rate: null });
    store.rates.push(result.said / result.drainedAfter);
    store.ackP99.push(result.ack?.p99 ?? Number.NaN);
    context.say(
      `growth: ${store.history.entries.toLocaleString('en')} entries: ${Math.round(store.rates.at(-1) ?? 0)}/s`,
    );
  } finally {
    await load.stop();
  }
}

function figureOf({ history, samples, diskReads, rates, ackP99, databaseMiB, seedSeconds }: Store): GrowthFigure {
  const asks = [...samples].map(([name, values]) => [
    name,
    { p50: rounded(median(values)), p99: rounded(quantile(values, 0.99)) },
  ]);
  return {
    entries: history.entries,
    conversations: history.conversations,
    databaseMiB: rounded(databaseMiB),
    seedSeconds: rounded(seedSeconds),
    asks: Object.fromEntries(asks),
    diskReads: diskReads.length === 0 ? null : rounded(median(diskReads)),
    chatRate: rounded(median(rates)),
    chatAckP99: rounded(median(ackP99)),
  };
}
