import { randomUUID } from 'node:crypto';
import { call } from '../src/calls.ts';
import { inDatabase, readStore } from '../src/collect.ts';
import { goal, type Row } from '../src/row.ts';

const SIZES = { small: 60, ci: 500, full: 10_000 };
const COPIES = 10;

interface Accepted {
  readonly seq: number;
}

export const duplicateSends: Row = {
  id: 'F10',
  fault: 'each message is sent ten times at once, again after a restart and a day later, and once with another text',
  minutes: 2,
  async run({ size, scene: open }) {
    const scene = await open();
    const { url } = scene.server;
    const keys = SIZES[size];
    const people = await Promise.all(Array.from({ length: 10 }, () => scene.customer()));
    const plan = Array.from({ length: keys }, (_, n) => ({
      started: people[n % people.length]!.started,
      clientId: randomUUID(),
      text: `message ${n}`,
    }));
    const send = ({ started, clientId }: (typeof plan)[number], text: string) =>
      call<Accepted>(url, 'POST', `/v1/conversations/${started.conversationId}/entries`, {
        token: started.token,
        body: { clientId, body: { kind: 'text', text } },
      });
    let different = 0;
    const seqs = new Map<string, number>();
    const sendAll = async (copies: number, first: number, end: number) => {
      for (let at = first; at < end; at += 20) {
        await Promise.all(
          plan.slice(at, Math.min(at + 20, end)).map(async (one) => {
            const answers = await Promise.all(Array.from({ length: copies }, () => send(one, one.text)));
            const seen = new Set([...answers.map(({ status, body }) => (status < 300 ? body.seq : -status))]);
            const known = seqs.get(one.clientId);
            if (known !== undefined) seen.add(known);
            if (seen.size !== 1) different += 1;
            seqs.set(one.clientId, [...seen][0] ?? 0);
          }),
        );
      }
    };
    await sendAll(COPIES, 0, keys);
    await scene.server.kill();
    await scene.server.start();
    await sendAll(2, 0, Math.min(keys, 100));
    // A day later: nothing that remembers the first copy may have been thrown away by its age.
    await aDayLater(scene.store);
    await sendAll(2, 0, Math.min(keys, size === 'full' ? 1_000 : 100));
    const conflict = await send(plan[0]!, 'another text');
    const { rows, lastSeqs } = await readStore(scene.store);
    const texts = rows.filter(({ kind }) => kind === 'text');
    const gaps = [...lastSeqs].filter(
      ([id, last]) => rows.filter(({ conversationId }) => conversationId === id).length !== last,
    );
    const judged = await scene.judge();
    // These messages went by HTTP, past the clients' logs.
    const others = judged.violations.filter(({ what }) => !what.startsWith('stored but never sent'));
    return {
      figures: { keys, copies: COPIES, rows: texts.length, 'answers that differ': different },
      violations: [
        ...others,
        ...goal(texts.length === keys, `${texts.length} rows for ${keys} messages`),
        ...goal(different === 0, `${different} messages were answered in different ways`),
        ...goal(gaps.length === 0, `${gaps.length} logs have gaps`),
        ...goal(
          conflict.code === 'idempotency_conflict',
          `another text was answered ${conflict.status} ${conflict.code}`,
        ),
      ],
    };
  },
};

/** Everything that was said becomes a day older, and what the server throws away by age is thrown away. */
const aDayLater = (where: Parameters<typeof inDatabase>[0]): Promise<unknown> =>
  inDatabase(where, async (client) => {
    await client.query(`UPDATE entries SET created_at = created_at - interval '25 hours'`);
    await client.query('SELECT expire_rows()');
  });
