import type { Bus, Hint } from '@alongside/domain';
import { createTestDatabase, type TestDatabase } from '@alongside/testkit';
import { runBusContract } from '@alongside/testkit/contracts';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createNoticeBus } from './notice-bus.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const open = () => createNoticeBus({ url: database.url, log: silent });
runBusContract('notice', open);

const desk = (agentId: string): Hint => ({ kind: 'desk', tenantId: 't', agentId });

/** A bus of another process, and what it has heard. */
function listener(): { bus: Bus; heard: Hint[] } {
  const bus = open();
  onTestFinished(() => bus.close());
  const heard: Hint[] = [];
  bus.subscribe((hint) => heard.push(hint));
  return { bus, heard };
}

/** Says it again until the others have heard it: a bus that has only just opened hears nothing yet. */
async function untilHeard(from: Bus, to: { heard: Hint[] }, word: string): Promise<void> {
  await expect
    .poll(
      () => {
        from.publish(desk(word));
        return to.heard.some((hint) => hint.kind === 'desk' && hint.agentId === word);
      },
      { timeout: 15_000, interval: 50 },
    )
    .toBe(true);
}

test('what one process publishes the others hear, in its order and once; so do large hints, and the own process at once', async () => {
  const [one, other] = [listener(), listener()];
  await untilHeard(one.bus, other, 'ready');
  other.heard.length = 0;
  const text = 'Çok teşekkürler 🙂 '.repeat(2_000);
  const hints: Hint[] = [
    ...Array.from({ length: 500 }, (_, n) => desk(`agent ${n}`)),
    {
      kind: 'typing',
      tenantId: 't',
      conversationId: 'c',
      from: 'customer',
      name: 'Ada',
      on: true,
      text,
      senderSessionId: 's',
    },
    desk('last'),
  ];
  for (const hint of hints) one.bus.publish(hint);
  await expect.poll(() => other.heard.at(-1), { timeout: 10_000 }).toEqual(desk('last'));
  expect(other.heard.filter((hint) => hint.kind !== 'desk' || hint.agentId !== 'ready')).toEqual(hints);
  expect(one.heard.filter((hint) => hint.kind === 'typing')).toHaveLength(1);
});

test('a bus whose connection the database ended comes back by itself', async () => {
  const [one, other] = [listener(), listener()];
  await untilHeard(one.bus, other, 'before');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'alongside bus' AND datname = current_database()`,
  );
  await client.end();
  await untilHeard(one.bus, other, 'after');
});

test('without a database hints go their short way all the same', async () => {
  const bus = createNoticeBus({ url: 'postgres://nobody:x@127.0.0.1:1/none', log: silent });
  onTestFinished(() => bus.close());
  const heard: Hint[] = [];
  bus.subscribe((hint) => heard.push(hint));
  bus.publish(desk('a'));
  await expect.poll(() => heard).toEqual([desk('a')]);
});
