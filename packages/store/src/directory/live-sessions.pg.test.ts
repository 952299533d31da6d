import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

test('[WS5] of many sessions those are live that have not expired or ended, of people of this tenant', async () => {
  const agentId = await addAgent(fixture.store, fixture.tenantId);
  const to = await addWaiting(fixture.store, fixture.tenantId);
  const agent = async (seconds: number) => {
    const session = { id: randomUUID(), digest: randomBytes(32), agentId, seconds };
    await fixture.inTransaction(({ directory }) => directory.createAgentSession(session));
    return session.id;
  };
  const customer = async (seconds: number) => {
    const session = { id: randomUUID(), digest: randomBytes(32), deviceHash: 'd', seconds, customerId: to.customerId };
    await fixture.inTransaction(({ directory }) => directory.createCustomerSession({ ...session, ...to }));
    return session.id;
  };
  const live = [await agent(60), await customer(60)];
  const ended = await agent(60);
  const asked = [...live, ended, await agent(0), await customer(0), randomUUID()];
  await fixture.inTransaction(({ directory }) => directory.endAgentSession(ended));
  const found = () => fixture.inTransaction(({ directory }) => directory.liveSessions(asked));
  expect(await found()).toEqual(new Set(live));
  const { id: other } = await addTenant(fixture.store);
  expect(await fixture.store.transaction(other, (tx) => tx.directory.liveSessions(asked))).toEqual(new Set());
});
