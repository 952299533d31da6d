import { randomUUID } from 'node:crypto';
import { CallSystems, type CompanyServices, type Platform, type Transaction } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture, random, silent } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

type Answer = Awaited<ReturnType<CompanyServices['createInteraction']>>;

/** A company whose call system answers at the address that is its name. */
async function company(): Promise<{ tenantId: string; queueId: string; url: string }> {
  const { id: tenantId } = await addTenant(fixture.store);
  const [queueId, url] = [randomUUID(), `https://${tenantId}.example`];
  await fixture.store.transaction(tenantId, async (tx) => {
    await tx.company.openExternalQueue(queueId, 'Call system');
    await tx.company.saveBackend({ url, sealedSecret: 'sealed' });
  });
  return { tenantId, queueId, url };
}

function callSystems(answers: (url: string) => Promise<Answer>): CallSystems {
  const { store, bus } = fixture;
  const services = { createInteraction: ({ url }: { url: string }) => answers(url) };
  const sealer = { open: (sealed: string) => sealed };
  return new CallSystems({ store, bus, random, log: silent, sealer, company: services } as unknown as Platform);
}

const stateOf = async (tenantId: string, contactId: string) =>
  (await fixture.store.transaction(tenantId, (tx) => tx.company.interactionOf(contactId)))?.state;

test('a company whose call system hangs holds up nobody else, however many of its customers wait', async () => {
  const [hanging, sound] = [await company(), await company()];
  let asked = 0;
  let release = (): void => undefined;
  const hangs = new Promise<void>((resolve) => {
    release = resolve;
  });
  const systems = callSystems(async (url) => {
    if (url !== hanging.url) return { kind: 'created', interactionId: `I-${randomUUID()}` };
    asked += 1;
    await hangs;
    return { kind: 'no_answer' };
  });
  for (let n = 0; n < 30; n += 1) await addWaiting(fixture.store, hanging.tenantId, { queueId: hanging.queueId });
  expect(await systems.look()).toBe(20);
  expect(await systems.look()).toBe(0);
  const { contactId } = await addWaiting(fixture.store, sound.tenantId, { queueId: sound.queueId });
  expect(await systems.look()).toBe(1);
  await expect.poll(() => stateOf(sound.tenantId, contactId)).toBe('open');
  await expect.poll(() => asked).toBe(20);
  release();
  await systems.settled();
  expect(await systems.look()).toBe(10);
  await systems.settled();
  expect(asked).toBe(30);
});

test('a refusal that comes when a customer waits with us, or has an agent, ends nothing', async () => {
  const { tenantId, queueId } = await company();
  const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.store.transaction(tenantId, work);
  const ours = await run((tx) => tx.queues.defaultQueueId());
  const ada = await addAgent(fixture.store, tenantId);
  const meanwhile = async (move: (contactId: string) => Promise<unknown>) => {
    const { contactId } = await addWaiting(fixture.store, tenantId, { queueId });
    const systems = callSystems(async () => {
      await move(contactId);
      return { kind: 'refused', message: 'Not here.' };
    });
    await systems.look();
    await systems.settled();
    return { state: (await run((tx) => tx.contacts.get(contactId)))?.state, asked: await stateOf(tenantId, contactId) };
  };
  expect(await meanwhile(async () => undefined)).toEqual({ state: 'ended', asked: 'closed' });
  expect(
    await meanwhile((contactId) =>
      run((tx) => tx.supervision.sendBack(contactId, { queueId: ours, fromAgentName: 'Boss' })),
    ),
  ).toEqual({
    state: 'waiting',
    asked: 'closed',
  });
  expect(await meanwhile((contactId) => run((tx) => tx.contacts.pick(contactId, ada)))).toEqual({
    state: 'active',
    asked: 'closed',
  });
});

test('nobody is given up after a single try, however late it came', async () => {
  const { tenantId, queueId } = await company();
  const { contactId } = await addWaiting(fixture.store, tenantId, { queueId });
  const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.store.transaction(tenantId, work);
  const systems = callSystems(async () => ({ kind: 'no_answer' }));
  await olderBy(tenantId, contactId, 120);
  const states: (string | undefined)[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await systems.look();
    await systems.settled();
    states.push((await run((tx) => tx.contacts.get(contactId)))?.state);
    await run((tx) => tx.company.retry(contactId, 1, 0));
  }
  expect(states).toEqual(['waiting', 'waiting', 'ended']);
});

/** As if it had been wanted for so many seconds. */
async function olderBy(tenantId: string, contactId: string, seconds: number): Promise<void> {
  const client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
  await client.query('UPDATE interactions SET since = since - make_interval(secs => $2) WHERE contact_id = $1', [
    contactId,
    seconds,
  ]);
  await client.end();
}
