import { setTimeout as delay } from 'node:timers/promises';
import { inDatabase } from '../src/collect.ts';
import { memoryOf, openFilesOf } from '../src/process-facts.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';
import { Upsetter } from '../src/upsetter.ts';

/** Seconds, of which the first third warms it up. */
const SECONDS = { small: 30, ci: 90, full: 300 };
const TALKERS = 20;
const PAUSE = 40;
/** Something is broken this often: all connections of clients, or all of the database's. */
const FAULT_EVERY = { small: 6, ci: 15, full: 30 };
/** What it may grow by in a minute, and by how many a count may drift. */
const MIB_A_MINUTE = 1;
const DRIFT = 10;

interface Sample {
  readonly minutes: number;
  readonly heapMiB: number;
  readonly memoryMiB: number;
  readonly counts: Readonly<Record<(typeof COUNTED)[number], number>>;
}

const COUNTED = ['descriptors', 'timers', 'listeners', 'database connections'] as const;

export const soak: Row = {
  id: 'F34',
  fault: 'a long time under load with breaks: memory, descriptors, timers, listeners and connections stay as they are',
  minutes: 6,
  async run({ size, main, progress, scene: open }) {
    const upsetter = new Upsetter(main);
    try {
      const { nodeOptions, env } = upsetter.options;
      const scene = await open({ env, nodeOptions: [...nodeOptions, '--expose-gc'] });
      const pairs = [];
      for (let n = 0; n < TALKERS; n += 1) {
        const { client, started } = await scene.customer();
        pairs.push({ client, conversationId: started.conversationId });
      }
      scene.talk(pairs, PAUSE);
      const begin = performance.now();
      const seconds = () => (performance.now() - begin) / 1000;
      const samples: Sample[] = [];
      let broken = 0;
      while (seconds() < SECONDS[size]) {
        // People come, say something and go, so that whatever is kept of each of them adds up.
        const { client, started } = await scene.customer();
        await client.say(started.conversationId, 'only a moment').answered;
        client.retire();
        await delay(700);
        if (seconds() > (broken + 1) * FAULT_EVERY[size]) {
          broken += 1;
          await interrupt(scene, broken);
          await scene.untilAllAnswered(20_000);
          // Until those who came back are all there.
          await delay(1_000);
        }
        progress(seconds(), SECONDS[size], 'seconds');
        if (seconds() > SECONDS[size] / 3) samples.push(await look(scene, upsetter, seconds() / 60));
      }
      const { figures, violations } = await scene.judge();
      const heap = slope(samples.map(({ minutes, heapMiB }) => [minutes, heapMiB]));
      const memory = slope(samples.map(({ minutes, memoryMiB }) => [minutes, memoryMiB]));
      const drifts = COUNTED.map((name) => ({ name, ...drift(samples.map(({ counts }) => counts[name])) }));
      return {
        figures: {
          ...figuresOf(figures),
          seconds: SECONDS[size],
          breaks: broken,
          'live heap MiB': Math.round(samples.at(-1)?.heapMiB ?? 0),
          'live heap MiB a minute': heap,
          'memory MiB': Math.round(samples.at(-1)?.memoryMiB ?? 0),
          'memory MiB a minute': memory,
          ...Object.fromEntries(drifts.map(({ name, early, late }) => [name, `${early} then ${late}`])),
        },
        violations: [
          ...violations,
          ...goal(size === 'small' || heap <= MIB_A_MINUTE, `the live heap grew by ${heap} MiB a minute`),
          ...drifts.flatMap(({ name, early, late }) => goal(late <= early + DRIFT, `${name}: ${early}, then ${late}`)),
        ],
      };
    } finally {
      upsetter.remove();
    }
  },
};

/** In turn: every client loses its connection; the server loses all of its own to the database. */
async function interrupt({ clients, store }: Scene, turn: number): Promise<void> {
  if (turn % 2 === 1) for (const client of clients) (client as { drop?(): void }).drop?.();
  else
    await inDatabase(store, (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
      ),
    );
}

async function look(scene: Scene, upsetter: Upsetter, minutes: number): Promise<Sample> {
  const held = await upsetter.look();
  const { pid } = scene.server;
  const connections = await inDatabase(scene.store, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int - 1 AS n FROM pg_stat_activity WHERE datname = current_database()',
    );
    return rows[0]?.n ?? 0;
  });
  return {
    minutes,
    heapMiB: held.heapMiB,
    memoryMiB: memoryOf(pid),
    counts: {
      descriptors: openFilesOf(pid),
      timers: held.resources.Timeout ?? 0,
      listeners: held.listeners,
      'database connections': connections,
    },
  };
}

/** Of the straight line that fits best. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return below === 0 ? 0 : Math.round((above / below) * 100) / 100;
}

/** The median of the first half against that of the second. */
function drift(values: readonly number[]): { readonly early: number; readonly late: number } {
  const median = (part: readonly number[]) => [...part].sort((a, b) => a - b)[part.length >> 1] ?? 0;
  const half = values.length >> 1;
  return { early: median(values.slice(0, half)), late: median(values.slice(half)) };
}
