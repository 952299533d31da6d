import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FloodFigures, FloodOrders } from '../src/flood.ts';
import { figuresOf, p95Of } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';
import { secondTenant } from '../src/second-tenant.ts';

/** Seconds of calm, and of the flood; who floods, and how many messages each has under way. */
const SIZES = {
  small: { calm: 2, flood: 5, customers: 60, window: 50 },
  ci: { calm: 3, flood: 8, customers: 60, window: 50 },
  full: { calm: 10, flood: 40, customers: 60, window: 50 },
};
/** The others send this often each, so that they have a share of what the server can do and no more. */
const PAUSE = 50;
const TALKERS = 10;
/** What another tenant may be slowed down to, in parts of its calm 95th percentile, and in milliseconds where calm was very fast. */
const TIMES = 10;
const AT_LEAST = 150;

export const tenantFairness: Row = {
  id: 'F35',
  fault: "one tenant floods the server with sends; another tenant's go on",
  async run({ size, main, scene: open }) {
    const { calm, flood, customers, window } = SIZES[size];
    const scene = await open();
    const talkers = [];
    for (let n = 0; n < TALKERS; n += 1) {
      const { client, started } = await scene.customer();
      talkers.push({ client, conversationId: started.conversationId });
    }
    const strangers = await secondTenant(scene.server.demo.database, customers);
    await talkFor(talkers, 1);
    const before = await talkFor(talkers, calm);
    const child = fork(join(dirname(main), 'flood.js'));
    let flooded: FloodFigures = { acked: 0, refused: {} };
    child.on('message', (figures: FloodFigures) => {
      flooded = figures;
    });
    const gone = once(child, 'exit');
    try {
      child.send({ url: scene.server.url, customers: strangers, window } satisfies FloodOrders);
      while (flooded.acked < 1_000) await delay(50);
      const [from, at] = [flooded.acked, performance.now()];
      const during = await talkFor(talkers, flood);
      const rate = Math.round((flooded.acked - from) / ((performance.now() - at) / 1000));
      child.kill('SIGKILL');
      await gone;
      const { figures, violations } = await scene.judge();
      const [calmly, then] = [p95Of(before), p95Of(during)];
      const limit = Math.max(AT_LEAST, TIMES * calmly.p95);
      const ratio = rate / (during.length / flood);
      return {
        figures: {
          ...figuresOf(figures),
          'calm ack p95 ms': calmly.p95,
          'flooded ack p50 ms': then.p50,
          'flooded ack p95 ms': then.p95,
          'flood acked per second': rate,
          'times the other tenant': Math.round(ratio),
          'flood refused': JSON.stringify(flooded.refused),
        },
        violations: [
          ...violations,
          ...goal(then.p95 <= limit, `another tenant's acks took ${then.p95} ms (95th percentile), not ${limit} ms`),
          ...goal(figures.refused === 0, `${figures.refused} messages of another tenant were refused`),
          ...goal(ratio >= 10, `the flood was only ${Math.round(ratio)} times the other tenant's sends`),
        ],
      };
    } finally {
      child.kill('SIGKILL');
    }
  },
};

/** Each says one thing after another for so many seconds; the milliseconds of each answer. */
async function talkFor(talkers: Parameters<Scene['talk']>[0], seconds: number): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  await Promise.all(
    talkers.map(async ({ client, conversationId }) => {
      while (performance.now() < until) {
        const begin = performance.now();
        await client.say(conversationId, `${client.name} says something`).answered;
        times.push(performance.now() - begin);
        await delay(PAUSE);
      }
    }),
  );
  return times;
}
