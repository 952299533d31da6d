import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

const SCHEDULES = { small: 40, ci: 300, full: 1_000 };
const RECONNECTS = { small: 20, ci: 100, full: 100 };

export const catchUpGap: Row = {
  id: 'F12',
  lane: 'works',
  fault: 'messages are stored while a reader is between catching up and live, and while it subscribes again and again',
  async run({ size, scene: open }) {
    const scene = await open({ failpoint: 'subscribe.read=delay:40' });
    const writers = await Promise.all(Array.from({ length: 10 }, () => scene.customer()));
    await scene.until(() => writers.every(({ client }) => client.connected), 10_000);
    let late = 0;
    for (let n = 0; n < SCHEDULES[size]; n += 10) {
      const readers = writers.map(({ started }) => scene.device(started, `reader ${n} of ${started.conversationId}`));
      await scene.until(() => readers.every(({ connected }) => connected), 10_000);
      // One message, at some moment of the subscription, and silence after it.
      const sent = writers.map(async ({ client, started }) => {
        await delay(Math.random() * 60);
        await client.say(started.conversationId, `schedule ${n}`).answered;
      });
      await Promise.all(sent);
      const all = () =>
        readers.every((reader) =>
          [...reader.logs.values()].every(({ cursor, conversationId }) => {
            const writer = writers.find(({ started }) => started.conversationId === conversationId);
            return cursor >= lastAcked(writer?.client.logs.get(conversationId)?.operations ?? []);
          }),
        );
      if (!(await scene.until(all, 3_000))) late += 1;
      for (const reader of readers) reader.retire();
    }
    const [one] = writers;
    if (one === undefined) throw new Error('unreachable');
    const log = one.client.open(one.started.conversationId);
    for (let n = 0; n < RECONNECTS[size]; n += 1) {
      one.client.subscribe(log);
      await one.client.say(one.started.conversationId, `subscribed ${n} times`).answered;
      // Subscribing again asks for all above the cursor: what is still on its way would rightly come twice.
      if (await scene.until(() => log.cursor >= lastAcked(log.operations), 3_000)) continue;
      late += 1;
      break;
    }
    const { figures, violations } = await scene.judge();
    return {
      figures: {
        schedules: SCHEDULES[size],
        subscriptions: RECONNECTS[size],
        ...figuresOf(figures),
        'rounds that missed': late,
      },
      violations: [...violations, ...goal(late === 0, `in ${late} rounds a reader missed a message`)],
    };
  },
};

function lastAcked(
  operations: readonly { readonly outcome: { readonly kind: string; readonly seq?: number } }[],
): number {
  const last = operations.at(-1)?.outcome;
  return last?.kind === 'ok' ? (last.seq ?? 0) : 0;
}
