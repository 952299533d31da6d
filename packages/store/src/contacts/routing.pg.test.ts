import { randomUUID } from 'node:crypto';
import {
  type AgentActor,
  endContact,
  factsOf,
  type Platform,
  pickContact,
  RoutingPass,
  type Transaction,
} from '@alongside/domain';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  addAgent,
  addTenant,
  addWaiting,
  createFixture,
  type Fixture,
  random,
  settings,
  silent,
  type Started,
} from '../testing/fixture.ts';

let fixture: Fixture;
let client: pg.Client;
// A database for each test: queues, desks and sweeps look at everything there is.
beforeEach(async () => {
  fixture = await createFixture();
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
});
afterEach(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const agent = (options?: Parameters<typeof addAgent>[2]) => addAgent(fixture.store, fixture.tenantId, options);
const line = (limit: number) => run((tx) => tx.routing.waiting(fixture.queueId, limit, { withQuestions: false }));
const waiting = () => addWaiting(fixture.store, fixture.tenantId);

async function offered(to: Started, agentId: string): Promise<number> {
  return run(async (tx) => {
    const change = await tx.contacts.offer(to.contactId, agentId, 60);
    if (change === null || !(await tx.desks.takeSlot(agentId))) throw new Error('The offer was not to be made.');
    return change.offerEpoch;
  });
}

test('[CON2] the line is served by priority and then by place, and standings number those whose offer rings too', async () => {
  const [first, second, third, urgent] = [await waiting(), await waiting(), await waiting(), await waiting()];
  await client.query('UPDATE contacts SET priority = 1 WHERE id = $1', [urgent.contactId]);
  const order = [urgent, first, second, third].map(({ contactId, conversationId }) => ({ contactId, conversationId }));
  expect(await line(10)).toMatchObject(order);
  expect(await line(2)).toMatchObject(order.slice(0, 2));
  await offered(first, await agent());
  expect(await run((tx) => tx.queues.line(fixture.queueId))).toMatchObject(order);
  expect(await run((tx) => tx.queues.placeOf(third.contactId))).toMatchObject({ position: 4, waitingAhead: 2 });
  expect((await line(10)).map((one) => one.contactId)).toEqual([urgent, second, third].map((one) => one.contactId));
});

/** At whom the router would ring this contact now. */
const choice = async (to: Started): Promise<string | null> => {
  const { agents, found, now } = await run(async (tx) => ({
    agents: await tx.routing.agents(),
    found: (await tx.routing.waiting(fixture.queueId, 1000, { withQuestions: false })).find(
      (one) => one.contactId === to.contactId,
    ),
    now: (await tx.routing.anybodyFree()).now,
  }));
  if (!found) throw new Error('It does not wait.');
  const pass = new RoutingPass({ now, rings: [{ afterSeconds: 0, requirements: [] }], agents });
  return pass.decide(found)?.agentId ?? null;
};

test('the best agent is there, has a free slot, is not muted for the contact, and has waited longest', async () => {
  const to = await waiting();
  expect(await choice(to)).toBeNull();
  const ada = await agent();
  const bob = await agent();
  const [away, , gone] = [await agent({ available: false }), await agent({ capacity: 0 }), await agent()];
  await client.query('UPDATE desks SET seen_until = now() WHERE agent_id = $1', [gone]);
  // Ada was there first; when she has just had something, Bob has waited longer.
  expect(await choice(to)).toBe(ada);
  await run((tx) => tx.desks.takeSlot(ada));
  await run((tx) => tx.desks.freeSlot(ada));
  expect(await choice(to)).toBe(bob);
  const epoch = await offered(to, bob);
  await run((tx) => tx.contacts.withdrawOffer(to.contactId, epoch, 60));
  await run((tx) => tx.desks.freeSlot(bob));
  expect(await choice(to)).toBe(ada);
  await client.query('UPDATE contact_mutes SET until = now()');
  await run((tx) => tx.desks.takeSlot(ada));
  expect(await choice(to)).toBe(bob);
  for (const id of [away, gone]) expect(await run((tx) => tx.desks.takeSlot(id, undefined, 'ready'))).toBe(false);
});

test('who holds less comes before who has waited longer', async () => {
  const [ada, bob] = [await agent(), await agent()];
  await run((tx) => tx.desks.takeSlot(ada));
  expect(await choice(await waiting())).toBe(bob);
});

test('an aim is forgotten only while it is still that one', async () => {
  const [to, ada, bob] = [await waiting(), await agent(), await agent()];
  await client.query('UPDATE contacts SET target_agent_id = $2 WHERE id = $1', [to.contactId, ada]);
  await run((tx) => tx.routing.clearTarget(to.contactId, bob));
  expect((await line(1))[0]?.targetAgentId).toBe(ada);
  await run((tx) => tx.routing.clearTarget(to.contactId, ada));
  expect((await line(1))[0]?.targetAgentId).toBeNull();
});

test('a queue has one decider at a time, and the next one after its transaction', async () => {
  const decide = (tx: Transaction) => tx.routing.tryDecide(fixture.queueId);
  await run(async (tx) => {
    expect(await decide(tx)).toBe(true);
    expect(await run(decide)).toBe(false);
    expect(await run((other) => other.routing.tryDecide(randomUUID()))).toBe(true);
  });
  expect(await run(decide)).toBe(true);
});

test('the view of a queue counts who waits and shows its head in order', async () => {
  expect(await run((tx) => tx.queues.views())).toEqual([
    { id: fixture.queueId, name: 'Help', waiting: 0, oldestRequestedAt: null, head: [] },
  ]);
  const contacts: Started[] = [];
  for (let index = 0; index < 22; index += 1) contacts.push(await waiting());
  await offered(contacts[1]!, await agent());
  const [view] = await run((tx) => tx.queues.views());
  const requestedAt = (await run((tx) => tx.contacts.get(contacts[0]!.contactId)))!.requestedAt;
  expect(view).toMatchObject({ waiting: 22, oldestRequestedAt: requestedAt });
  expect(view!.head.map((one) => one.contactId)).toEqual(contacts.slice(0, 20).map((one) => one.contactId));
  expect(view!.head.map((one) => one.offered)).toEqual(contacts.slice(0, 20).map((_, index) => index === 1));
  expect(view!.head[0]).toEqual({
    contactId: contacts[0]!.contactId,
    customerName: 'Grace',
    helpType: 'CHAT',
    requestedAt,
    offered: false,
  });
});

test('[QUE1] what an estimate rests on: who is there, their slots, and a running average of how long contacts last', async () => {
  const facts = async () => {
    const [lengths, agents] = await run(async (tx) => [await tx.queues.lengths(), await tx.routing.agents()] as const);
    return factsOf(lengths[0]!, lengths, agents);
  };
  expect(await facts()).toMatchObject({ averageHandleSeconds: null, rings: [{ agents: 0, free: 0, share: 0 }] });
  const [ada] = [await agent({ capacity: 2 }), await agent({ capacity: 3 }), await agent({ available: false })];
  expect(await facts()).toMatchObject({ rings: [{ agents: 2, free: 5, share: 5 }] });
  const handled = async (seconds: number) => {
    const to = await waiting();
    await run((tx) => tx.contacts.pick(to.contactId, ada));
    await client.query('UPDATE contacts SET started_at = clock_timestamp() - make_interval(secs => $2) WHERE id = $1', [
      to.contactId,
      seconds,
    ]);
    await run((tx) => tx.contacts.endByOwner(to.contactId, ada, 'ended_by_agent'));
    await fixture.store.sweeps.foldFigures(1_000);
  };
  await handled(100);
  expect((await facts()).averageHandleSeconds).toBeCloseTo(100, 0);
  await handled(200);
  expect((await facts()).averageHandleSeconds).toBeCloseTo(105, 0);
  const never = await waiting();
  await run((tx) => tx.contacts.cancel(never.contactId, 'cancelled_by_customer'));
  await fixture.store.sweeps.foldFigures(1_000);
  expect((await facts()).averageHandleSeconds).toBeCloseTo(105, 0);
});

test('[QUE2] how long contacts ring before they are accepted is averaged, with the ringing that came to nothing', async () => {
  const ring = async () => {
    await fixture.store.sweeps.foldFigures(1_000);
    const lengths = await run((tx) => tx.queues.lengths());
    return lengths.find(({ id }) => id === fixture.queueId)!.averageRingSeconds;
  };
  const ada = await agent({ capacity: 9 });
  const rangFor = async (seconds: number, end: 'accept' | 'withdrawOffer') => {
    const one = await waiting();
    const offerEpoch = await offered(one, ada);
    await client.query('UPDATE contacts SET offered_at = clock_timestamp() - make_interval(secs => $2) WHERE id = $1', [
      one.contactId,
      seconds,
    ]);
    await run((tx) =>
      end === 'accept'
        ? tx.contacts.accept(one.contactId, ada, offerEpoch)
        : tx.contacts.withdrawOffer(one.contactId, offerEpoch, 30),
    );
  };
  // Between the beginning that is set and the answer some time goes by, never the other way round.
  const isALittleMoreThan = async (seconds: number) => {
    const measured = await ring();
    expect(measured).toBeGreaterThan(seconds - 0.01);
    expect(measured).toBeLessThan(seconds + 0.4);
  };
  await rangFor(8, 'accept');
  expect(await ring()).toBeCloseTo(8, 0);
  await rangFor(20, 'accept');
  await isALittleMoreThan(8.6);
  await rangFor(20, 'withdrawOffer');
  await isALittleMoreThan(9.6);
});

test('[QUE1] contacts of one queue start and end without waiting for each other', async () => {
  const { store, bus, tenantId } = fixture;
  const actor = async (): Promise<AgentActor> => ({
    kind: 'agent',
    tenantId,
    agentId: await agent({ capacity: 2 }),
    name: 'Ada',
    role: 'agent',
    sessionId: randomUUID(),
  });
  const [slow, quick] = [await actor(), await actor()];
  const [first, second] = [await waiting(), await waiting()];
  const platform = { store, bus, random, log: silent } as unknown as Platform;
  // The first start has done all it does but commit when the second contact starts and ends.
  const held = {
    transaction: <T>(tenant: string, work: (tx: Transaction) => Promise<T>) =>
      store.transaction(tenant, async (tx) => {
        const done = await work(tx);
        await pickContact(platform, quick, { contactId: second.contactId });
        await endContact(platform, quick, { contactId: second.contactId });
        return done;
      }),
  };
  const started = await pickContact({ ...platform, store: held as unknown as Platform['store'] }, slow, {
    contactId: first.contactId,
  });
  expect(started.state).toBe('active');
  expect((await run((tx) => tx.contacts.get(second.contactId)))?.state).toBe('ended');
});

test('a desk shows presence with its reason and since when, slots, and what is held', async () => {
  const ada = await agent({ available: false });
  const presence = () => run((tx) => tx.desks.presence(ada));
  expect(await presence()).toMatchObject({
    state: 'away',
    awayReason: 'signed_out',
    openContacts: 0,
    capacity: 3,
    alive: false,
  });
  await run((tx) => tx.desks.setPresence(ada, 'available', null));
  const available = await presence();
  expect(available).toMatchObject({ state: 'available', awayReason: null, alive: true });
  await run((tx) => tx.desks.setPresence(ada, 'available', null));
  expect((await presence())?.since).toBe(available?.since);
  await run((tx) => tx.desks.setPresence(ada, 'away', 'missed_offer'));
  expect(await presence()).toMatchObject({ state: 'away', awayReason: 'missed_offer' });
  const [ringing, active] = [await waiting(), await waiting()];
  const epoch = await offered(ringing, ada);
  await run((tx) => tx.contacts.pick(active.contactId, ada));
  expect(await run((tx) => tx.desks.held(ada))).toEqual(
    [
      { contactId: ringing.contactId, state: 'offered', epoch },
      { contactId: active.contactId, state: 'active', epoch: 0 },
    ].sort((a, b) => (a.contactId < b.contactId ? -1 : 1)),
  );
  expect(await run((tx) => tx.desks.presence(randomUUID()))).toBeNull();
});

test('a slot is freed once for each that was taken, never below none', async () => {
  const ada = await agent({ capacity: 1 });
  expect(await run((tx) => tx.desks.takeSlot(ada))).toBe(true);
  expect(await run((tx) => tx.desks.takeSlot(ada))).toBe(false);
  await run((tx) => tx.desks.freeSlot(ada));
  await run((tx) => tx.desks.freeSlot(ada));
  expect(await run((tx) => tx.desks.presence(ada))).toMatchObject({ openContacts: 0 });
});

test('colleagues stand by name with what they are doing; who gives no sign of life is offline', async () => {
  const [zoe, ada] = [await agent({ name: 'zoe' }), await agent({ name: 'Ada', available: false })];
  const gone = await agent({ name: 'Bob' });
  await run((tx) => tx.desks.setPresence(ada, 'away', 'chosen'));
  await fixture.store.sweeps.touchAgents([{ tenantId: fixture.tenantId, agentId: ada }], 60);
  await client.query('UPDATE desks SET seen_until = now() WHERE agent_id = $1', [gone]);
  expect(await run((tx) => tx.desks.colleagues())).toEqual([
    { id: ada, name: 'Ada', role: 'agent', state: 'away', openContacts: 0, capacity: 3 },
    { id: gone, name: 'Bob', role: 'agent', state: 'offline', openContacts: 0, capacity: 3 },
    { id: zoe, name: 'zoe', role: 'agent', state: 'available', openContacts: 0, capacity: 3 },
  ]);
});

test('the sweeps look across tenants and within their limit, each tenant seen only as itself', async () => {
  const { store } = fixture;
  const { sweeps } = store;
  const places = [];
  for (const tenantId of [fixture.tenantId, (await addTenant(store)).id, (await addTenant(store)).id]) {
    const agentId = await addAgent(store, tenantId);
    const to = await addWaiting(store, tenantId);
    const queueId = await store.transaction(tenantId, (tx) => tx.queues.defaultQueueId());
    places.push({ tenantId, agentId, contactId: to.contactId, queueId });
  }
  const byTenant = <T extends { tenantId: string }>(rows: readonly T[]) =>
    [...rows].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
  expect(byTenant(await sweeps.busyQueues())).toEqual(
    byTenant(places.map(({ tenantId, queueId }) => ({ tenantId, queueId }))),
  );
  expect(await sweeps.expiredOffers(10)).toEqual([]);
  expect(await sweeps.lostAgents(10)).toEqual([]);

  for (const { tenantId, agentId, contactId } of places) {
    await store.transaction(tenantId, async (tx) => {
      await tx.contacts.offer(contactId, agentId, 0);
      await tx.desks.takeSlot(agentId);
    });
    await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
    await client.query('UPDATE desks SET seen_until = now()');
  }
  const expired = places.map(({ tenantId, contactId, agentId }) => ({ tenantId, contactId, agentId, epoch: 1 }));
  const lost = places.map(({ tenantId, agentId }) => ({ tenantId, agentId }));
  expect(byTenant(await sweeps.expiredOffers(10))).toEqual(byTenant(expired));
  expect(byTenant(await sweeps.lostAgents(10))).toEqual(byTenant(lost));
  expect(await sweeps.expiredOffers(2)).toHaveLength(2);
  expect(await sweeps.lostAgents(2)).toHaveLength(2);
  expect(await sweeps.busyQueues()).toEqual([]);

  await sweeps.touchAgents(lost.slice(0, 2), 60);
  expect(await sweeps.lostAgents(10)).toEqual(lost.slice(2));
  await sweeps.touchAgents([], 60);
});

test('[CON6] an agent is lost who holds something or is available, not one who is away with nothing', async () => {
  const [holding, idle] = [await agent(), await agent()];
  const to = await waiting();
  await offered(to, holding);
  await run(async (tx) => {
    await tx.desks.setPresence(holding, 'away', 'chosen');
    await tx.desks.setPresence(idle, 'away', 'chosen');
  });
  await client.query('UPDATE desks SET seen_until = now()');
  expect(await fixture.store.sweeps.lostAgents(10)).toEqual([{ tenantId: fixture.tenantId, agentId: holding }]);
});

test('a sign of life never shortens an earlier one', async () => {
  const ada = await agent();
  const touch = (seconds: number) =>
    fixture.store.sweeps.touchAgents([{ tenantId: fixture.tenantId, agentId: ada }], seconds);
  await touch(1000);
  await touch(0);
  expect(await run((tx) => tx.desks.presence(ada))).toMatchObject({ alive: true });
});

test("the seconds of an offer are the queue's setting, else the tenant's", async () => {
  const seconds = async () => (await run((tx) => tx.routing.rules(fixture.queueId)))?.offerSeconds;
  expect(await seconds()).toBe(settings.offerSeconds);
  await run((tx) => tx.directory.updateSettings({ offerSeconds: 45 }));
  expect(await seconds()).toBe(45);
  await client.query('UPDATE queues SET offer_seconds = 50');
  expect(await seconds()).toBe(50);
});
