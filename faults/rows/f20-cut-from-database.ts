import { setTimeout as delay } from 'node:timers/promises';
import { call } from '../src/calls.ts';
import { openNetwork } from '../src/network.ts';
import { type FaultyPath, startProxy } from '../src/proxy.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { startSeveral } from '../src/several.ts';

const SIZES = { small: { people: 8, seconds: 4 }, ci: { people: 20, seconds: 8 }, full: { people: 60, seconds: 30 } };
const RESTART = 1012;
/** Milliseconds. */
const SENT_AWAY = 5_000;
const ANSWERED = 10_000;
const TAKES_AGAIN = 5_000;

export const cutFromDatabase: Row = {
  id: 'F20',
  interfaces: 'changes',
  fault: 'one of two processes loses the way to the database, but not to its clients',
  minutes: 1,
  async run(context) {
    const { people, seconds } = SIZES[context.size];
    const wrong: string[] = [];
    const network = context.size === 'full' ? openNetwork() : null;
    let path: FaultyPath | null = null;
    const several = await startSeveral(context, 2, async (node, url) => {
      if (node === 0) return {};
      path = await startProxy(url, network?.backHost);
      return {
        databaseUrl: path.url,
        ...(network === null ? {} : { prefix: network.prefix, host: network.host }),
      };
    });
    const { scene, nodes, balancer } = several;
    const way = path as FaultyPath | null;
    const cut = (on: boolean): void => {
      if (network !== null) network.cutBack(on);
      else if (on) way?.swallow({ toServer: true, toClient: true });
      else way?.heal();
    };
    try {
      const [whole, cutOff] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
      const pairs: Parameters<typeof scene.talk>[0][number][] = [];
      for (let n = 0; n < people; n += 1) {
        const { client, started } = await scene.customer();
        pairs.push({ client, conversationId: started.conversationId });
      }
      scene.talk(pairs, 20);
      await scene.until(() => scene.acked >= people * 5, 20_000);
      const before = { there: balancer.openTo(cutOff.url), here: balancer.openTo(whole.url) };
      const clients = pairs.map(({ client }) => client as typeof client & { readonly closeCodes: readonly number[] });
      const closes = () => clients.flatMap(({ closeCodes }) => closeCodes);
      const closedBefore = closes().length;

      cut(true);
      const begin = performance.now();
      const sent = await scene.until(() => closes().includes(RESTART), SENT_AWAY + 5_000);
      const sentAwayMs = Math.round(performance.now() - begin);
      if (!sent) wrong.push('nobody was sent to the other process');
      const { silent } = await scene.untilAllAnswered(20_000);
      const answeredMs = Math.round(performance.now() - begin);
      wrong.push(...silent.map((who) => `${who} had no answer within 20 s`));
      await delay(seconds * 1000);
      const there = balancer.openTo(cutOff.url);
      const codes = closes().slice(closedBefore);
      const ready = await call(cutOff.url, 'GET', '/v1/ready').then(
        ({ status }) => status,
        () => 0,
      );
      const lived = !cutOff.ended && (await call(cutOff.url, 'GET', '/v1/health')).status === 200;

      cut(false);
      const healed = performance.now();
      let back = 0;
      while (performance.now() - healed < TAKES_AGAIN * 2) {
        back = (await call(cutOff.url, 'GET', '/v1/ready').catch(() => ({ status: 0 }))).status;
        if (back === 200) break;
        await delay(100);
      }
      const backMs = Math.round(performance.now() - healed);
      // All leave their connections, and some come to the one that is back.
      for (const client of clients) (client as unknown as { drop(): void }).drop();
      await scene.until(() => balancer.openTo(cutOff.url) > 0, TAKES_AGAIN);
      await scene.untilAllAnswered(20_000);
      const taken = balancer.openTo(cutOff.url);
      const { figures, violations } = await scene.judge();
      return {
        figures: {
          'packets lost by': network === null ? 'a proxy' : 'a network of its own',
          'connections to it before': before.there,
          'to the other': before.here,
          'first sent away ms': sentAwayMs,
          'closed as 1012': codes.filter((code) => code === RESTART).length,
          'all answered by the other ms': answeredMs,
          'readiness meanwhile': ready,
          'connections to it meanwhile': there,
          'ready again ms': backMs,
          'connections to it afterwards': taken,
          ...figuresOf(figures),
        },
        violations: [
          ...violations,
          ...wrong.map((what) => ({ rule: 'goal' as const, what })),
          ...goal(before.there > 0 && before.here > 0, 'the balancer did not spread the clients'),
          ...goal(sentAwayMs <= SENT_AWAY, `clients were sent away after ${sentAwayMs} ms`),
          ...goal(answeredMs <= ANSWERED, `all were answered again after ${answeredMs} ms`),
          ...goal(
            codes.filter((code) => code === RESTART).length < clients.length * 2,
            'clients of the other were sent away too',
          ),
          ...goal(ready === 503, `its readiness was ${ready}`),
          ...goal(lived, 'it did not live on'),
          ...goal(back === 200 && backMs <= TAKES_AGAIN, `ready again after ${backMs} ms`),
          ...goal(taken > 0, 'it took nobody after it was back'),
        ],
      };
    } finally {
      await several.end();
      await way?.close();
      network?.close();
    }
  },
};
