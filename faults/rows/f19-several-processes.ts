import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf, p95Of } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { type Several, startSeveral } from '../src/several.ts';
import { WireClient } from '../src/wire-client.ts';

const NODES = 3;
/** One hint in five never gets from one process to another. */
const LOST = 20;
/** Milliseconds between an answer and the next message: about a thousand a second in all, so that rows beside it get a processor too. */
const PAUSE = 30;
/** Kills, milliseconds between them, customers who talk, and messages whose way from one process to another is timed. */
const SIZES = {
  small: { kills: 3, every: 3_000, people: 9, probes: 40 },
  ci: { kills: 6, every: 6_000, people: 18, probes: 152 },
  full: { kills: 60, every: 10_000, people: 30, probes: 1_000 },
};
/** Pairs of sender and reader at the same time: most of a probe's time is that of the hints that are lost. */
const PROBERS = 4;
/** Milliseconds. */
const DELIVERED = 2_000;
const MOVED_P95 = 3_000;
const MOVED = 10_000;
/** What arrives by a hint is faster than this, by far; what arrives later was looked for. */
const BY_HINT = 250;

export const severalProcesses: Row = {
  id: 'F19',
  fault: `three processes on one database: ${LOST} % of their hints lost, kill -9 of one after another`,
  minutes: 11,
  async run(context) {
    const { kills, every, people, probes } = SIZES[context.size];
    const wrong: string[] = [];
    const several = await startSeveral(context, NODES, () => ({ failpoint: `bus.heard=lose:${LOST}` }));
    const { nodes, scene } = several;
    try {
      const delays: number[] = [];
      const probe = async (count: number) => {
        for await (const milliseconds of ways(several, count)) {
          delays.push(milliseconds);
          context.progress(delays.length / probes, kills + 1, 'probes and kills');
        }
      };
      await Promise.all(Array.from({ length: PROBERS }, () => probe(probes / PROBERS)));
      const late = delays.filter((milliseconds) => milliseconds > BY_HINT).length;

      const pairs: Parameters<typeof scene.talk>[0][number][] = [];
      for (let n = 0; n < people; n += 1) {
        const { client, started: help } = await scene.customer();
        pairs.push({ client, conversationId: help.conversationId });
        // Somebody else reads along, from whichever process.
        scene.device(help);
        if (n >= 3) continue;
        const agent = await scene.agent(n, false);
        await scene.pick(agent, help);
        pairs.push({ client: agent, conversationId: help.conversationId });
      }
      scene.talk(pairs, PAUSE);
      const moved: number[] = [];
      for (let kill = 0; kill < kills; kill += 1) {
        await delay(every / 2);
        const node = nodes[kill % NODES]!;
        await node.kill();
        const again = delay(Math.min(1_500, every / 4)).then(() => node.start());
        const { milliseconds, silent } = await scene.untilAllAnswered(20_000);
        moved.push(milliseconds);
        wrong.push(...silent.map((who) => `${who} had no answer within 20 s of kill ${kill + 1}`));
        // The one that was killed is back before the next is, and no kill waits longer for it than it must.
        await Promise.all([again, delay(every / 2)]);
        context.progress(kill + 1, kills + 1, 'probes and kills');
      }
      const { figures, violations } = await scene.judge();
      const delivered = { ...p95Of(delays), most: Math.round(Math.max(...delays)) };
      const answered = { ...p95Of(moved), most: Math.round(Math.max(...moved)) };
      return {
        figures: {
          processes: NODES,
          'hints lost %': LOST,
          'messages timed': probes,
          'of them not by a hint': late,
          'delivered by another process p50 ms': delivered.p50,
          'p95 ms': delivered.p95,
          'at most ms': delivered.most,
          kills,
          'all answered again p95 ms': answered.p95,
          'all answered again at most ms': answered.most,
          ...figuresOf(figures),
        },
        violations: [
          ...violations,
          ...wrong.map((what) => ({ rule: 'goal' as const, what })),
          ...goal(late > 0, 'no hint was lost on its way: nothing was tried'),
          ...goal(
            late < probes / 2,
            `${late} of ${probes} messages came without a hint: the processes do not tell each other`,
          ),
          ...goal(delivered.most <= DELIVERED, `a message took ${delivered.most} ms to the other process`),
          ...goal(answered.p95 <= MOVED_P95, `all were answered again after ${answered.p95} ms, not within 3 s`),
          ...goal(answered.most <= MOVED, `all were answered again after ${answered.most} ms at most, not within 10 s`),
        ],
      };
    } finally {
      await several.end();
    }
  },
};

/**
 * How long each of so many messages took from one process to another, milliseconds. Their sender and reader are on different ones, and one message is
 * under way at a time: so no later one shows that an earlier one is missing.
 */
async function* ways({ nodes, scene }: Several, count: number): AsyncGenerator<number> {
  const { started } = await scene.customer();
  const [sender, reader] = [1, 2].map((n) => {
    const client = new WireClient({
      name: `probe at process ${n}`,
      side: 'customer',
      url: nodes[n]!.url,
      token: started.token,
    });
    client.open(started.conversationId);
    client.connect();
    scene.clients.push(client);
    return client;
  });
  const log = reader!.open(started.conversationId);
  for (let n = 0; n < count; n += 1) {
    const { answered } = sender!.say(started.conversationId, `probe ${n}`);
    const outcome = await answered;
    if (outcome.kind !== 'ok') throw new Error(`A probe was answered ${JSON.stringify(outcome)}.`);
    const begin = performance.now();
    await new Promise<void>((heard, reject) => {
      const timer = setTimeout(() => reject(new Error(`Message ${outcome.seq} did not arrive within 20 s.`)), 20_000);
      const look = () => {
        if (log.cursor < outcome.seq) return;
        clearTimeout(timer);
        heard();
      };
      reader!.onChange = look;
      look();
    });
    yield performance.now() - begin;
  }
}
