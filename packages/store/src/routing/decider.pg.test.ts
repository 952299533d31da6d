import { randomUUID } from 'node:crypto';
import { type Platform, routeQueue, type Transaction } from '@alongside/domain';
import pg from 'pg';
import { expect, test } from 'vitest';
import { addAgent, addWaiting, createFixture, many, random, silent } from '../testing/fixture.ts';
import { withRouting } from '../testing/with-routing.ts';

test('[ROUTE1] a decider that dies or hangs in the middle is followed by another within three seconds', async () => {
  await using fixture = await createFixture();
  const { tenantId, queueId, store, bus } = fixture;
  const other = await fixture.another();
  const platform = { store: other.store, bus, random, log: silent } as unknown as Platform;
  await addAgent(store, tenantId);
  await addWaiting(store, tenantId);

  // As a process that was stopped in the middle of its decision: it neither ends its transaction nor closes its connection.
  let holding: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    holding = resolve;
  });
  let goOn: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const hung = store
    .transaction(tenantId, async (tx) => {
      expect(await tx.routing.tryDecide(queueId)).toBe(true);
      holding();
      await stopped;
    })
    .catch((error: unknown) => error);
  await held;
  expect((await routeQueue(platform, tenantId, queueId)).offered).toBe(0);
  const began = performance.now();
  while ((await routeQueue(platform, tenantId, queueId)).offered === 0) {
    if (performance.now() - began > 10_000) throw new Error('Nobody took over.');
    await new Promise((soon) => setTimeout(soon, 50));
  }
  expect(performance.now() - began).toBeLessThan(8_000);
  goOn();
  expect(await hung).toMatchObject({ code: 'store_unavailable' });
});

test('[ROUTE1] two deciders at once offer each contact once and fill each desk once', async () => {
  await using fixture = await createFixture({ poolSize: 20 });
  const { tenantId, queueId, store, bus } = fixture;
  const other = await fixture.another({ poolSize: 20 });
  const agents = await many(10, () => addAgent(store, tenantId, { capacity: 2 }));
  await many(30, () => addWaiting(store, tenantId));
  const deciders = [store, other.store].map((one) => ({ store: one, bus, random, log: silent }) as unknown as Platform);
  let offered = 0;
  for (let round = 0; round < 6; round += 1) {
    const rounds = await Promise.all(deciders.map((platform) => routeQueue(platform, tenantId, queueId)));
    offered += rounds.reduce((sum, one) => sum + one.offered, 0);
  }
  expect(offered).toBe(20);
  const client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
  const { rows } = await client.query('SELECT DISTINCT load, open_contacts FROM desks WHERE agent_id = ANY ($1)', [
    agents,
  ]);
  await client.end();
  expect(rows).toEqual([{ load: 2, open_contacts: 2 }]);
});

test('[ROUTE1] who loses an agent to another queue between picture and offer is offered to the next one before anybody behind', async () => {
  await using fixture = await createFixture({ poolSize: 20 });
  const { tenantId, queueId, store, bus } = fixture;
  const taken = await addAgent(store, tenantId, { capacity: 1 });
  const left = await addAgent(store, tenantId, { capacity: 1 });
  const [first, second] = [await addWaiting(store, tenantId), await addWaiting(store, tenantId)];
  const takenElsewhere = async () => {
    await store.transaction(tenantId, async (tx) => {
      expect(await tx.desks.takeSlot(taken)).toBe(true);
    });
  };
  // The desk is filled right after the picture was taken: as another queue's decider would.
  const late = {
    transaction: <T>(tenant: string, work: (tx: Transaction) => Promise<T>) =>
      store.transaction(tenant, (tx) =>
        work(
          withRouting(tx, {
            waiting: async (...how) => {
              const line = await tx.routing.waiting(...how);
              await takenElsewhere();
              return line;
            },
          }),
        ),
      ),
  };
  const platform = { store: late, bus, random, log: silent } as unknown as Platform;
  expect(await routeQueue(platform, tenantId, queueId)).toMatchObject({ offered: 1 });
  const found = await store.transaction(tenantId, (tx) => tx.desks.held(left));
  expect(found).toMatchObject([{ contactId: first.contactId, state: 'offered' }]);
  expect(await store.transaction(tenantId, (tx) => tx.contacts.get(second.contactId))).toMatchObject({
    state: 'waiting',
  });
});

test('[ROUTE1] of two queues that the same agent serves, whoever came first is offered first, whichever decider is faster', async () => {
  await using fixture = await createFixture({ poolSize: 20 });
  const { tenantId, queueId, store, bus } = fixture;
  const platform = { store, bus, random, log: silent } as unknown as Platform;
  const other = await store.transaction(tenantId, async (tx) => {
    const [settings] = await tx.routingSettings.queues();
    if (!settings) throw new Error('The fixture has a queue.');
    const queue = { ...settings, id: randomUUID(), name: 'Other', isDefault: false };
    await tx.routingSettings.saveQueue(queue);
    return queue.id;
  });
  await addWaiting(store, tenantId, { queueId: other });
  await addWaiting(store, tenantId);
  await addAgent(store, tenantId, { capacity: 1 });
  const early = await routeQueue(platform, tenantId, queueId);
  expect(early.offered).toBe(0);
  // Should the other decider not take what is kept for it, this one looks again soon.
  expect(early.lookAgainIn).toBeLessThanOrEqual(250);
  expect((await routeQueue(platform, tenantId, other)).offered).toBe(1);
  // One more place: now nobody is before ours.
  await addAgent(store, tenantId, { capacity: 1 });
  expect((await routeQueue(platform, tenantId, queueId)).offered).toBe(1);
});
