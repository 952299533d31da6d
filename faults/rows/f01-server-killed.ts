import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf, p95Of } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

/** Kills of one run, messages that must have been acknowledged in it, and how many talk. */
const SIZES = {
  small: { kills: 3, acked: 300, customers: 8 },
  ci: { kills: 20, acked: 20_000, customers: 40 },
  full: { kills: 100, acked: 1_000_000, customers: 80 },
};
const READY = 3_000;
const CAUGHT_UP = 10_000;
/** Milliseconds between two messages of a client with the real SDK: each draws its whole list again, as an application would. */
const SDK_PAUSE = 250;

export const serverKilled: Row = {
  id: 'F1',
  fault: 'kill -9 of the server under load, half of the kills between COMMIT and answer',
  minutes: 8,
  lane: 'alone',
  async run({ size, scene: open, progress }) {
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
    const withSdk: typeof pairs = [];
    for (let n = 0; n < 4; n += 1) {
      const client = await scene.sdkCustomer();
      withSdk.push({ client, conversationId: client.conversationId });
    }
    const begin = performance.now();
    scene.talk(pairs);
    scene.talk(withSdk, size === 'full' ? SDK_PAUSE : 0);
    const ready: number[] = [];
    const caughtUp: number[] = [];
    const silent: string[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const wanted = ((kill + 1) * acked) / kills;
      if (!(await scene.until(() => scene.acked >= wanted, 60_000)))
        throw new Error(`${scene.acked} of ${wanted} messages were acknowledged before kill ${kill + 1}.`);
      progress(scene.acked, acked, `acknowledged, ${kill} kills`);
      await delay(Math.random() * 50);
      if (kill % 2 === 0) await server.killAtFailpoint();
      else await server.kill();
      ready.push(await server.start());
      // Each life goes on until all have come back; at `--ci` only the last one is watched so.
      if (size === 'ci') continue;
      const back = await scene.untilAllAnswered(20_000);
      caughtUp.push(back.milliseconds);
      silent.push(...back.silent.map((who) => `${who} had no answer within 20 s of start ${kill + 1}`));
    }
    const perSecond = Math.round(scene.acked / ((performance.now() - begin) / 1000));
    const { figures, violations } = await scene.judge();
    const readyAgain = p95Of(ready);
    const slowest = Math.round(Math.max(figures.convergedMs, ...caughtUp));
    return {
      figures: {
        kills,
        ...figuresOf(figures),
        'acknowledged per second, restarts in': perSecond,
        'ready again p50 ms': readyAgain.p50,
        'ready again p95 ms': readyAgain.p95,
        'ready again at most ms': Math.round(Math.max(...ready)),
        ...(caughtUp.length > 0 ? { 'all answered again p95 ms': p95Of(caughtUp).p95, 'at most ms': slowest } : {}),
      },
      violations: [
        ...violations,
        ...silent.map((what) => ({ rule: 'goal' as const, what })),
        ...goal(figures.acked >= acked, `${figures.acked} of ${acked} messages were acknowledged`),
        ...goal(size !== 'full' || readyAgain.p95 <= READY, `ready again after ${readyAgain.p95} ms, not within 3 s`),
        ...goal(size !== 'full' || slowest <= CAUGHT_UP, `all caught up after ${slowest} ms, not within 10 s`),
      ],
    };
  },
};
