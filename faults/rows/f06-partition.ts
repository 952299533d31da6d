import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf } from '../src/report.ts';
import type { Outcome, Row } from '../src/row.ts';

const SECONDS = { small: 3, ci: 5, full: 30 };
const WAYS = [
  { toServer: true, toClient: false },
  { toServer: false, toClient: true },
  { toServer: true, toClient: true },
];

export const partition: Row = {
  id: 'F6',
  fault:
    'the network loses what clients send, what the server sends, and both; no packet filter: a proxy swallows the bytes',
  async run({ size, scene: open }) {
    const scene = await open({ throughProxy: 'clients' });
    const pairs: Parameters<typeof scene.talk>[0][number][] = [];
    const { client, started } = await scene.customer();
    const agent = await scene.agent(0, false);
    await scene.pick(agent, started);
    for (const one of [client, agent]) pairs.push({ client: one, conversationId: started.conversationId });
    for (let n = 0; n < 4; n += 1) {
      const sdk = await scene.sdkCustomer();
      pairs.push({ client: sdk, conversationId: sdk.conversationId });
    }
    const figures: Record<string, number | string> = {};
    const violations: Outcome['violations'][number][] = [];
    scene.talk(pairs, 20);
    for (const way of WAYS) {
      const before = scene.acked;
      await scene.until(() => scene.acked >= before + 30, 20_000);
      scene.proxy?.swallow(way);
      // More to say than one message: the outbox of each must keep all of it.
      for (const { client: one, conversationId } of pairs)
        for (let n = 1; n <= 3; n += 1)
          void one.say(conversationId, `${one.name} says ${n} in the dark ${JSON.stringify(way)}`);
      await delay(SECONDS[size] * 1000);
      scene.proxy?.heal();
    }
    const judged = await scene.judge(40_000);
    Object.assign(figures, figuresOf(judged.figures));
    violations.push(...judged.violations);
    return { figures, violations };
  },
};
