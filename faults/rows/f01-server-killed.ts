import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

/** Kills of one run, messages that must have been acknowledged in it, and how many talk. */
const SIZES = {
  small: { kills: 3, acked: 300, customers: 8 },
  ci: { kills: 20, acked: 20_000, customers: 40 },
  full: { kills: 100, acked: 1_000_000, customers: 80 },
};

export const serverKilled: Row = {
  id: 'F1',
  fault: 'kill -9 of the server under load, half of the kills between COMMIT and answer',
  async run({ size, scene: open }) {
    const { kills, acked, customers } = SIZES[size];
    const scene = await open({ failpoint: 'journal.committed=kill' });
    const { server } = scene;
    const pairs: Parameters<typeof scene.talk>[0][number][] = [];
    for (let n = 0; n < customers; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
      if (n >= 4) continue;
      const agent = await scene.agent(n, false);
      await scene.pick(agent, started);
      pairs.push({ client: agent, conversationId: started.conversationId });
    }
    for (let n = 0; n < 4; n += 1) {
      const client = await scene.sdkCustomer();
      pairs.push({ client, conversationId: client.conversationId });
    }
    scene.talk(pairs);
    const ready: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const wanted = ((kill + 1) * acked) / kills;
      await scene.until(() => scene.acked >= wanted, 30_000);
      await delay(Math.random() * 50);
      if (kill % 2 === 0) await server.killAtFailpoint();
      else await server.kill();
      ready.push(await server.start());
    }
    const { figures, violations } = await scene.judge();
    const sorted = ready.sort((a, b) => a - b);
    const p95 = Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0);
    return {
      figures: {
        kills,
        ...figuresOf(figures),
        'ready again p50 ms': Math.round(sorted[sorted.length >> 1] ?? 0),
        'ready again p95 ms': p95,
      },
      violations: [
        ...violations,
        ...goal(figures.acked >= acked, `${figures.acked} of ${acked} messages were acknowledged`),
        ...goal(
          size !== 'full' || figures.convergedMs <= 10_000,
          `all caught up after ${figures.convergedMs} ms, not within 10 s`,
        ),
      ],
    };
  },
};
