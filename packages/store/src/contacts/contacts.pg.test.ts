import { randomUUID } from 'node:crypto';
import type { Transaction } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addWaiting, createFixture, type Fixture, type Started } from '../testing/fixture.ts';

let fixture: Fixture;
let client: pg.Client;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 20 });
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const agent = (options?: { capacity?: number }) => addAgent(fixture.store, fixture.tenantId, options);
const waiting = (options?: { customerNumber?: string }) => addWaiting(fixture.store, fixture.tenantId, options);
const stateOf = async (to: Started) => (await run((tx) => tx.contacts.get(to.contactId)))?.state;

/** Offers as the router does: the contact first, then the slot. */
async function offered(to: Started, agentId: string, seconds = 60): Promise<number> {
  return run(async (tx) => {
    const change = await tx.contacts.offer(to.contactId, agentId, seconds);
    if (change === null || !(await tx.desks.takeSlot(agentId))) throw new Error('The offer was not to be made.');
    return change.offerEpoch;
  });
}

/** Moves a deadline into the past, as time would. */
const expire = (to: Started) =>
  client.query(`UPDATE contacts SET offer_deadline = clock_timestamp() WHERE id = $1`, [to.contactId]);

test('[CON1] a contact goes from waiting by an offer to active and to its end, and each change says who had it', async () => {
  const [to, ada] = [await waiting(), await agent()];
  expect(await run((tx) => tx.contacts.get(to.contactId))).toMatchObject({
    state: 'waiting',
    owner: null,
    startedAt: null,
  });
  const offer = await run((tx) => tx.contacts.offer(to.contactId, ada, 60));
  expect(offer).toMatchObject({
    previousAgentId: null,
    ownerId: null,
    offerEpoch: 1,
    queueName: 'Help',
    waitedSeconds: 0,
  });
  const accepted = await run((tx) => tx.contacts.accept(to.contactId, ada, 1));
  expect(accepted).toMatchObject({ previousAgentId: ada, ownerId: ada, conversationId: to.conversationId });
  expect(await run((tx) => tx.log.conversation(to.conversationId))).toMatchObject({ ownerId: ada, open: true });
  const ended = await run((tx) => tx.contacts.endByOwner(to.contactId, ada, 'ended_by_agent'));
  expect(ended).toMatchObject({ previousAgentId: ada });
  expect(await run((tx) => tx.log.conversation(to.conversationId))).toMatchObject({ open: false });
  expect(await run((tx) => tx.contacts.get(to.contactId))).toMatchObject({
    state: 'ended',
    owner: { id: ada, name: 'Ada' },
    endReason: 'ended_by_agent',
    startedAt: expect.any(String),
    endedAt: expect.any(String),
  });
});

test('[CON1] the database itself refuses a contact of an impossible shape', async () => {
  const [to, ada] = [await waiting(), await agent()];
  for (const change of [
    `owner_id = '${ada}'`,
    `offered_to = '${ada}'`,
    `state = 'offered'`,
    `state = 'active'`,
    `state = 'active', owner_id = '${ada}'`,
    `state = 'ended'`,
    `state = 'ended', ended_at = now()`,
    `state = 'lost'`,
    `ended_at = now()`,
    `wrap_up_pending = true`,
  ]) {
    const changed = client.query(`UPDATE contacts SET ${change} WHERE id = $1`, [to.contactId]);
    await expect(changed, change).rejects.toMatchObject({ code: '23514', constraint: 'shape_of_state' });
  }
});

test('[CON2] a contact that waits again keeps its original place, and no statement can move it', async () => {
  const [first, ada] = [await waiting(), await agent()];
  const second = await waiting();
  const { requestedAt } = (await run((tx) => tx.contacts.get(first.contactId)))!;
  await run((tx) => tx.contacts.pick(first.contactId, ada));
  await run((tx) => tx.contacts.requeue(first.contactId, ada, {}));
  expect(await run((tx) => tx.contacts.get(first.contactId))).toMatchObject({
    state: 'waiting',
    requestedAt,
    owner: null,
  });
  const line = (await run((tx) => tx.routing.waiting(fixture.queueId, 1000, { withQuestions: false }))).map(
    (one) => one.contactId,
  );
  expect(line.indexOf(first.contactId)).toBeLessThan(line.indexOf(second.contactId));
  await expect(client.query('UPDATE contacts SET place_at = now() WHERE id = $1', [first.contactId])).rejects.toThrow(
    'never changes',
  );
});

test('[CON8] a customer has one open contact, and the transaction that asks for a second goes on', async () => {
  const { customerNumber, customerId, contactId } = await waiting();
  await expect(waiting({ customerNumber })).rejects.toMatchObject({ code: 'already_in_help' });
  await run(async (tx) => {
    const second = {
      id: randomUUID(),
      conversationId: randomUUID(),
      customerId,
      queueId: fixture.queueId,
      helpType: 'CHAT',
    } as const;
    await expect(tx.contacts.create(second)).rejects.toMatchObject({ code: 'already_in_help' });
    expect(await tx.contacts.openContactOf(customerId)).toMatchObject({ id: contactId });
  });
  await run((tx) => tx.contacts.cancel(contactId, 'cancelled_by_customer'));
  expect(await run((tx) => tx.contacts.openContactOf(customerId))).toBeNull();
  await waiting({ customerNumber });
});

test('[CON8] of 20 starts of one customer at once, one gets a contact', async () => {
  const customerNumber = randomUUID();
  const starts = await Promise.allSettled(Array.from({ length: 20 }, () => waiting({ customerNumber })));
  expect(starts.filter((start) => start.status === 'fulfilled')).toHaveLength(1);
  const refusals = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason.code] : []));
  expect(new Set(refusals)).toEqual(new Set(['already_in_help']));
});

test("[CON5] an accept after the deadline is too late by the database's clock, even before anyone has withdrawn the offer", async () => {
  const [to, ada] = [await waiting(), await agent()];
  const epoch = await offered(to, ada);
  await expire(to);
  expect(await run((tx) => tx.contacts.accept(to.contactId, ada, epoch))).toBeNull();
  expect(await stateOf(to)).toBe('offered');
});

test('[CON3] an accept with an older epoch, or of another agent, changes nothing', async () => {
  const [to, ada, bob] = [await waiting(), await agent(), await agent()];
  const first = await offered(to, ada);
  await run((tx) => tx.contacts.withdrawOffer(to.contactId, first, 0));
  expect(await offered(to, bob)).toBe(first + 1);
  expect(await run((tx) => tx.contacts.accept(to.contactId, ada, first))).toBeNull();
  expect(await run((tx) => tx.contacts.accept(to.contactId, bob, first))).toBeNull();
  expect(await run((tx) => tx.contacts.withdrawOffer(to.contactId, first, 0))).toBeNull();
  expect(await run((tx) => tx.contacts.accept(to.contactId, bob, first + 1))).toMatchObject({ ownerId: bob });
});

test('[LOG8] only the owner can end, transfer, or write the wrap-up', async () => {
  const [to, ada, bob] = [await waiting(), await agent(), await agent()];
  await run((tx) => tx.contacts.pick(to.contactId, ada));
  expect(await run((tx) => tx.contacts.endByOwner(to.contactId, bob, 'ended_by_agent'))).toBeNull();
  expect(await run((tx) => tx.contacts.requeue(to.contactId, bob, {}))).toBeNull();
  expect(await run((tx) => tx.contacts.wrapUp(to.contactId, ada, 'too early'))).toBeNull();
  await run((tx) => tx.contacts.endByOwner(to.contactId, ada, 'ended_by_agent'));
  expect(await run((tx) => tx.contacts.wrapUp(to.contactId, bob, 'not mine'))).toBeNull();
  expect((await run((tx) => tx.desks.conversations(ada))).map((one) => one.id)).toEqual([to.conversationId]);
  expect(await run((tx) => tx.contacts.wrapUp(to.contactId, ada, 'done'))).toMatchObject({ contactId: to.contactId });
  expect(await run((tx) => tx.desks.conversations(ada))).toEqual([]);
  expect(await run((tx) => tx.contacts.get(to.contactId))).toMatchObject({ wrapUp: 'done' });
});

test("a contact that the customer ends while it is active still wants its owner's wrap-up; one that waits does not", async () => {
  const [active, idle, ada] = [await waiting(), await waiting(), await agent()];
  await run((tx) => tx.contacts.pick(active.contactId, ada));
  await run((tx) => tx.contacts.endAnyhow(active.contactId, 'ended_by_customer'));
  await run((tx) => tx.contacts.endAnyhow(idle.contactId, 'customer_gone'));
  expect(await run((tx) => tx.contacts.endAnyhow(idle.contactId, 'ended_by_system'))).toBeNull();
  expect((await run((tx) => tx.desks.conversations(ada))).map((one) => one.contact.id)).toEqual([active.contactId]);
});

test('a transfer rings at the colleague first, says who sends it and why, and starts anew for whoever takes it', async () => {
  const [to, ada, bob] = [await waiting(), await agent(), await agent()];
  await run((tx) => tx.contacts.pick(to.contactId, ada));
  // Bob had missed it before; the aim of a transfer is offered to him all the same.
  await client.query(
    `INSERT INTO contact_mutes (tenant_id, contact_id, agent_id, until) VALUES ($1, $2, $3, now() + interval '1 hour')`,
    [fixture.tenantId, to.contactId, bob],
  );
  const change = await run((tx) =>
    tx.contacts.requeue(to.contactId, ada, { targetAgentId: bob, fromAgentName: 'Ada', note: 'speaks Dutch' }),
  );
  expect(change).toMatchObject({ previousAgentId: ada, ownerId: null });
  const candidate = (await run((tx) => tx.routing.waiting(fixture.queueId, 1000, { withQuestions: false }))).find(
    (one) => one.contactId === to.contactId,
  );
  expect(candidate).toMatchObject({ conversationId: to.conversationId, targetAgentId: bob, mutes: {}, weight: 1 });
  await offered(to, bob);
  expect(await run((tx) => tx.desks.offers(bob))).toMatchObject([
    { contactId: to.contactId, transferredFrom: 'Ada', transferNote: 'speaks Dutch', epoch: 1, queueName: 'Help' },
  ]);
  await run((tx) => tx.contacts.accept(to.contactId, bob, 1));
  await run((tx) => tx.contacts.requeue(to.contactId, bob, {}));
  const again = (await run((tx) => tx.routing.waiting(fixture.queueId, 1000, { withQuestions: false }))).find(
    (one) => one.contactId === to.contactId,
  );
  expect(again?.targetAgentId).toBeNull();
});

test('ended contacts are listed newest first, in pages that join without gap or overlap while others are added', async () => {
  const customerNumber = randomUUID();
  const ada = await agent();
  const own: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    const to = await waiting({ customerNumber });
    if (index % 2 === 0) await run((tx) => tx.contacts.pick(to.contactId, ada));
    await run((tx) => tx.contacts.endAnyhow(to.contactId, 'ended_by_system'));
    own.unshift(to.contactId);
  }
  const { customerId } = await waiting({ customerNumber });
  const pages = async (filter: { customerId?: string; ownerId?: string }) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await run((tx) =>
        tx.contacts.listEnded(filter, { limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
      );
      seen.push(...page.contacts.map((contact) => contact.id));
      cursor = page.nextCursor ?? undefined;
      const added = await waiting();
      await run((tx) => tx.contacts.endAnyhow(added.contactId, 'customer_gone'));
    } while (cursor !== undefined);
    return seen;
  };
  expect(await pages({ customerId })).toEqual(own);
  expect(await pages({ ownerId: ada })).toEqual(own.filter((_, index) => index % 2 === 0));
  expect(await pages({ customerId, ownerId: ada })).toEqual(own.filter((_, index) => index % 2 === 0));
  const everybodys = await pages({});
  expect(new Set(everybodys).size).toBe(everybodys.length);
  expect(everybodys).toEqual(expect.arrayContaining(own));
  for (const cursor of ['x', '1.2', `1.${randomUUID()}.x`.slice(0, 5), "1'--.a"]) {
    await expect(run((tx) => tx.contacts.listEnded({}, { cursor, limit: 3 }))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  }
});
