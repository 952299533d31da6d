import { startEjabberd } from '../../peers/ejabberd.ts';
import type { Peer } from '../../peers/peer.ts';
import { startProsody } from '../../peers/prosody.ts';
import { median, medianOf, rounded } from '../../report/statistics.ts';
import type { Context } from '../context.ts';
import { ceilingWithSdk, ceilingWithThinClients, startCeiling } from './ceiling.ts';
import { concurrencies } from './concurrencies.ts';
import { latencyAgainstLoad, type LoadPoint } from './load-curve.ts';
import { oursWithSdk, oursWithThinClients, startOurs } from './ours.ts';
import { peerSystem } from './peer-system.ts';
import type { Run, System } from './system.ts';

/** Medians over the runs of one system with so many conversations talking; milliseconds and microseconds. */
export interface ChatFigure {
  readonly system: string;
  readonly label: string;
  readonly conversations: number;
  readonly rate: number;
  readonly rates: readonly number[];
  readonly ackP50: number | null;
  readonly ackP99: number | null;
  readonly deliveryP50: number | null;
  readonly deliveryP99: number | null;
  readonly serverMicroseconds: number | null;
  readonly postgresMicroseconds: number | null;
  readonly loadMicroseconds: number | null;
}

export interface ChatResults {
  readonly figures: readonly ChatFigure[];
  /** Peers that did not take part, and why. */
  readonly skipped: Readonly<Record<string, string>>;
  readonly curve: readonly LoadPoint[];
  /** Acknowledgement at half of our top rate. */
  readonly halfLoad: LoadPoint | null;
}

export async function runChat(context: Context): Promise<ChatResults> {
  const most = Math.max(...concurrencies);
  const stops: (() => Promise<void>)[] = [];
  const skipped: Record<string, string> = {};
  try {
    context.say('chat: starting the systems and connecting their clients');
    const ceiling = await startCeiling(context);
    stops.push(() => ceiling.program.stop());
    const ours = await startOurs(context, 'chat');
    stops.push(() => ours.product.stop());
    const oneRow = await startOurs({ ...context, main: context.oneRowMain }, 'chat_one_row');
    stops.push(() => oneRow.product.stop());
    const thin = await oursWithThinClients(context, ours, most);
    const bare = await ceilingWithThinClients(context, ceiling, most);
    const systems: System[] = [
      bare,
      thin,
      await oursWithThinClients(context, oneRow, most, { key: 'ours-one-row', label: 'Alongside, one row per commit' }),
    ];
    stops.push(...systems.map((system) => () => system.stop()));
    for (const [name, start] of Object.entries({ ejabberd: startEjabberd, prosody: startProsody })) {
      const peer: Peer | { missing: string } = await start(context.postgres, most).catch((error) => ({
        missing: String(error instanceof Error ? error.message : error).slice(0, 500),
      }));
      if ('missing' in peer) {
        skipped[name] = peer.missing;
        context.say(`chat: ${name} is left out: ${peer.missing}`);
      } else {
        stops.push(() => peer.stop());
        const system = await peerSystem(context, peer, most);
        stops.push(() => system.stop());
        systems.push(system);
      }
    }
    systems.push(ceilingWithSdk(context, ceiling), oursWithSdk(context, ours));

    const runs = await interleaved(context, systems);
    const figures = [...runs].map(([key, list]) => summed(systems, key, list));
    const top = Math.max(...figures.filter(({ system }) => system === 'ours').map(({ rate }) => rate));
    const { curve, halfLoad } = await latencyAgainstLoad(context, thin, bare, top);
    return { figures, skipped, curve, halfLoad };
  } finally {
    for (const stop of stops.reverse()) await stop().catch((error) => context.say(String(error)));
  }
}

/** All systems take turns within each repeat, so that a slow minute of the machine hits all of them. */
async function interleaved(context: Context, systems: readonly System[]): Promise<Map<string, Run[]>> {
  const seconds = context.quick ? 1.5 : 4;
  const runs = new Map<string, Run[]>();
  for (const system of systems) await system.run({ active: 50, seconds: 1, rate: null });
  for (let repeat = 1; repeat <= context.repeats; repeat += 1) {
    for (const active of concurrencies) {
      for (const system of systems) {
        await context.postgres.checkpoint();
        const run = await system.run({ active, seconds, rate: null });
        const key = `${system.key}/${active}`;
        runs.set(key, [...(runs.get(key) ?? []), run]);
        context.say(
          `chat ${repeat}/${context.repeats}: ${active} conversations, ${system.label}: ${Math.round(run.rate)}/s${again(run)}`,
        );
      }
    }
  }
  return runs;
}

/** Refused because nothing was committed for two seconds, whatever held it up: a client says it again, and the figure must not hide it. */
const again = ({ result }: Run): string =>
  result.repeated > 0 ? `, ${result.repeated} refused as store_unavailable, and said again` : '';

function summed(systems: readonly System[], key: string, runs: readonly Run[]): ChatFigure {
  const [system = '', conversations = ''] = key.split('/');
  const label = systems.find((one) => one.key === system)?.label ?? system;
  return {
    system,
    label,
    conversations: Number(conversations),
    rate: rounded(median(runs.map(({ rate }) => rate))),
    rates: runs.map(({ rate }) => Math.round(rate)),
    ackP50: medianOf(runs, ({ result }) => result.ack?.p50),
    ackP99: medianOf(runs, ({ result }) => result.ack?.p99),
    deliveryP50: medianOf(runs, ({ result }) => result.delivery?.p50),
    deliveryP99: medianOf(runs, ({ result }) => result.delivery?.p99),
    serverMicroseconds: medianOf(runs, ({ processor }) => processor.server),
    postgresMicroseconds: medianOf(runs, ({ processor }) => processor.postgres),
    loadMicroseconds: medianOf(runs, ({ processor }) => processor.load),
  };
}
