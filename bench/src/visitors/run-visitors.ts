import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { type LoadProcess, startLoadProcess } from '../env/load-process.ts';
import { withClient } from '../env/postgres.ts';
import { processorTime, startFork } from '../env/processes.ts';
import type { DriveResult } from '../load/drive.ts';
import { type Ours, startOurs } from '../parts/chat/ours.ts';
import type { Context } from '../parts/context.ts';
import { median, rounded } from '../report/statistics.ts';
import { seedPopulation } from '../seed/population.ts';
import type { Walk } from './report-load.ts';

/** The same chat with nobody on the site and with a crowd, in turns; milliseconds. */
export interface ChatBesideVisitors {
  /** Messages per second, on a schedule that waits for nobody. */
  readonly messages: number;
  readonly alone: { readonly p50: number; readonly p99: number };
  readonly beside: { readonly p50: number; readonly p99: number };
  /** Beside the same reports sent to a process that throws them away: a control for what the crowd itself costs on this machine. */
  readonly besideThrownAway: { readonly p50: number; readonly p99: number };
  readonly runs: number;
}

export interface VisitorResults {
  readonly visitors: number;
  /** Events per second that were asked for beside the chat, and that were stored. */
  readonly asked: number;
  readonly stored: number;
  readonly refused: number;
  /** Taken and not stored; after a stop there must be none. */
  readonly lost: number;
  readonly answerP99: number;
  /** Processor per event, microseconds. */
  readonly serverMicroseconds: number;
  readonly postgresMicroseconds: number;
  /** As many as the machine takes with nothing else to do: twenty events a request, and one. */
  readonly topBatched: number;
  readonly topSingle: number;
  readonly chat: readonly ChatBesideVisitors[];
}

const visitors = 5_000;
const goal = 5_000;
const each = 20;
const conversations = 200;

/** Page views of a crowd, alone and beside chats. */
export async function runVisitors(context: Context): Promise<VisitorResults> {
  const ours = await startOurs(context, 'visitors');
  const chats = startLoadProcess();
  const crowd = startLoadProcess();
  const bare = startFork(fileURLToPath(new URL('bare.js', import.meta.url)));
  try {
    const [{ port }] = (await once(bare.child, 'message')) as [{ port: number }];
    const bareUrl = `http://127.0.0.1:${port}`;
    return await withClient(ours.database.adminUrl, (client) =>
      measureAll(context, ours, chats, crowd, client, bareUrl),
    );
  } finally {
    await Promise.all([chats.stop(), crowd.stop(), bare.stop()]);
    await ours.product.stop();
    await context.postgres.dropDatabase(ours.database.name);
  }
}

async function measureAll(
  context: Context,
  { product }: Ours,
  chats: LoadProcess,
  crowd: LoadProcess,
  client: pg.Client,
  bareUrl: string,
): Promise<VisitorResults> {
  const { tenant } = product.demo;
  await client.query(
    `INSERT INTO visitor_settings (tenant_id, tracking, keep_months) VALUES ($1, 'on', 3)
     ON CONFLICT (tenant_id) DO UPDATE SET tracking = 'on'`,
    [tenant.id],
  );
  const population = await seedPopulation(client, tenant.id, conversations);
  await chats.ask('connect', { kind: 'native', url: product.url, bare: false, population });
  const seconds = context.quick ? 4 : 8;
  const walk = (more: Partial<Walk>) =>
    crowd.ask('walk', {
      url: product.url,
      tenant: tenant.domain,
      visitors,
      each,
      seconds,
      rate: goal,
      lines: 8,
      ...more,
    });
  await walk({ seconds: 1 });
  const topBatched = await walk({ rate: null, seconds: 3 });
  await settle(client);
  const topSingle = await walk({ rate: null, seconds: 3, each: 1, lines: 32 });
  await settle(client);
  context.say(`visitors: ${Math.round(topBatched.rate)} events/s in batches, ${Math.round(topSingle.rate)} one by one`);

  const top = await chats.ask('drive', { active: conversations, seconds: 2, rate: null });
  const loads = [1_000, Math.round(top.said / top.drainedAfter / 2)];
  const runs = context.quick ? 2 : Math.min(5, context.repeats);
  const found = loads.map((messages) => ({
    messages,
    alone: [] as DriveResult[],
    thrown: [] as DriveResult[],
    beside: [] as DriveResult[],
  }));
  const cost = { stored: 0, refused: 0, lost: 0, answers: [] as number[], server: 0, postgres: 0, seconds: 0 };
  for (let run = 0; run < runs; run += 1) {
    for (const { messages, alone, thrown, beside } of found) {
      const drive = { active: conversations, seconds, rate: messages };
      await context.postgres.checkpoint();
      alone.push(await chats.ask('drive', drive));
      await context.postgres.checkpoint();
      thrown.push((await Promise.all([chats.ask('drive', drive), walk({ url: bareUrl })]))[0]);
      await context.postgres.checkpoint();
      const before = await settle(client);
      const [driven, walked] = await Promise.all([chats.ask('drive', drive), walk({})]);
      beside.push(driven);
      const stored = (await settle(client)) - before;
      cost.stored += stored;
      cost.refused += walked.refused;
      cost.lost += walked.taken - stored;
      cost.seconds += seconds;
      cost.answers.push(walked.answer?.p99 ?? Number.NaN);
      const p99 = (result: DriveResult | undefined) => rounded(result?.ack?.p99 ?? Number.NaN);
      context.say(
        `visitors: ${messages} messages/s, ack p99 alone ${p99(alone.at(-1))} ms, beside reports thrown away ${p99(thrown.at(-1))} ms, beside ${Math.round(stored / seconds)} events/s ${p99(driven)} ms`,
      );
    }
  }
  // What an event costs by itself, without chats.
  const used = () => [processorTime(product.pid), processorTime(context.postgres.pid, true)] as const;
  const [server, postgres] = used();
  const quiet = await walk({});
  await settle(client);
  const [serverAfter, postgresAfter] = used();
  const perEvent = (microseconds: number) => rounded(microseconds / Math.max(1, quiet.taken));
  return {
    visitors,
    asked: goal,
    stored: rounded(cost.stored / cost.seconds),
    refused: cost.refused,
    lost: cost.lost,
    answerP99: rounded(median(cost.answers)),
    serverMicroseconds: perEvent(serverAfter - server),
    postgresMicroseconds: perEvent(postgresAfter - postgres),
    topBatched: rounded(topBatched.rate),
    topSingle: rounded(topSingle.rate),
    chat: found.map(({ messages, alone, thrown, beside }) => ({
      messages,
      alone: middle(alone),
      beside: middle(beside),
      besideThrownAway: middle(thrown),
      runs,
    })),
  };
}

const middle = (results: readonly DriveResult[]) => ({
  p50: rounded(median(results.map(({ ack }) => ack?.p50 ?? Number.NaN))),
  p99: rounded(median(results.map(({ ack }) => ack?.p99 ?? Number.NaN))),
});

/** Sent events that are stored, once no more come: those that the server makes by itself do not count. */
async function settle(client: pg.Client): Promise<number> {
  for (let last = -1; ; ) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM visitor_events WHERE type <> 'visit'`,
    );
    const n = rows[0]?.n ?? 0;
    if (n === last) return n;
    last = n;
    await delay(400);
  }
}
