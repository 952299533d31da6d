import { randomUUID } from 'node:crypto';
import type { ChannelSettings } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTenant, createFixture, type Fixture } from '../testing/fixture.ts';
import { mergeFields } from './fields.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const settings = (change: Partial<ChannelSettings> = {}): ChannelSettings => ({
  id: `chat_${randomUUID()}`,
  name: randomUUID(),
  mode: 'multi',
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  files: { enabled: true, maxMegabytes: 5, types: [] },
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: false,
  proactive: false,
  welcomeText: null,
  ...change,
});

const made = async (change: Partial<ChannelSettings> = {}): Promise<ChannelSettings> => {
  const channel = settings(change);
  await fixture.inTransaction((tx) => tx.channels.saveChannel(channel));
  return channel;
};

const identify = (channelId: string, said: object) =>
  fixture.inTransaction((tx) =>
    tx.channels.identify({
      id: randomUUID(),
      channelId,
      externalId: randomUUID(),
      firstName: '',
      lastName: '',
      imageUrl: null,
      ...said,
    }),
  );
const numberOf = async (customerId: string) =>
  (await fixture.inTransaction((tx) => tx.directory.customer(customerId)))?.customerId;

test('a channel is as it was saved; a secret that is not spoken of stays, null removes it', async () => {
  const channel = await made();
  const { tenantId } = fixture;
  const read = () => fixture.inTransaction((tx) => tx.channels.channel(channel.id));
  const secret = () => fixture.inTransaction((tx) => tx.channels.sealedOpenIdSecret(channel.id));
  expect(await read()).toEqual({ ...channel, tenantId, brandId: expect.any(Number) });
  await fixture.inTransaction((tx) => tx.channels.saveChannel(channel, 'sealed'));
  await fixture.inTransaction((tx) => tx.channels.saveChannel({ ...channel, mode: 'live' }));
  expect([(await read())?.mode, await secret()]).toEqual(['live', 'sealed']);
  await fixture.inTransaction((tx) => tx.channels.saveChannel(channel, null));
  expect(await secret()).toBeNull();
});

test('a name is taken once, a queue must be there, and a company sees only its own channels', async () => {
  const channel = await made({ name: 'Website' });
  await expect(made({ name: 'website' })).rejects.toMatchObject({ code: 'already_exists' });
  await expect(made({ queueId: randomUUID() })).rejects.toMatchObject({ code: 'unknown_reference' });
  await expect(made({ hoursId: randomUUID() })).rejects.toMatchObject({ code: 'unknown_reference' });
  const other = await addTenant(fixture.store);
  await fixture.store.transaction(other.id, async (tx) => {
    expect(await tx.channels.channels()).toEqual([]);
    expect(await tx.channels.channel(channel.id)).toBeNull();
    expect(await tx.channels.removeChannel(channel.id)).toBe(false);
  });
});

test('a queue or hours that a channel uses are not removed', async () => {
  const hoursId = randomUUID();
  const queueId = randomUUID();
  await fixture.inTransaction(async (tx) => {
    await tx.routingSettings.saveHours({
      id: hoursId,
      name: 'Days',
      timeZone: 'UTC',
      week: [],
      holidays: [],
      closedMessage: '',
    });
    const [queue] = await tx.routingSettings.queues();
    await tx.routingSettings.saveQueue({ ...queue!, id: queueId, name: 'Chats', isDefault: false });
  });
  const channel = await made({ hoursId, queueId });
  await expect(fixture.inTransaction((tx) => tx.routingSettings.removeHours(hoursId))).rejects.toMatchObject({
    code: 'in_use',
  });
  await expect(fixture.inTransaction((tx) => tx.routingSettings.removeQueue(queueId))).rejects.toMatchObject({
    code: 'in_use',
  });
  await fixture.inTransaction((tx) => tx.channels.removeChannel(channel.id));
  expect(await fixture.inTransaction((tx) => tx.routingSettings.removeQueue(queueId))).toBe(true);
});

test('an id of the app is one person, in capitals or not, and keeps the newest name', async () => {
  const { id } = await made();
  const externalId = randomUUID();
  const first = await identify(id, { externalId, firstName: 'Ada' });
  const later = await identify(id, { externalId: externalId.toUpperCase(), firstName: 'Ada', lastName: 'Byron' });
  expect(later).toMatchObject({ customerId: first.customerId, externalId, firstName: 'Ada', lastName: 'Byron' });
  expect(await identify(id, { externalId })).toEqual(later);
  const customer = await fixture.inTransaction((tx) => tx.directory.customer(first.customerId));
  expect(customer?.name).toBe('Ada Byron');
  const elsewhere = await identify((await made()).id, { externalId });
  expect(elsewhere.customerId).not.toBe(first.customerId);
});

test('of many who come at once with one new id there is one person', async () => {
  const { id } = await made();
  const externalId = randomUUID();
  const people = await Promise.all(Array.from({ length: 8 }, () => identify(id, { externalId })));
  expect(new Set(people.map(({ customerId }) => customerId)).size).toBe(1);
});

test('a proven subject is the customer of that number, on every channel of that provider', async () => {
  const [one, two] = [await made(), await made()];
  const proven = { externalId: 'C-77', subject: 'C-77', issuer: 'https://login.bank.example', firstName: 'Grace' };
  const known = await fixture.inTransaction((tx) =>
    tx.directory.upsertCustomer({
      id: randomUUID(),
      customerId: 'C-77',
      name: 'Grace',
      phone: null,
      email: null,
      idNumber: null,
      isLoggedIn: true,
    }),
  );
  expect((await identify(one.id, proven)).customerId).toBe(known.id);
  expect((await identify(two.id, proven)).customerId).toBe(known.id);
});

test('nobody becomes a proven person by naming their id, and two providers may use one subject for two people', async () => {
  const { id } = await made();
  const subject = `S-${randomUUID()}`;
  const person = await identify(id, { externalId: subject, subject, issuer: 'https://a.example' });
  expect((await identify(id, { externalId: subject })).customerId).not.toBe(person.customerId);
  const stranger = await identify(id, { externalId: subject, subject, issuer: 'https://b.example' });
  expect(stranger.customerId).not.toBe(person.customerId);
  expect(await numberOf(person.customerId)).toBe(subject);
  expect(await numberOf(stranger.customerId)).toBe(`${subject} (https://b.example)`);
  expect((await identify(id, { externalId: subject, subject, issuer: 'https://b.example' })).customerId).toBe(
    stranger.customerId,
  );
});

test('fields merge by ident, and the newer word counts', async () => {
  const { id } = await made();
  const { customerId } = await identify(id, {});
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
  const set = (...fields: { ident: string; value: string; updatedAt: string }[]) =>
    fixture.inTransaction((tx) => tx.channels.setCustomerFields(customerId, fields));
  await set({ ident: 'age', value: '24', updatedAt: late }, { ident: 'town', value: 'Ede', updatedAt: early });
  const both = await set({ ident: 'age', value: '12', updatedAt: early });
  expect(both).toEqual([
    { ident: 'age', value: '24', updatedAt: late },
    { ident: 'town', value: 'Ede', updatedAt: early },
  ]);
  expect((await fixture.inTransaction((tx) => tx.channels.person(id, customerId)))?.fields).toEqual(both);
});

test('a field may be called what it wants', () => {
  const fields = mergeFields({}, [{ ident: '__proto__', value: 'x', updatedAt: '2026-01-01T00:00:00.000Z' }]);
  expect(JSON.stringify(fields)).toContain('__proto__');
});
