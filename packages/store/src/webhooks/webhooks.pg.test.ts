import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, Transaction } from '@alongside/domain';
import { WEBHOOK_EVENTS, type WebhookSettings } from '@alongside/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture, type Started } from '../testing/fixture.ts';

let fixture: Fixture;
let tenantId: string;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ id: tenantId } = await addTenant(fixture.store));
});

const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => fixture.store.transaction(tenantId, work);

async function addWebhook(settings: Partial<WebhookSettings> = {}): Promise<string> {
  const id = randomUUID();
  const whole = {
    url: 'https://a.example/',
    description: '',
    events: [...WEBHOOK_EVENTS],
    includeText: false,
    enabled: true,
    ...settings,
  };
  await inTransaction((tx) => tx.webhooks.create({ ...whole, id, sealedSecret: 'sealed' }));
  return id;
}

const say = (to: Started, text: string, clientId: string = randomUUID()) =>
  fixture.store.journal.append({
    tenantId,
    conversationId: to.conversationId,
    author: { kind: 'customer', id: to.customerId, name: 'Grace' },
    clientId,
    body: { kind: 'text', text },
    visibility: 'all',
  });

const dueNow = async (ahead = 0) =>
  (await fixture.store.webhookQueue.due(ahead)).filter((due) => due.tenantId === tenantId).map((due) => due.webhookId);
async function claim(id: string, count = 100, ahead = 0): Promise<ClaimedDelivery[]> {
  await fixture.store.webhookQueue.due(ahead);
  return inTransaction((tx) => tx.webhooks.claim(id, randomUUID(), count, 60, ahead));
}
const settle = (claimed: ClaimedDelivery, state: 'delivered' | 'dead' | 'pending', pauseSeconds = 0, ahead = 0) =>
  inTransaction((tx) =>
    tx.webhooks.settle(claimed, { state, pauseSeconds, status: 200, error: null, milliseconds: 1 }, ahead),
  );
/** Takes everything that is due, one after the other, and says what came. */
async function drain(id: string): Promise<ClaimedDelivery[]> {
  const all: ClaimedDelivery[] = [];
  for (;;) {
    const batch = await claim(id);
    if (batch.length === 0) return all;
    for (const one of batch) await settle(one, 'delivered');
    all.push(...batch);
  }
}

test('[HOOK1] each thing that happens is noted once, in the order of the log, with its facts and without words', async () => {
  const id = await addWebhook();
  const agentId = await addAgent(fixture.store, tenantId);
  const to = await addWaiting(fixture.store, tenantId);
  const author = { kind: 'system', id: null, name: '' } as const;
  await inTransaction(async (tx) => {
    await tx.log.append(
      to.conversationId,
      { kind: 'customer', id: to.customerId, name: 'Grace' },
      { kind: 'contact.requested', contactId: to.contactId, queueName: 'Help', helpType: 'CHAT' },
      'all',
    );
    await tx.contacts.offer(to.contactId, agentId, 60);
  });
  await say(to, 'my secret words');
  await inTransaction(async (tx) => {
    await tx.desks.setPresence(agentId, 'away', 'chosen');
    await tx.log.append(to.conversationId, author, { kind: 'note', text: 'not for others' }, 'agents');
    await tx.log.append(
      to.conversationId,
      author,
      { kind: 'contact.ended', contactId: to.contactId, reason: 'ended_by_system' },
      'all',
    );
  });
  const told = await drain(id);
  const ofConversation = told.filter(({ lane }) => lane === to.conversationId);
  expect(ofConversation.map(({ type }) => type)).toEqual([
    'contact.requested',
    'contact.offered',
    'message.created',
    'contact.ended',
  ]);
  expect(told.filter(({ type }) => type === 'agent.presence_changed').at(-1)?.data).toMatchObject({
    agent: { id: agentId },
    state: 'away',
    reason: 'chosen',
  });
  expect(ofConversation[0]?.data).toMatchObject({
    contactId: to.contactId,
    conversationId: to.conversationId,
    customer: { id: to.customerId, customerId: to.customerNumber },
    queue: { name: expect.any(String) },
    seq: 1,
  });
  expect(ofConversation[1]?.data).toMatchObject({
    agent: { id: agentId },
    epoch: 1,
    deadline: expect.stringMatching(/Z$/),
  });
  expect(JSON.stringify(told)).not.toContain('secret words');
  expect(JSON.stringify(told)).not.toContain('not for others');
});

test('[HOOK1] words go only to a webhook that asks for them', async () => {
  const id = await addWebhook({ events: ['message.created'], includeText: true });
  const to = await addWaiting(fixture.store, tenantId);
  await say(to, 'my words');
  expect(await drain(id)).toMatchObject([
    { data: { text: 'my words', from: { kind: 'customer', id: to.customerId } } },
  ]);
});

test('what nobody asked for, or was asked for by one who is switched off, is not noted', async () => {
  const ended = await addWebhook({ events: ['contact.ended'] });
  const off = await addWebhook({ enabled: false });
  const to = await addWaiting(fixture.store, tenantId);
  await say(to, 'x');
  expect(await drain(ended)).toEqual([]);
  expect(await inTransaction((tx) => tx.webhooks.update(off, { enabled: true }))).toMatchObject({
    disabledReason: null,
  });
  expect(await drain(off)).toEqual([]);
});

test('a message that is repeated, or whose transaction is rolled back, is told once or not at all', async () => {
  const id = await addWebhook({ events: ['message.created', 'contact.ended'] });
  const to = await addWaiting(fixture.store, tenantId);
  await Promise.all([say(to, 'x', 'same'), say(to, 'x', 'same'), say(to, 'x', 'same')]);
  await inTransaction(async (tx) => {
    await tx.log.append(
      to.conversationId,
      { kind: 'system', id: null, name: '' },
      { kind: 'contact.ended', contactId: to.contactId, reason: 'ended_by_system' },
      'all',
    );
    throw new Error('no');
  }).catch(() => undefined);
  expect((await drain(id)).map(({ type }) => type)).toEqual(['message.created']);
});

test('[HOOK3] the first of a conversation is tried alone; those behind it wait, other conversations do not', async () => {
  const id = await addWebhook({ events: ['message.created'] });
  const [one, two] = [await addWaiting(fixture.store, tenantId), await addWaiting(fixture.store, tenantId)];
  for (const text of ['1', '2', '3']) await say(one, text);
  await say(two, '1');
  const first = await claim(id);
  expect(first.map(({ lane, data }) => [lane, data.seq])).toEqual(
    expect.arrayContaining([
      [one.conversationId, 1],
      [two.conversationId, 1],
    ]),
  );
  expect(first).toHaveLength(2);
  const mine = first.find(({ lane }) => lane === one.conversationId)!;
  await settle(mine, 'pending', 100);
  expect(await claim(id)).toEqual([]);
  const [again] = await claim(id, 10, 101);
  expect(again).toMatchObject({ eventId: mine.eventId, attempts: 1 });
  await settle(again!, 'dead', 0, 101);
  expect(await claim(id, 10, 102)).toMatchObject([{ data: { seq: 2 } }]);
});

test('of two who claim at once each event goes to one', async () => {
  const id = await addWebhook({ events: ['message.created'] });
  for (let n = 0; n < 10; n += 1) await say(await addWaiting(fixture.store, tenantId), 'x');
  await fixture.store.webhookQueue.due(0);
  const taken = (await Promise.all(Array.from({ length: 5 }, () => claim(id, 4)))).flat();
  expect(taken).toHaveLength(10);
  expect(new Set(taken.map(({ eventId }) => eventId)).size).toBe(10);
});

test('[HOOK3] a claim that is never settled runs out, and its late settling changes nothing', async () => {
  const id = await addWebhook({ events: ['message.created'] });
  await say(await addWaiting(fixture.store, tenantId), 'x');
  const [died] = await claim(id);
  expect(await claim(id)).toEqual([]);
  const [taken] = await claim(id, 1, 61);
  expect(taken).toMatchObject({ eventId: died!.eventId });
  expect(await settle(died!, 'dead')).toBe(false);
  expect(await settle(taken!, 'delivered')).toBe(true);
});

test('events that come while a lane is being emptied are not forgotten', async () => {
  const id = await addWebhook({ events: ['message.created'] });
  const to = await addWaiting(fixture.store, tenantId);
  const seen: unknown[] = [];
  let sent = 0;
  const writer = (async () => {
    for (; sent < 60; sent += 1) await say(to, String(sent));
  })();
  const reader = async () => {
    while (seen.length < 60) {
      for (const one of await claim(id, 1)) {
        seen.push(one.data.seq);
        await settle(one, 'delivered');
      }
    }
  };
  await Promise.all([writer, reader(), reader()]);
  expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
});

test('[HOOK5] a webhook that is held or switched off is left alone, and goes on afterwards', async () => {
  const id = await addWebhook({ events: ['message.created'] });
  await say(await addWaiting(fixture.store, tenantId), 'x');
  await inTransaction((tx) => tx.webhooks.hold(id, 100, 0));
  expect(await dueNow()).toEqual([]);
  expect(await claim(id)).toEqual([]);
  expect(await inTransaction((tx) => tx.webhooks.switchOff(id))).toBe(true);
  expect(await inTransaction((tx) => tx.webhooks.switchOff(id))).toBe(false);
  expect(await inTransaction((tx) => tx.webhooks.get(id))).toMatchObject({
    enabled: false,
    disabledReason: 'receiver_gone',
    waiting: 1,
  });
  expect(await claim(id, 1, 200)).toEqual([]);
  await inTransaction((tx) => tx.webhooks.update(id, { enabled: true }));
  expect(await dueNow()).toEqual([id]);
  expect(await claim(id)).toHaveLength(1);
});

test('[HOOK7] dead ones are listed and replayed, one or all, with the same id and before what came later', async () => {
  const id = await addWebhook({ events: ['message.created'] });
  const to = await addWaiting(fixture.store, tenantId);
  for (const text of ['1', '2', '3']) await say(to, text);
  const dead: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const [one] = await claim(id);
    dead.push(one!.eventId);
    await settle(one!, 'dead');
  }
  const list = async (filter: { state?: 'dead' | 'waiting' | 'delivered'; cursor?: string } = {}, limit = 2) =>
    inTransaction((tx) => tx.webhooks.deliveries(id, filter, limit));
  const page = await list({ state: 'dead' });
  expect(page.deliveries).toMatchObject([{ state: 'dead' }, { state: 'dead' }]);
  expect((await list({ state: 'dead', cursor: page.nextCursor! })).deliveries).toHaveLength(1);
  expect(await inTransaction((tx) => tx.webhooks.get(id))).toMatchObject({ dead: 3, waiting: 0 });
  await say(to, '4');
  const replayed = await inTransaction((tx) => tx.webhooks.replay(id, page.deliveries[0]!.id));
  expect(replayed).toMatchObject({ state: 'waiting', attempts: 0, messageId: page.deliveries[0]!.messageId });
  expect(await inTransaction((tx) => tx.webhooks.replayDead(id))).toBe(2);
  const again = await drain(id);
  expect(again.map(({ data }) => data.seq)).toEqual([1, 2, 3, 4]);
  expect(again.slice(0, 3).map(({ eventId }) => eventId)).toEqual(dead);
  expect(await inTransaction((tx) => tx.webhooks.replay(id, randomUUID()))).toBeNull();
});

test('during an overlap both secrets sign, after it and without one only the new', async () => {
  const id = await addWebhook();
  const secrets = async () => (await inTransaction((tx) => tx.webhooks.target(id)))?.sealedSecrets;
  expect(await inTransaction((tx) => tx.webhooks.rotate(id, 'second', 1))).toMatchObject({
    previousSecretUntil: expect.any(String),
  });
  expect(await secrets()).toEqual(['second', 'sealed']);
  await inTransaction((tx) => tx.webhooks.rotate(id, 'third', 0));
  expect(await secrets()).toEqual(['third']);
});

test('a webhook goes with everything that waited for it, and leaves what another wants', async () => {
  const [gone, kept] = [
    await addWebhook({ events: ['message.created'] }),
    await addWebhook({ events: ['message.created'] }),
  ];
  await say(await addWaiting(fixture.store, tenantId), 'x');
  await fixture.store.webhookQueue.due(0);
  expect(await inTransaction((tx) => tx.webhooks.delete(gone))).toBe(true);
  expect(await inTransaction((tx) => tx.webhooks.get(gone))).toBeNull();
  expect(await drain(kept)).toHaveLength(1);
});
