import { setTimeout as delay } from 'node:timers/promises';
import { openNetwork } from '../src/network.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

const WAYS = [
  { toServer: true, toClient: false },
  { toServer: false, toClient: true },
  { toServer: true, toClient: true },
];
/** Seconds of each partition, for each way. */
const SECONDS = {
  small: [[3], [3], [3]],
  ci: [[5], [5], [5]],
  full: [
    [5, 30],
    [5, 30],
    [5, 30, 120],
  ],
};
/** Milliseconds after the network is whole again. */
const LONGEST_BACK = 10_000;

export const partition: Row = {
  id: 'F6',
  lane: 'waits',
  interfaces: 'changes',
  fault: 'the network loses what clients send, what the server sends, and both',
  minutes: 5,
  async run({ size, scene: open, progress }) {
    // Real lost packets where that is allowed; else a proxy swallows the bytes. Small runs are the proxy's, so that all machines do the same.
    const network = size === 'full' ? openNetwork() : null;
    const scene = await open(network === null ? { throughProxy: 'clients' } : { network });
    const path = network ?? scene.proxy;
    const pairs: Parameters<typeof scene.talk>[0][number][] = [];
    const { client, started } = await scene.customer();
    const agent = await scene.agent(0, false);
    await scene.pick(agent, started);
    for (const one of [client, agent]) pairs.push({ client: one, conversationId: started.conversationId });
    for (let n = 0; n < 4; n += 1) {
      const sdk = await scene.sdkCustomer();
      pairs.push({ client: sdk, conversationId: sdk.conversationId });
    }
    scene.talk(pairs, 20);
    const plan = WAYS.flatMap((way, n) => (SECONDS[size][n] ?? []).map((seconds) => ({ way, seconds })));
    const silent: string[] = [];
    let longest = 0;
    for (const [n, { way, seconds }] of plan.entries()) {
      progress(n, plan.length, 'partitions');
      const before = scene.acked;
      await scene.until(() => scene.acked >= before + 30, 20_000);
      path?.swallow(way);
      // More to say than one message: the outbox of each must keep all of it.
      for (const { client: one, conversationId } of pairs)
        for (let m = 1; m <= 3; m += 1)
          void one.say(conversationId, `${one.name} says ${n}.${m} in the dark ${JSON.stringify(way)}`);
      await delay(seconds * 1000);
      path?.heal();
      const back = await scene.untilAllAnswered(30_000);
      longest = Math.max(longest, back.milliseconds);
      silent.push(...back.silent.map((who) => `${who} had no answer within 30 s of partition ${n + 1}`));
    }
    const { figures, violations } = await scene.judge(40_000);
    return {
      figures: {
        by: network === null ? 'a proxy that swallows bytes' : 'packets lost between two network namespaces',
        partitions: plan.length,
        ...figuresOf(figures),
        'all answered again at most ms': Math.round(longest),
      },
      violations: [
        ...violations,
        ...silent.map((what) => ({ rule: 'goal' as const, what })),
        ...goal(
          size !== 'full' || longest <= LONGEST_BACK,
          `all were answered again ${Math.round(longest)} ms after a partition`,
        ),
      ],
    };
  },
};
