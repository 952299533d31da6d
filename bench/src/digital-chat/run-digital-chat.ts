import { startLoadProcess } from '../env/load-process.ts';
import { withClient } from '../env/postgres.ts';
import { processorTime } from '../env/processes.ts';
import type { Latency } from '../load/latency.ts';
import { startOurs } from '../parts/chat/ours.ts';
import type { Context } from '../parts/context.ts';
import { median, rounded } from '../report/statistics.ts';
import type { Talked } from './chat-load.ts';
import { seedLiveChats } from './seed-live-chats.ts';

/** Milliseconds. */
interface Middle {
  readonly p50: number;
  readonly p99: number;
}

export interface DigitalChatResults {
  readonly chats: number;
  /** Until all of them were connected and authorized, seconds. */
  readonly connectSeconds: number;
  readonly figures: readonly {
    /** Messages per second, half the customers', half the agents'. */
    readonly rate: number;
    readonly runs: number;
    readonly said: number;
    readonly missing: number;
    readonly doubled: number;
    readonly refused: number;
    /** From an agent's frame to the push at the customer's client. */
    readonly push: Middle;
    readonly echo: Middle;
    readonly acknowledged: Middle;
    /** Processor for a message, microseconds. */
    readonly serverMicroseconds: number;
    readonly postgresMicroseconds: number;
  }[];
}

const CHATS = 1_000;
const RATES = [200, 1_000];
/** The demo's live chat. */
const CHANNEL = 'chat_6f1c2a50-0b1d-4c55-9a01-3d5e8f7a0003';

/** A thousand live chats of published clients at once. */
export async function runDigitalChat(context: Context): Promise<DigitalChatResults> {
  const { product, database } = await startOurs(context, 'digital_chat');
  const load = startLoadProcess();
  try {
    const { tenant, url } = product.demo;
    const population = await withClient(database.adminUrl, (client) =>
      seedLiveChats(client, tenant.id, CHANNEL, CHATS),
    );
    const { brandId } = tenant;
    const { milliseconds } = await load.ask('openChats', { url, brandId, channelId: CHANNEL, population });
    context.say(`digital-chat: ${CHATS} live chats are open`);
    await load.ask('talk', { seconds: 2, rate: RATES[0] ?? 200 });
    const figures: DigitalChatResults['figures'][number][] = [];
    for (const rate of RATES) {
      const runs: Talked[] = [];
      const used = { server: 0, postgres: 0, said: 0 };
      for (let run = 0; run < context.repeats; run += 1) {
        await context.postgres.checkpoint();
        const before = [processorTime(product.pid), processorTime(context.postgres.pid, true)] as const;
        const talked = await load.ask('talk', { seconds: context.quick ? 5 : 10, rate });
        used.server += processorTime(product.pid) - before[0];
        used.postgres += processorTime(context.postgres.pid, true) - before[1];
        used.said += talked.said;
        runs.push(talked);
        context.say(
          `digital-chat: ${rate} messages/s, push p50 ${rounded(talked.push?.p50 ?? Number.NaN)} / p99 ${rounded(talked.push?.p99 ?? Number.NaN)} ms, ${talked.missing} missing, ${talked.refused} refused`,
        );
      }
      const sum = (of: (talked: Talked) => number) => runs.reduce((total, talked) => total + of(talked), 0);
      figures.push({
        rate,
        runs: runs.length,
        said: used.said,
        missing: sum(({ missing }) => missing),
        doubled: sum(({ doubled }) => doubled),
        refused: sum(({ refused }) => refused),
        push: middle(runs.map(({ push }) => push)),
        echo: middle(runs.map(({ echo }) => echo)),
        acknowledged: middle(runs.map(({ acknowledged }) => acknowledged)),
        serverMicroseconds: rounded(used.server / Math.max(1, used.said)),
        postgresMicroseconds: rounded(used.postgres / Math.max(1, used.said)),
      });
    }
    return { chats: CHATS, connectSeconds: rounded(milliseconds / 1000), figures };
  } finally {
    await load.stop();
    await product.stop();
    await context.postgres.dropDatabase(database.name);
  }
}

const middle = (all: readonly (Latency | null)[]): Middle => ({
  p50: rounded(median(all.map((one) => one?.p50 ?? Number.NaN))),
  p99: rounded(median(all.map((one) => one?.p99 ?? Number.NaN))),
});
