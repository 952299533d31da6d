import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { measureMemory, type Memory } from '../env/inspector.ts';
import { startLoadProcess } from '../env/load-process.ts';
import { withClient } from '../env/postgres.ts';
import { processorTime, type Started, startFork } from '../env/processes.ts';
import type { Population, Target } from '../load/lines.ts';
import { rounded } from '../report/statistics.ts';
import { seedPopulation } from '../seed/population.ts';
import { startOurs } from './chat/ours.ts';
import type { Context } from './context.ts';

/** What one connected, authenticated, subscribed and silent customer costs. */
export interface IdleFigure {
  readonly system: 'ours' | 'bare';
  readonly connections: number;
  /** KiB for each connection after a collection: all pages, JavaScript heap, buffers outside it. */
  readonly residentKiB: number;
  readonly heapKiB: number;
  readonly externalKiB: number;
  /** MiB before the first of them. */
  readonly emptyMiB: number;
  readonly connectSeconds: number;
  /** Per cent of one core while nothing happens but heartbeats. */
  readonly processor: number;
}
export interface IdleResults {
  readonly figures: readonly IdleFigure[];
  /** KiB above bare `ws`. */
  readonly aboveBareKiB: number;
}

const inspect = '--inspect=127.0.0.1:0';
const warmUp = 300;

export async function runIdle(context: Context): Promise<IdleResults> {
  const count = context.quick ? 2_000 : 10_000;
  const bare = await idleBare(context, count);
  const ours = await idleOurs(context, count);
  return { figures: [ours, bare], aboveBareKiB: rounded(ours.residentKiB - bare.residentKiB) };
}

async function idleBare(context: Context, count: number): Promise<IdleFigure> {
  const program = startFork(fileURLToPath(new URL('bare.js', import.meta.url)), [], { execArgv: [inspect] });
  try {
    const [{ port }] = (await once(program.child, 'message')) as [{ port: number }];
    const target = { kind: 'native', url: `http://127.0.0.1:${port}`, bare: true } as const;
    // Tokens and conversations mean nothing to it.
    const population = (size: number): Population => ({ agents: [], conversations: placeholders(size) });
    return await measure(context, 'bare', program, count, (size) => ({ ...target, population: population(size) }));
  } finally {
    await program.stop();
  }
}

async function idleOurs(context: Context, count: number): Promise<IdleFigure> {
  const { product, database } = await startOurs(context, 'idle', [inspect]);
  try {
    const seeded = await withClient(database.adminUrl, (client) =>
      seedPopulation(client, product.demo.tenant.id, count),
    );
    return await measure(context, 'ours', product.program, count, (size) => ({
      kind: 'native',
      url: product.url,
      bare: false,
      population: { agents: [], conversations: seeded.conversations.slice(0, size) },
    }));
  } finally {
    await product.stop();
    await context.postgres.dropDatabase(database.name);
  }
}

async function measure(
  context: Context,
  system: IdleFigure['system'],
  program: Started,
  count: number,
  target: (size: number) => Target,
): Promise<IdleFigure> {
  // The first connections load code and fill caches that the others share.
  const warm = await connectAll(target(warmUp));
  await warm.load.stop();
  await delay(1_000);
  const empty = await measureMemory(program);
  context.say(`idle: connecting ${count} to ${system === 'ours' ? 'Alongside' : 'bare ws'}`);
  const { load, seconds } = await connectAll(target(count));
  try {
    await delay(context.quick ? 2_000 : 20_000);
    const full = await measureMemory(program);
    const watched = context.quick ? 3 : 15;
    const before = processorTime(program.pid);
    await delay(watched * 1000);
    const processor = (processorTime(program.pid) - before) / (watched * 10_000);
    const each = (part: keyof Memory) => rounded((full[part] - empty[part]) / 1024 / count);
    return {
      system,
      connections: count,
      residentKiB: each('resident'),
      heapKiB: each('heap'),
      externalKiB: each('external'),
      emptyMiB: rounded(empty.resident / 2 ** 20),
      connectSeconds: rounded(seconds),
      processor: rounded(processor),
    };
  } finally {
    await load.stop();
  }
}

async function connectAll(target: Target) {
  const load = startLoadProcess();
  const { milliseconds } = await load.ask('connect', target);
  return { load, seconds: milliseconds / 1000 };
}

function placeholders(size: number): Population['conversations'] {
  const customer = { id: '', name: '', token: 'none' };
  return Array.from({ length: size }, (_, index) => ({
    conversationId: String(index),
    contactId: '',
    customer,
    agent: 0,
    lastSeq: 0,
  }));
}
