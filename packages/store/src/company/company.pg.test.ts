import { randomUUID } from 'node:crypto';
import type { Transaction } from '@alongside/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
let queueId: string;
let ada: string;
beforeAll(async () => {
  fixture = await createFixture();
  queueId = randomUUID();
  await run((tx) => tx.company.openExternalQueue(queueId, 'Call system'));
  ada = await addAgent(fixture.store, fixture.tenantId, { capacity: 100 });
});
afterAll(() => fixture[Symbol.asyncDispose]());

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const waiting = (queue = queueId) => addWaiting(fixture.store, fixture.tenantId, { queueId: queue });
const claim = async (seconds = 60) =>
  (await fixture.store.sweeps.claimInteractions(1000, seconds)).filter((one) => one.tenantId === fixture.tenantId);
const claimOf = async (contactId: string) => (await claim()).find((one) => one.contactId === contactId);
const stateOf = async (contactId: string) => (await run((tx) => tx.company.interactionOf(contactId)))?.state ?? null;
/** As the call system holds it. */
async function held() {
  const contact = await waiting();
  await claim();
  await run((tx) => tx.company.noteCreated(contact.contactId, 1, `I-${contact.contactId}`));
  return contact;
}

test('who waits in the external queue is wanted in the call system, and nobody else', async () => {
  const contact = await waiting();
  const ours = await waiting(fixture.queueId);
  expect(await claimOf(contact.contactId)).toMatchObject({
    round: 1,
    wants: 'wanted',
    interactionId: null,
    attempt: 1,
  });
  expect(await stateOf(ours.contactId)).toBeNull();
});

test('what was claimed is nobody else’s until its time is over', async () => {
  const contact = await waiting();
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimOf(contact.contactId)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  await run((tx) => tx.company.retry(contact.contactId, 1, 0));
  expect(await claimOf(contact.contactId)).toMatchObject({ attempt: 2 });
});

test('an id is awaited from the first request until it is noted', async () => {
  const { id } = await addTenant(fixture.store);
  await fixture.store.transaction(id, (tx) => tx.company.openExternalQueue(randomUUID(), 'Call system'));
  const queue = await fixture.store.transaction(id, (tx) => tx.company.externalQueueId());
  const awaits = () => fixture.store.transaction(id, (tx) => tx.company.awaitsId());
  const { contactId } = await addWaiting(fixture.store, id, { queueId: queue ?? '' });
  expect(await awaits()).toBe(false);
  await fixture.store.sweeps.claimInteractions(1000, 60);
  expect(await awaits()).toBe(true);
  const other = await addTenant(fixture.store);
  expect(await fixture.store.transaction(other.id, (tx) => tx.company.awaitsId())).toBe(false);
  await fixture.store.transaction(id, (tx) => tx.company.noteCreated(contactId, 1, 'I-1'));
  expect(await awaits()).toBe(false);
});

test('a customer who gives up is to be forgotten, whichever comes first', async () => {
  const contact = await held();
  await run((tx) => tx.contacts.cancel(contact.contactId, 'cancelled_by_customer'));
  expect(await claimOf(contact.contactId)).toMatchObject({
    wants: 'unwanted',
    interactionId: `I-${contact.contactId}`,
    attempt: 1,
  });

  const early = await waiting();
  await run((tx) => tx.contacts.cancel(early.contactId, 'cancelled_by_customer'));
  expect(await stateOf(early.contactId)).toBe('closed');

  // The request was on its way: its answer names what is to be forgotten.
  const meanwhile = await waiting();
  await claim();
  await run((tx) => tx.contacts.cancel(meanwhile.contactId, 'cancelled_by_customer'));
  expect(await claimOf(meanwhile.contactId)).toBeUndefined();
  expect(await run((tx) => tx.company.noteCreated(meanwhile.contactId, 1, 'I-late'))).toBe('unwanted');
  expect(await claimOf(meanwhile.contactId)).toMatchObject({ wants: 'unwanted', interactionId: 'I-late' });
});

test('one whom an agent has taken is done, and wanted anew if they wait again', async () => {
  const contact = await held();
  await run((tx) => tx.contacts.pick(contact.contactId, ada));
  expect(await stateOf(contact.contactId)).toBe('closed');
  await run((tx) => tx.contacts.requeue(contact.contactId, ada, {}));
  expect(await claimOf(contact.contactId)).toMatchObject({ round: 2, wants: 'wanted', interactionId: null });
  expect(await run((tx) => tx.company.findInteraction(`I-${contact.contactId}`))).toMatchObject({
    round: 1,
    state: 'closed',
  });
});

test('[OWN1] the router never decides over the external queue, and nobody is told a place in it', async () => {
  expect(await run((tx) => tx.routing.tryDecide(queueId))).toBe(false);
  expect(await run((tx) => tx.routing.tryDecide(fixture.queueId))).toBe(true);
  const lengths = await run((tx) => tx.queues.lengths());
  expect(lengths.map(({ id }) => id)).toEqual([fixture.queueId]);
});

test('a queue that is external no longer is a queue like others; what is held is to be forgotten; and it can be one again', async () => {
  const contact = await held();
  expect(await run((tx) => tx.company.closeExternalQueue())).toBe(queueId);
  expect(await run((tx) => tx.company.externalQueueId())).toBeNull();
  expect(await stateOf(contact.contactId)).toBe('unwanted');
  expect(await run((tx) => tx.routing.tryDecide(queueId))).toBe(true);
  await run((tx) => tx.company.openExternalQueue(randomUUID(), 'Call system'));
  await run((tx) => tx.company.openExternalQueue(randomUUID(), 'Call system'));
  expect(await run((tx) => tx.company.externalQueueId())).toBe(queueId);
});

test('another tenant’s call system, people and customers are not seen', async () => {
  const { id } = await addTenant(fixture.store);
  const contact = await held();
  await run((tx) => tx.company.saveBackend({ url: 'https://a.example', sealedSecret: 's' }));
  await fixture.store.transaction(id, async (tx) => {
    expect(await tx.company.backend()).toBeNull();
    expect(await tx.company.externalQueueId()).toBeNull();
    expect(await tx.company.findInteraction(`I-${contact.contactId}`)).toBeNull();
    expect(await tx.company.staff(ada)).toBeNull();
  });
});

test('a person is found by staff number before our id; out of office is kept', async () => {
  const bea = await addAgent(fixture.store, fixture.tenantId, { name: 'Bea' });
  await run(async (tx) => {
    const settings = await tx.routingSettings.agentToChange(bea);
    if (settings) await tx.routingSettings.saveAgent({ ...settings, staffNumber: '45186' });
  });
  expect(await run((tx) => tx.company.staff('45186'))).toEqual({ id: bea, name: 'Bea', staffNumber: '45186' });
  expect(await run((tx) => tx.company.staff(bea))).toMatchObject({ id: bea });
  expect(await run((tx) => tx.company.staff('1'))).toBeNull();
  const value = { message: 'On leave.', forwardTo: [ada] };
  await run((tx) => tx.company.setOutOfOffice(bea, value));
  expect(await run((tx) => tx.company.outOfOffice([ada, bea]))).toEqual(new Map([[bea, value]]));
  expect(await run((tx) => tx.company.staffOf([bea, ada]))).toMatchObject([{ id: bea }, { id: ada }]);
  await run((tx) => tx.company.setOutOfOffice(bea, null));
  expect(await run((tx) => tx.company.outOfOffice([bea]))).toEqual(new Map());
});

const touch = (contactId: string, seconds: number) =>
  fixture.store.sweeps.touchCustomers([{ tenantId: fixture.tenantId, contactId }], seconds);
const isGone = async (contactId: string) =>
  (await fixture.store.sweeps.goneCustomers(1000)).some((one) => one.contactId === contactId);

test('[F15] [OWN4] a customer is gone when the time of the last sign is over, and once', async () => {
  const { contactId } = await waiting(fixture.queueId);
  expect(await isGone(contactId)).toBe(false);
  await touch(contactId, 0);
  expect(await isGone(contactId)).toBe(false);
  // The tenant's grace time is in it.
  await touch(contactId, -180);
  expect(await isGone(contactId)).toBe(true);
  const taken = await Promise.all(Array.from({ length: 5 }, () => run((tx) => tx.company.takeGone(contactId))));
  expect(taken.filter(Boolean)).toHaveLength(1);
  expect(await isGone(contactId)).toBe(false);
  await touch(contactId, -180);
  await touch(contactId, 0);
  expect(await run((tx) => tx.company.takeGone(contactId))).toBe(false);
});

test('attached data stands in the contact as it was given', async () => {
  const { contactId } = await waiting(fixture.queueId);
  expect(await run((tx) => tx.contacts.get(contactId))).not.toHaveProperty('attachedData');
  const data = { segment: 'gold', '"ünïcode"': '\n' };
  await run((tx) => tx.company.setAttachedData(contactId, data));
  expect(await run((tx) => tx.contacts.get(contactId))).toMatchObject({ attachedData: data });
});
