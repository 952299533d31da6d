import { setTimeout as delay } from 'node:timers/promises';
import { call, startHelp } from '../src/calls.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';

/** Milliseconds: the goal is 2 s; the rest is for a busy machine to measure it. */
const LONGEST_HANG = 2_500;
/** Milliseconds in which a sender has given up, and those in which whoever reads along has what was stored. */
const GIVEN_UP = 2_500;
const READ = 5_000;
const SECONDS = { small: 3, ci: 5, full: 30 };

export const databaseAway: Row = {
  id: 'F4',
  fault: 'the database hangs: its connections stay open and say nothing',
  async run({ size, scene: open }) {
    const scene = await open({ throughProxy: 'database' });
    const { url, demo } = scene.server;
    const read = await answerLost(scene);
    const pairs = [];
    for (let n = 0; n < 10; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    const probe = await startHelp(url, demo, 'probe');
    scene.talk(pairs);
    await scene.until(() => scene.acked >= 200, 20_000);
    const begin = performance.now();
    scene.proxy?.swallow({ toServer: true, toClient: true });
    let unready = 0;
    while (unready === 0 && performance.now() - begin < 5_000) {
      const { status } = await call(url, 'GET', '/v1/ready');
      if (status === 503) unready = Math.round(performance.now() - begin);
      else await delay(50);
    }
    const asked = performance.now();
    const send = await call<unknown>(url, 'POST', `/v1/conversations/${probe.conversationId}/entries`, {
      token: probe.token,
      body: { clientId: 'while-away', body: { kind: 'text', text: 'is anybody there' } },
    });
    const refusedAfter = Math.round(performance.now() - asked);
    const alive = (await call(url, 'GET', '/v1/health')).status;
    await delay(Math.max(0, SECONDS[size] * 1000 - (performance.now() - begin)));
    scene.proxy?.heal();
    const healed = performance.now();
    const last = scene.acked;
    await scene.until(() => scene.acked >= last + 50, 20_000);
    const back = Math.round(performance.now() - healed);
    const { figures, violations } = await scene.judge();
    // The probe's own message may exist or not: its answer was that nobody knows.
    const known = violations.filter(({ what }) => !what.includes('/while-away'));
    return {
      figures: {
        ...figuresOf(figures),
        'stored without an answer: read after ms': read,
        'not ready after ms': unready,
        'send refused after ms': refusedAfter,
        'back after ms': back,
      },
      violations: [
        ...known,
        ...goal(read <= READ, `what was stored without an answer was read after ${read} ms`),
        ...goal(unready > 0 && unready <= 2_500, `readiness was false after ${unready} ms`),
        ...goal(
          send.status === 503 && send.code === 'store_unavailable',
          `a send was answered ${send.status} ${send.code}`,
        ),
        ...goal(refusedAfter <= LONGEST_HANG, `a send hung for ${refusedAfter} ms`),
        ...goal(alive === 200, `liveness was ${alive}`),
        ...goal(!scene.server.ended, 'the server ended'),
        ...goal(back <= 5_000, `back to normal after ${back} ms`),
      ],
    };
  },
};

/** What is stored and never answered, while nothing else is said: milliseconds until whoever reads along has it. */
async function answerLost(scene: Scene): Promise<number> {
  const { client, started } = await scene.customer();
  const { conversationId } = started;
  const log = scene.device(started).open(conversationId);
  // The journal's connection is there then: what is said next goes over it at once.
  await client.say(conversationId, 'first').answered;
  await scene.until(() => log.cursor > 1, 10_000);
  scene.proxy?.swallow({ toServer: false, toClient: true });
  const said = client.say(conversationId, 'stored, and nobody told');
  // Sent, and then gone: nobody repeats it.
  await delay(500);
  client.hide();
  await delay(GIVEN_UP);
  scene.proxy?.heal();
  const healed = performance.now();
  const before = log.cursor;
  await scene.until(() => log.cursor > before, READ);
  client.show();
  await said.answered;
  return log.cursor > before ? Math.round(performance.now() - healed) : Number.POSITIVE_INFINITY;
}
