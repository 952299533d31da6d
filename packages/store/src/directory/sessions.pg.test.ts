import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  addAgent,
  addTenant,
  addWaiting,
  createFixture,
  type Fixture,
  many,
  type Started,
} from '../testing/fixture.ts';

let fixture: Fixture;
let client: pg.Client;
beforeAll(async () => {
  fixture = await createFixture();
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const digest = () => randomBytes(32);

async function customer(to: Started, seconds = 60) {
  const session = { id: randomUUID(), digest: digest(), customerId: to.customerId, deviceHash: 'd', seconds };
  await fixture.inTransaction((tx) => tx.directory.createCustomerSession({ ...to, ...session }));
  const { conversationId, contactId } = to;
  return { ...session, found: { id: session.id, customerId: to.customerId, conversationId, contactId, name: 'Grace' } };
}

async function agent(agentId: string, seconds = 60) {
  const session = { id: randomUUID(), digest: digest(), agentId, seconds };
  await fixture.inTransaction((tx) => tx.directory.createAgentSession(session));
  return { ...session, found: { id: session.id, agentId, role: 'agent', name: 'Ada' } };
}

const waiting = () => addWaiting(fixture.store, fixture.tenantId);

test('among many at once each is told who they are; an expired, an unknown and a foreign token is nobody', async () => {
  const { sessions } = fixture.store;
  const good = await many(20, async () => customer(await waiting()));
  const expired = await customer(await waiting(), 0);
  const { id: other } = await addTenant(fixture.store);
  const [found, nobody, unknown, foreign] = await Promise.all([
    Promise.all(good.map((session) => sessions.customer(fixture.tenantId, session.digest))),
    sessions.customer(fixture.tenantId, expired.digest),
    sessions.customer(fixture.tenantId, digest()),
    sessions.customer(other, good[0]?.digest ?? digest()),
  ]);
  expect(found).toEqual(good.map((session) => session.found));
  expect([nobody, unknown, foreign]).toEqual([null, null, null]);
});

test('a session of an agent is good until it expires, is ended, or its agent is disabled', async () => {
  const { sessions } = fixture.store;
  const agentId = await addAgent(fixture.store, fixture.tenantId);
  const [good, expired, ended] = [await agent(agentId), await agent(agentId, 0), await agent(agentId)];
  await fixture.inTransaction((tx) => tx.directory.endAgentSession(ended.id));
  const ask = () =>
    Promise.all([good, expired, ended].map((session) => sessions.agent(fixture.tenantId, session.digest, 20)));
  expect(await ask()).toEqual([good.found, null, null]);
  await client.query('UPDATE agents SET disabled = true WHERE id = $1', [agentId]);
  expect(await ask()).toEqual([null, null, null]);
});

test('[CON6] who an agent is, is a sign of life, written at most once in five seconds, and never waited for', async () => {
  const { sessions } = fixture.store;
  const agentId = await addAgent(fixture.store, fixture.tenantId);
  const session = await agent(agentId);
  const ask = () => sessions.agent(fixture.tenantId, session.digest, 20);
  const seen = async () => {
    const { rows } = await client.query<{ left: number; until: string }>(
      `SELECT extract(epoch FROM seen_until - clock_timestamp())::float8 AS left, seen_until::text AS until FROM desks WHERE agent_id = $1`,
      [agentId],
    );
    return rows[0] ?? { left: 0, until: '' };
  };
  const leave = (seconds: number) =>
    client.query('UPDATE desks SET seen_until = clock_timestamp() + make_interval(secs => $2) WHERE agent_id = $1', [
      agentId,
      seconds,
    ]);
  await leave(-1);
  // Twice in one round.
  expect(await Promise.all([ask(), ask()])).toEqual([session.found, session.found]);
  const touched = await seen();
  expect(touched.left).toBeGreaterThan(15);
  expect(touched.left).toBeLessThanOrEqual(20);
  await ask();
  expect((await seen()).until).toBe(touched.until);
  await leave(14);
  await ask();
  expect((await seen()).left).toBeGreaterThan(15);
  await leave(1);
  const holder = new pg.Client({ connectionString: fixture.url });
  await holder.connect();
  await holder.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
  await holder.query('BEGIN');
  await holder.query('SELECT FROM desks WHERE agent_id = $1 FOR UPDATE', [agentId]);
  expect(await ask()).toEqual(session.found);
  await holder.end();
});

test('[WS2] a ticket is good once, of twenty who bring it at once, only in its time, and only while its session lives', async () => {
  const { sessions } = fixture.store;
  const { store } = await fixture.another();
  const owner = await customer(await waiting());
  const person = await agent(await addAgent(fixture.store, fixture.tenantId));
  const over = await customer(await waiting(), 0);
  const ticket = async (kind: 'customer' | 'agent', sessionId: string, seconds = 60) => {
    const made = digest();
    await sessions.createTicket(fixture.tenantId, made, { kind, sessionId }, seconds);
    return made;
  };
  const redeem = (one: Uint8Array, by = sessions) => by.redeemTicket(fixture.tenantId, one);
  const once = await ticket('customer', owner.id);
  // Ten in a round here, ten in another process.
  const tries = Array.from({ length: 10 }, () => [redeem(once), redeem(once, store.sessions)]).flat();
  expect((await Promise.all(tries)).filter((one) => one !== null)).toEqual([{ kind: 'customer', ...owner.found }]);
  const [agents, expired, gone, foreign] = [
    await ticket('agent', person.id),
    await ticket('customer', owner.id, 0),
    await ticket('customer', over.id),
    await ticket('customer', owner.id),
  ];
  const { id: other } = await addTenant(fixture.store);
  expect(await sessions.redeemTicket(other, foreign)).toBeNull();
  expect(await Promise.all([agents, expired, gone, foreign, digest()].map((one) => redeem(one)))).toEqual([
    { kind: 'agent', ...person.found },
    null,
    null,
    { kind: 'customer', ...owner.found },
    null,
  ]);
});

test('fifty who come back at once cost a handful of statements', async () => {
  const { sessions, catchUp } = fixture.store;
  const back = await many(50, async () => customer(await waiting()));
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await Promise.all(
      back.map(async (session) => {
        const { conversationId, contactId } = session.found;
        const ticket = digest();
        await sessions.customer(fixture.tenantId, session.digest);
        await sessions.createTicket(fixture.tenantId, ticket, { kind: 'customer', sessionId: session.id }, 60);
        expect(await sessions.redeemTicket(fixture.tenantId, ticket)).toEqual({ kind: 'customer', ...session.found });
        await catchUp.page(fixture.tenantId, conversationId, { after: 0, limit: 100 });
        await catchUp.help(fixture.tenantId, contactId);
        await catchUp.markDelivered(fixture.tenantId, conversationId, { side: 'customer', id: session.customerId }, 0);
      }),
    );
    expect(spy.mock.calls.length).toBeGreaterThan(0);
    expect(spy.mock.calls.length).toBeLessThanOrEqual(24);
  } finally {
    spy.mockRestore();
  }
});
