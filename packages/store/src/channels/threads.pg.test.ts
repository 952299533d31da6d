import { randomUUID } from 'node:crypto';
import {
  archiveThread,
  askTranscript,
  type ChannelActor,
  endThreadContact,
  leaveOfflineMessage,
  type Platform,
  readThread,
  readThreadById,
  readThreadHistory,
  readThreads,
  renameThread,
  seeThread,
  sendOnThread,
  setContactFields,
  setCustomerFields,
  type Transaction,
} from '@alongside/domain';
import type { EntryBody } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, createFixture, type Fixture, many } from '../testing/fixture.ts';
import { addChannel, addCustomer, platformOn } from './channel-fixture.ts';

let fixture: Fixture;
let client: pg.Pool;
let platform: Platform;
let other: Platform;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 20 });
  client = new pg.Pool({ connectionString: fixture.url, options: `-c app.tenant=${fixture.tenantId}` });
  platform = platformOn(fixture);
  other = platformOn(await fixture.another());
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const customer = async (mode: 'live' | 'single' | 'multi') => addCustomer(fixture, await addChannel(fixture, mode));
const message = (text = 'Hello', messageId: string = randomUUID()) => ({ messageId, text, fileIds: [] });
const send = (actor: ChannelActor, thread: string, text?: string, on = platform) =>
  sendOnThread(on, actor, { threadExternalId: thread, message: message(text) });
const pickBy = (agentId: string, contactId: string) =>
  run(async (tx) => {
    if ((await tx.contacts.pick(contactId, agentId)) === null) throw new Error('It does not wait.');
    await tx.desks.takeSlot(agentId);
  });
const endBy = (agentId: string, contactId: string) =>
  run(async (tx) => {
    const change = await tx.contacts.endByOwner(contactId, agentId, 'ended_by_agent');
    if (change) await tx.desks.freeSlot(agentId, change);
    return change;
  });
const kinds = async (conversationId: string) =>
  (await run((tx) => tx.log.page(conversationId, { limit: 100 }))).map(({ body }) => body.kind);
const openContacts = async (column: string, value: string): Promise<number> => {
  const text = `SELECT count(*)::int AS open FROM contacts WHERE ${column} = $1 AND state <> 'ended'`;
  return (await client.query<{ open: number }>(text, [value])).rows[0]?.open ?? -1;
};

test('[THR2] the first message makes the thread, its contact and its place in the queue, at once', async () => {
  const actor = await customer('multi');
  const threadId = randomUUID().toUpperCase();
  const sent = await sendOnThread(platform, actor, {
    threadExternalId: threadId,
    threadName: 'Cards',
    message: message('My card is lost'),
    contactFields: [{ ident: 'topic', value: 'cards', updatedAt: '2026-11-21T12:00:00.000Z' }],
    customerFields: [{ ident: 'age', value: '24', updatedAt: '2026-11-21T12:00:00.000Z' }],
  });
  expect(sent).toMatchObject({ fresh: true, seq: 4 });
  expect(await kinds(sent.conversationId)).toEqual(['contact.requested', 'fields.changed', 'fields.changed', 'text']);
  expect(await readThread(platform, actor, threadId.toLowerCase())).toMatchObject({
    id: sent.conversationId,
    externalId: threadId,
    name: 'Cards',
    archived: false,
    canAddMessages: true,
    unseenByAgents: 1,
    unseenByCustomer: 0,
    contact: { status: 'new', owner: null, queueName: 'Help', fields: [{ ident: 'topic', value: 'cards' }] },
  });
  expect(await run((tx) => tx.channels.person(actor.channelId, actor.customerId))).toMatchObject({
    fields: [{ ident: 'age', value: '24' }],
  });
  const again = await sendOnThread(platform, actor, { threadExternalId: threadId, message: message('and stolen') });
  expect(again).toEqual({ conversationId: sent.conversationId, seq: 5, fresh: false });
});

test('an agent sees where a contact came in, what is known, and hears of what is said later', async () => {
  const actor = await customer('multi');
  const agent = await addAgent(fixture.store, fixture.tenantId);
  const threadId = randomUUID();
  await sendOnThread(platform, actor, { threadExternalId: threadId, threadName: 'Cards', message: message() });
  const { contact, id } = (await readThread(platform, actor, threadId))!;
  await pickBy(agent, contact.id);
  fixture.bus.hints.length = 0;
  const said = { ident: 'topic', value: 'cards', updatedAt: '2026-11-21T12:00:00.000Z' };
  await setContactFields(platform, actor, threadId, [said]);
  expect(fixture.bus.hints).toContainEqual({ kind: 'desk', tenantId: fixture.tenantId, agentId: agent });
  await setCustomerFields(platform, actor, [said]);
  const [row] = await run((tx) => tx.desks.conversations(agent));
  expect(row).toMatchObject({
    id,
    contact: {
      thread: {
        channelId: actor.channelId,
        name: 'Cards',
        offline: false,
        contactFields: [said],
        customerFields: [said],
      },
    },
  });
});

test('[THR3] a message sent again is the same message: on another socket, in capitals, and after its contact has ended', async () => {
  for (const mode of ['multi', 'live', 'single'] as const) {
    const actor = await customer(mode);
    const [threadExternalId, id] = [randomUUID(), randomUUID()];
    const first = await sendOnThread(platform, actor, { threadExternalId, message: message('Hello', id) });
    const upper = { threadExternalId: threadExternalId.toUpperCase(), message: message('Hello', id.toUpperCase()) };
    const repeat = { conversationId: first.conversationId, seq: first.seq, fresh: false };
    expect(await sendOnThread(other, actor, upper)).toEqual(repeat);
    const thread = (await readThread(platform, actor, threadExternalId))!;
    await run((tx) => tx.contacts.endAnyhow(thread.contact.id, 'ended_by_system'));
    expect(await sendOnThread(other, actor, upper)).toEqual(repeat);
    await expect(
      sendOnThread(other, actor, { threadExternalId, message: message('Other words', id) }),
    ).rejects.toMatchObject({ code: 'idempotency_conflict' });
  }
});

test('[THR2] two sockets of a customer begin the same thread at once, 50 times: one thread, one contact, both messages', async () => {
  await many(50, async (round) => {
    const actor = await customer(round % 2 === 0 ? 'multi' : 'live');
    const threadId = randomUUID();
    const sent = await Promise.all([
      send(actor, threadId, 'one'),
      send(actor, threadId.toUpperCase(), 'two', other),
      send(actor, threadId, 'three', other),
    ]);
    expect(new Set(sent.map(({ conversationId }) => conversationId)).size).toBe(1);
    expect(sent.filter(({ fresh }) => fresh)).toHaveLength(1);
    const log = await kinds(sent[0]!.conversationId);
    expect(log.filter((kind) => kind === 'text')).toHaveLength(3);
    expect(log.filter((kind) => kind === 'contact.requested')).toHaveLength(1);
  });
});

test('[THR3] one message on two sockets at once, as the first of a thread, 50 times: stored once', async () => {
  await many(50, async () => {
    const actor = await customer('single');
    const sent = { threadExternalId: randomUUID(), message: message() };
    const both = await Promise.all([sendOnThread(platform, actor, sent), sendOnThread(other, actor, sent)]);
    expect(new Set(both.map(({ conversationId, seq }) => `${conversationId} ${seq}`)).size).toBe(1);
    expect(await kinds(both[0].conversationId)).toEqual(['contact.requested', 'text']);
  });
});

test('[THR4] a message after the end makes the next contact; two at once make one', async () => {
  const agent = await addAgent(fixture.store, fixture.tenantId, { capacity: 1000 });
  await many(30, async () => {
    const actor = await customer('multi');
    const threadId = randomUUID();
    const { conversationId } = await send(actor, threadId);
    const before = (await readThread(platform, actor, threadId))!;
    await pickBy(agent, before.contact.id);
    await endBy(agent, before.contact.id);
    expect(await readThread(platform, actor, threadId)).toMatchObject({
      canAddMessages: true,
      contact: { status: 'resolved', owner: { id: agent, name: 'Ada' } },
    });
    const sent = await Promise.all([send(actor, threadId, 'a'), send(actor, threadId, 'b', other)]);
    expect(sent.filter(({ fresh }) => fresh)).toHaveLength(1);
    const after = (await readThread(platform, actor, threadId))!;
    expect(after).toMatchObject({ id: conversationId, contact: { status: 'new', owner: null } });
    expect(after.contact.number).toBeGreaterThan(before.contact.number);
    expect(await openContacts('conversation_id', conversationId)).toBe(1);
    // The agent of before has nothing left to do here, and no word in it.
    expect((await run((tx) => tx.desks.conversations(agent))).map(({ id }) => id)).not.toContain(conversationId);
    expect(await run((tx) => tx.log.conversation(conversationId))).toMatchObject({ open: true, ownerId: null });
  });
});

test('[THR4] who had joined the last contact, or had it, has no word in the next one; what is rich is a message too', async () => {
  const actor = await customer('multi');
  const threadId = randomUUID();
  const { conversationId } = await send(actor, threadId);
  const [owner, colleague] = [
    await addAgent(fixture.store, fixture.tenantId),
    await addAgent(fixture.store, fixture.tenantId),
  ];
  const { contact } = (await readThread(platform, actor, threadId))!;
  await pickBy(owner, contact.id);
  await run((tx) => tx.supervision.attend(conversationId, colleague, 'joined'));
  const say = (id: string, body: EntryBody = { kind: 'text', text: 'x' }) =>
    fixture.store.journal.append({
      tenantId: fixture.tenantId,
      conversationId,
      author: { kind: 'agent', id, name: 'Ada' },
      clientId: randomUUID(),
      body,
      visibility: 'all',
    });
  const content = { type: 'quick_replies' as const, text: 'Which?', actions: [{ text: 'A', postback: 'a' }] };
  expect(await say(owner, { kind: 'rich', content, fallbackText: 'Which? A' })).toMatchObject({ ok: true });
  expect(await say(colleague, { kind: 'rich', content, fallbackText: 'Which? B' })).toMatchObject({ ok: true });
  expect(await readThread(platform, actor, threadId)).toMatchObject({ unseenByCustomer: 2 });
  const summary = await run((tx) => tx.contacts.summary(conversationId));
  expect(summary).toMatchObject({ lastMessage: { from: 'agent', preview: 'Which? B' } });
  await endBy(owner, contact.id);
  await send(actor, threadId, 'again');
  for (const id of [owner, colleague]) expect(await say(id)).toMatchObject({ ok: false, code: 'not_owner' });
});

test('[THR4] the end and a message at once: the message is in the log, and a contact is open exactly if it came after the end', async () => {
  const agent = await addAgent(fixture.store, fixture.tenantId, { capacity: 1000 });
  const outcomes = new Set<boolean>();
  await many(60, async () => {
    const actor = await customer('multi');
    const threadId = randomUUID();
    await send(actor, threadId);
    const { contact, id } = (await readThread(platform, actor, threadId))!;
    await pickBy(agent, contact.id);
    const [sent, ended] = await Promise.all([send(actor, threadId, 'late', other), endBy(agent, contact.id)]);
    expect(ended).not.toBeNull();
    expect((await kinds(id)).filter((kind) => kind === 'text')).toHaveLength(2);
    expect(await openContacts('conversation_id', id)).toBe(sent.fresh ? 1 : 0);
    const conversation = await run((tx) => tx.log.conversation(id));
    expect(conversation).toMatchObject(sent.fresh ? { open: true, ownerId: null } : { open: false });
    outcomes.add(sent.fresh);
  });
  expect(outcomes.size).toBeGreaterThan(0);
});

test('[THR5] a live chat that has ended takes nothing more; the next one is another thread, and one is open at a time', async () => {
  const actor = await customer('live');
  const [first, second] = [randomUUID(), randomUUID()];
  await send(actor, first);
  await expect(send(actor, second)).rejects.toMatchObject({ code: 'already_in_help' });
  await endThreadContact(platform, actor, first);
  await endThreadContact(platform, actor, first);
  expect(await readThread(platform, actor, first)).toMatchObject({
    canAddMessages: false,
    contact: { status: 'closed' },
  });
  await expect(send(actor, first)).rejects.toMatchObject({ code: 'conversation_ended' });
  expect(await send(actor, second)).toMatchObject({ fresh: true });
  expect((await readThreads(platform, actor)).map(({ externalId }) => externalId)).toEqual([second, first]);
  expect(await readThread(platform, actor, null)).toMatchObject({ externalId: second });
});

test('[THR5] two live chats of one customer begin at once, 30 times: one begins', async () => {
  await many(30, async () => {
    const actor = await customer('live');
    const both = await Promise.allSettled([send(actor, randomUUID()), send(actor, randomUUID(), 'x', other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await openContacts('customer_id', actor.customerId)).toBe(1);
    expect(await readThreads(platform, actor)).toHaveLength(1);
  });
});

test('[THR5] where a customer has one thread, a second is refused, also when two begin at once', async () => {
  await many(20, async () => {
    const actor = await customer('single');
    const both = await Promise.allSettled([send(actor, randomUUID()), send(actor, randomUUID(), 'x', other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'invalid_request' } });
    expect(await readThreads(platform, actor)).toHaveLength(1);
  });
});

test('[THR5] a chat that ended for good does not stand in the way once its channel has one thread for each customer', async () => {
  const actor = await customer('live');
  const chat = randomUUID();
  const { conversationId } = await send(actor, chat);
  await run(async (tx) =>
    tx.contacts.endAnyhow((await tx.channels.threadById(conversationId))!.contact.id, 'ended_by_system'),
  );
  expect(await readThread(platform, actor, null)).toMatchObject({ externalId: chat, canAddMessages: false });
  await client.query(`UPDATE channels SET settings = settings || '{"mode":"single"}' WHERE id = $1`, [actor.channelId]);
  expect(await readThread(platform, actor, null)).toBeNull();
  const thread = randomUUID();
  await send(actor, thread);
  expect(await readThread(platform, actor, null)).toMatchObject({ externalId: thread, canAddMessages: true });
  await expect(send(actor, randomUUID())).rejects.toMatchObject({ code: 'invalid_request' });
  await archiveThread(platform, actor, thread);
  expect(await readThread(platform, actor, null)).toBeNull();
});

test('[CON8] a customer may have threads and help outside of channels at once; ending in another way than live is refused', async () => {
  const actor = await customer('multi');
  for (const threadId of [randomUUID(), randomUUID(), randomUUID()]) await send(actor, threadId);
  expect(await openContacts('customer_id', actor.customerId)).toBe(3);
  await run(async (tx) => {
    const [id, contactId] = [randomUUID(), randomUUID()];
    await tx.directory.createConversation({ id, customerId: actor.customerId, contactId, locale: null });
    const queueId = fixture.queueId;
    const { customerId } = actor;
    await tx.contacts.create({ id: contactId, conversationId: id, customerId, queueId, helpType: 'CHAT' });
    expect((await tx.contacts.openContactOf(customerId))?.id).toBe(contactId);
  });
  const [thread] = await readThreads(platform, actor);
  await expect(endThreadContact(platform, actor, thread!.externalId)).rejects.toMatchObject({ code: 'not_allowed' });
});

test('[THR6] an archived thread ends its contact, says so once, and takes nothing more', async () => {
  const actor = await customer('multi');
  const threadId = randomUUID();
  const { conversationId } = await send(actor, threadId);
  await Promise.all([archiveThread(platform, actor, threadId), archiveThread(other, actor, threadId)]);
  expect(await kinds(conversationId)).toEqual(['contact.requested', 'text', 'contact.ended', 'thread.archived']);
  expect(await readThread(platform, actor, threadId)).toMatchObject({ archived: true, canAddMessages: false });
  await expect(send(actor, threadId)).rejects.toMatchObject({ code: 'conversation_ended' });
});

test('[THR6] archiving and sending at once, 40 times: an archived thread has no open contact', async () => {
  await many(40, async () => {
    const actor = await customer('multi');
    const threadId = randomUUID();
    const { conversationId } = await send(actor, threadId);
    await Promise.allSettled([archiveThread(platform, actor, threadId), send(actor, threadId, 'x', other)]);
    expect(await readThread(platform, actor, threadId)).toMatchObject({ archived: true });
    expect(await openContacts('conversation_id', conversationId)).toBe(0);
  });
});

test('a thread is renamed, seen and told about its contact and customer, each once', async () => {
  const actor = await customer('multi');
  const threadId = randomUUID();
  const { conversationId } = await send(actor, threadId);
  for (const name of ['Cards', 'Cards ', 'Loans']) await renameThread(platform, actor, threadId, name);
  await seeThread(platform, actor, threadId);
  await run((tx) =>
    tx.log.append(conversationId, { kind: 'system', id: null, name: '' }, { kind: 'text', text: 'Hi' }, 'all'),
  );
  expect(await readThread(platform, actor, threadId)).toMatchObject({ name: 'Loans', unseenByCustomer: 1 });
  for (const _ of [1, 2]) await seeThread(platform, actor, threadId);
  const said = { ident: 'topic', value: 'loans', updatedAt: '2026-11-21T12:00:02.000Z' };
  const older = { ident: 'topic', value: 'cards', updatedAt: '2026-11-21T12:00:01.000Z' };
  for (const fields of [[said], [older], [said]]) await setContactFields(platform, actor, threadId, fields);
  await setCustomerFields(platform, actor, [said]);
  expect(await readThread(platform, actor, threadId)).toMatchObject({
    unseenByCustomer: 0,
    contact: { fields: [said] },
  });
  expect(await kinds(conversationId)).toEqual([
    'contact.requested',
    'text',
    'thread.renamed',
    'thread.renamed',
    'text',
    'read',
    'fields.changed',
    'fields.changed',
  ]);
});

test('files of one message go into the log together, and belong to the thread from then on', async () => {
  const actor = await customer('multi');
  const stranger = await customer('multi');
  const upload = async (channelId: string) => {
    const file = { id: randomUUID(), name: 'a.png', mediaType: 'image/png', bytes: 3 };
    const place = { channelId, key: `files/${file.id}`, sha256: 'x', uploaderId: randomUUID() };
    await run((tx) => tx.files.saveOnChannel({ ...file, ...place }));
    return file.id;
  };
  const fileIds = [await upload(actor.channelId), await upload(actor.channelId)];
  expect(await run((tx) => tx.files.get(fileIds[0]!))).toBeNull();
  const sent = { threadExternalId: randomUUID(), message: { messageId: randomUUID(), text: '', fileIds } };
  const { conversationId, seq } = await sendOnThread(platform, actor, sent);
  expect(await sendOnThread(platform, actor, sent)).toEqual({ conversationId, seq, fresh: false });
  const [entry] = await readThreadHistory(platform, actor, { conversationId, before: null, limit: 1 });
  expect(entry).toMatchObject({ clientId: sent.message.messageId, body: { kind: 'file', file: { id: fileIds[0] } } });
  expect(entry?.body).toMatchObject({ more: [{ id: fileIds[1], name: 'a.png' }] });
  expect(await run((tx) => tx.files.get(fileIds[0]!))).toMatchObject({ conversationId });
  for (const foreign of [fileIds[0]!, await upload(actor.channelId), randomUUID()]) {
    const theft = { messageId: randomUUID(), text: '', fileIds: [foreign] };
    await expect(
      sendOnThread(platform, stranger, { threadExternalId: randomUUID(), message: theft }),
    ).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await readThreads(platform, stranger)).toEqual([]);
});

test('a thread is found by its own customer on its own channel alone', async () => {
  const [grace, alan] = [await customer('multi'), await customer('multi')];
  const threadId = randomUUID();
  const { conversationId } = await send(grace, threadId);
  expect(await readThreadById(platform, grace, conversationId)).toMatchObject({ externalId: threadId });
  expect(await readThreadById(platform, alan, conversationId)).toBeNull();
  expect(await readThreadById(platform, { ...grace, channelId: alan.channelId }, conversationId)).toBeNull();
  expect(await readThread(platform, alan, threadId)).toBeNull();
  await expect(readThreadHistory(platform, alan, { conversationId, before: null, limit: 5 })).rejects.toMatchObject({
    code: 'not_found',
  });
  // The same id of the app names another thread of another customer.
  const own = await send({ ...alan, channelId: grace.channelId }, threadId);
  expect(own.conversationId).not.toBe(conversationId);
  const { number } = (await readThread(platform, grace, threadId))!.contact;
  const byNumber = (actor: ChannelActor) =>
    run((tx) => tx.channels.threadByContactNumber(actor.channelId, actor.customerId, number));
  expect(await byNumber(grace)).toMatchObject({ id: conversationId });
  expect(await byNumber(alan)).toBeNull();
});

test('other processes are told of a thread before they are told what is in it', async () => {
  const actor = await customer('multi');
  fixture.bus.hints.length = 0;
  const { conversationId } = await send(actor, randomUUID());
  const told = fixture.bus.hints.filter((hint) => 'conversationId' in hint && hint.conversationId === conversationId);
  expect(told.map(({ kind }) => kind)).toEqual(['thread', 'entries']);
  expect(told[0]).toMatchObject({ channelId: actor.channelId, customerId: actor.customerId });
});

test('[THR7] a live chat is refused outside of the hours of its channel or queue; other threads wait', async () => {
  const hours = { id: randomUUID(), name: 'Never', timeZone: 'UTC', week: [], holidays: [], closedMessage: 'Closed.' };
  await run((tx) => tx.routingSettings.saveHours(hours));
  const at = async (mode: 'live' | 'multi') =>
    addCustomer(fixture, await addChannel(fixture, mode, { hoursId: hours.id }));
  await expect(send(await at('live'), randomUUID())).rejects.toMatchObject({ code: 'outside_hours' });
  expect(await send(await at('multi'), randomUUID())).toMatchObject({ fresh: true });
});

test('a transcript is asked for where the channel offers one: the company is told, and the audit log says so', async () => {
  const actor = await customer('live');
  const threadId = randomUUID();
  const { conversationId } = await send(actor, threadId);
  await run((tx) =>
    tx.webhooks.create({
      id: randomUUID(),
      url: 'https://bank.example/',
      description: '',
      events: ['transcript.requested'],
      includeText: false,
      enabled: true,
      sealedSecret: 'sealed',
    }),
  );
  const contactNumber = (await readThread(platform, actor, threadId))!.contact.number;
  await askTranscript(platform, actor, { contactNumber, addresses: ['grace@navy.example'] });
  const { rows } = await client.query(`SELECT type, conversation_id, data FROM webhook_events`);
  expect(rows).toMatchObject([
    {
      type: 'transcript.requested',
      conversation_id: conversationId,
      data: { conversationId, addresses: ['grace@navy.example'], queue: { name: 'Help' } },
    },
  ]);
  const audited = await run((tx) => tx.audit.page({ action: 'transcript.requested' }, 10));
  expect(JSON.stringify(audited)).toContain(conversationId);
  const asked = (channelActor: ChannelActor, addresses: string[], number = contactNumber) =>
    expect(askTranscript(platform, channelActor, { contactNumber: number, addresses })).rejects;
  await asked(actor, ['no address']).toMatchObject({ code: 'invalid_request' });
  await asked(await customer('live'), ['a@b.example']).toMatchObject({ code: 'not_found' });
  await asked(actor, ['a@b.example'], 2 ** 60).toMatchObject({ code: 'not_found' });
  const silent = await addCustomer(fixture, await addChannel(fixture, 'live', { transcript: false }));
  await send(silent, threadId);
  const { number } = (await readThread(platform, silent, threadId))!.contact;
  await asked(silent, ['a@b.example'], number).toMatchObject({ code: 'not_allowed' });
});

test('words left while nobody was there wait as a thread with how to answer them; a thread that goes on takes them', async () => {
  for (const mode of ['multi', 'live', 'single'] as const) {
    const actor = await customer(mode);
    const from = { externalId: 'grace@navy.example', firstName: 'Grace', lastName: '' };
    await leaveOfflineMessage(platform, actor, from, 'Call me');
    await leaveOfflineMessage(platform, actor, from, 'Please');
    const threads = await readThreads(platform, actor);
    expect(threads).toHaveLength(mode === 'multi' ? 2 : 1);
    const fields = [
      { ident: 'email', value: 'grace@navy.example' },
      { ident: 'firstName', value: 'Grace' },
    ];
    expect(threads.at(-1)).toMatchObject({ name: 'Offline message', contact: { status: 'new', fields } });
    const offline = await client.query('SELECT offline FROM contacts WHERE id = $1', [threads[0]!.contact.id]);
    expect(offline.rows).toEqual([{ offline: true }]);
  }
});
