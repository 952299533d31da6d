import { setTimeout as delay } from 'node:timers/promises';
import { call } from '../src/calls.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { Upsetter } from '../src/upsetter.ts';

const ROUNDS = { small: 1, ci: 1, full: 5 };
const HEAP_MEGABYTES = 256;
const BLOCKS = [200, 2_000];

export const processStarved: Row = {
  id: 'F26',
  fault: `the event loop blocked for 200 ms and 2 s; the heap of ${HEAP_MEGABYTES} MB full, the process dies and is started again`,
  async run({ size, main, scene: open }) {
    const upsetter = new Upsetter(main);
    try {
      const { nodeOptions, env } = upsetter.options;
      const scene = await open({ env, nodeOptions: [...nodeOptions, `--max-old-space-size=${HEAP_MEGABYTES}`] });
      const { server } = scene;
      const pairs = [];
      for (let n = 0; n < 20; n += 1) {
        const { client, started } = await scene.customer();
        pairs.push({ client, conversationId: started.conversationId });
      }
      const wrong: string[] = [];
      const codes: Record<string, number> = {};
      scene.talk(pairs);
      await scene.until(() => scene.acked >= 200, 20_000);
      let longest = 0;
      for (const block of BLOCKS) {
        for (let round = 0; round < ROUNDS[size]; round += 1) {
          upsetter.order({ block });
          await delay(50);
          // While it is blocked nobody answers; what asked meanwhile is answered, or refused with a type, right after it.
          const begin = performance.now();
          const asked = await Promise.all(Array.from({ length: 50 }, () => call(server.url, 'GET', '/v1/ready')));
          longest = Math.max(longest, performance.now() - begin);
          for (const { status, code } of asked) {
            codes[status] = (codes[status] ?? 0) + 1;
            if (status !== 200 && (status !== 503 || code === null)) wrong.push(`after ${block} ms: ${status} ${code}`);
          }
          const turnedAway = asked.filter(({ status }) => status === 503).length;
          if (block >= 2_000 && turnedAway === 0) wrong.push(`after ${block} ms: readiness never said so`);
          if (block < 1_000 && turnedAway > 0) wrong.push(`after ${block} ms: ${turnedAway} were turned away`);
          const before = scene.acked;
          if (!(await scene.until(() => scene.acked >= before + 100, 10_000)))
            wrong.push(`after ${block} ms: messages no longer went on`);
          // Under pressure it stays for some seconds.
          await delay(block >= 2_000 ? 2_500 : 0);
        }
      }
      if (server.ended) throw new Error('The server ended although its event loop was free again.');
      const deaths: number[] = [];
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        const begin = performance.now();
        upsetter.order({ leak: true });
        let refused = 0;
        while (!server.ended && performance.now() - begin < 60_000) {
          const answer = await call(server.url, 'GET', '/v1/ready').catch(() => null);
          if (answer?.status === 503 && answer.code !== null) refused += 1;
          else if (answer !== null && answer.status !== 200) wrong.push(`with a full heap: ${answer.status}`);
          await delay(20);
        }
        codes['503 before the end'] = (codes['503 before the end'] ?? 0) + refused;
        if (!server.ended) wrong.push('the heap never filled');
        await server.kill();
        deaths.push(Math.round(performance.now() - begin));
        upsetter.order({});
        await server.start();
        const before = scene.acked;
        if (!(await scene.until(() => scene.acked >= before + 100, 20_000)))
          wrong.push('after the restart messages did not go on');
      }
      const { figures, violations } = await scene.judge();
      return {
        figures: {
          ...figuresOf(figures),
          'answers after a block': JSON.stringify(codes),
          'longest answer ms': Math.round(longest),
          'deaths of a full heap': deaths.length,
        },
        violations: [
          ...violations,
          ...wrong.map((what) => ({ rule: 'goal' as const, what })),
          ...goal(longest <= 5_000, `an answer took ${Math.round(longest)} ms`),
        ],
      };
    } finally {
      upsetter.remove();
    }
  },
};
