import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';

const SIZES = {
  small: { threads: 1, readers: 3, messages: 1_600 },
  ci: { threads: 1, readers: 8, messages: 1_600 },
  full: { threads: 8, readers: 25, messages: 2_000 },
};
/** As long as a message may be: together more than the budget of a socket and the ten megabytes that the kernel may hold for it. */
const TEXT = 'x'.repeat(7_900);

export const slowReader: Row = {
  id: 'F8',
  fault: 'devices stop reading while their conversation brings megabytes',
  async run({ size, scene: open }) {
    const { threads, messages } = SIZES[size];
    const readers = threads * SIZES[size].readers;
    const scene = await open();
    const people: Awaited<ReturnType<Scene['customer']>>[] = [];
    for (let n = 0; n < threads; n += 1) people.push(await scene.customer());
    const slow = people.flatMap(({ started }, thread) =>
      Array.from({ length: SIZES[size].readers }, (_, n) => scene.device(started, `slow ${thread}.${n}`)),
    );
    await scene.until(
      () => [...people.map(({ client }) => client), ...slow].every(({ connected }) => connected),
      20_000,
    );
    const rss = () => {
      const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${scene.server.pid}/status`, 'utf8'));
      return Number(found?.[1] ?? 0) / 1024;
    };
    for (const reader of slow) reader.read(false);
    const before = rss();
    let most = before;
    const took: number[] = [];
    await Promise.all(
      people.map(async ({ client, started }) => {
        for (let n = 0; n < messages; n += 1) {
          const begin = performance.now();
          await client.say(started.conversationId, `${n} ${TEXT}`).answered;
          took.push(performance.now() - begin);
          if (n % 10 === 0) most = Math.max(most, rss());
        }
      }),
    );
    await delay(1_000);
    most = Math.max(most, rss());
    for (const reader of slow) reader.read(true);
    const { figures, violations } = await scene.judge();
    const closed = slow.filter(({ closeCodes }) => closeCodes.includes(4008) || closeCodes.includes(1006)).length;
    const p99 = took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0;
    return {
      figures: {
        readers,
        ...figuresOf(figures),
        'grew MiB': Math.round(most - before),
        'closed for slowness': closed,
        'send p99 ms': Math.round(p99),
      },
      violations: [
        ...violations,
        ...goal(closed === readers, `${closed} of ${readers} slow readers were closed`),
        ...goal(most - before <= 64 + readers * 1.5, `the server grew by ${Math.round(most - before)} MiB`),
      ],
    };
  },
};
