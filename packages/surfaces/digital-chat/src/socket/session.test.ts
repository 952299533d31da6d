import { randomUUID } from 'node:crypto';
import { Refused } from '@alongside/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FakeClient, fakeChat } from '../testing/fake-client.ts';
import { message } from '../testing/message-data.ts';

test('a heartbeat is answered with the JSON string', async () => {
  await using chat = fakeChat();
  const client = await chat.connect('ios');
  client.session.heard({ action: 'heartbeat' });
  client.session.heard({ action: 'heartbeat', eventId: randomUUID() });
  expect(client.texts).toEqual(['"pong"', '"pong"']);
});

test('a repeated message is one message, and both are acknowledged', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const data = message(randomUUID(), 'Hi');
  await client.ask('SendMessage', data);
  expect((await client.ask('SendMessage', data)).error).toBeUndefined();
  await client.ask('SendMessage', message(data.thread.idOnExternalPlatform, 'last'));
  await client.push('MessageCreated', (frame) => frame.data.message.messageContent.text === 'last');
  expect(client.pushes().filter((type) => type === 'MessageCreated')).toHaveLength(2);
});

test('with the store away every event is answered with its error', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1', 'ios');
  chat.house.store.away = true;
  const thread = randomUUID();
  expect((await client.ask('SendMessage', message(thread, 'Hi'))).error?.errorCode).toBe('InconsistentData');
  expect((await client.ask('RecoverThread', {})).error?.errorCode).toBe('RecoveringThreadFailed');
  chat.house.store.away = false;
  expect((await client.ask('SendMessage', message(thread, 'Hi'))).error).toBeUndefined();
});

test('a lost hint is made good by the next, a doubled one is told once', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  await client.push('MessageCreated');
  chat.house.company.say(thread, 'lost', { hint: false });
  chat.house.company.note(thread, 'between');
  const entry = chat.house.company.say(thread, 'heard');
  const { data } = await client.push('MessageCreated', (frame) => frame.data.message.messageContent.text === 'heard');
  chat.house.hint({
    kind: 'entries',
    tenantId: chat.house.channel.tenantId,
    conversationId: data.thread.id,
    entries: [entry],
  });
  chat.house.company.say(thread, 'end');
  await client.push('MessageCreated', (frame) => frame.data.message.messageContent.text === 'end');
  expect(texts(client)).toEqual(['Hi', 'lost', 'heard', 'end']);
});

test('a thread whose hints are all lost is told by its own message', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  chat.house.store.deaf = true;
  await client.ask('SendMessage', message(randomUUID(), 'Hi'));
  await client.push('MessageCreated');
  expect(client.pushes().slice(0, 1)).toEqual(['CaseCreated']);
});

test('a thread that could not be read when it was told of is read once the store is back', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const { ports } = chat.house;
  const { threadById } = ports;
  let tries = 0;
  Object.assign(ports, {
    threadById: async (...asked: Parameters<typeof threadById>) => {
      tries += 1;
      if (tries <= 2) throw new Refused('store_unavailable');
      return threadById(...asked);
    },
  });
  await client.ask('SendMessage', message(randomUUID(), 'Hi'));
  await client.push('MessageCreated');
  expect(tries).toBeGreaterThan(2);
  expect(client.pushes().slice(0, 1)).toEqual(['CaseCreated']);
});

test('a socket that does not read is closed, and not for good', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  client.waitingBytes = 2_000_000;
  client.session.heard({ action: 'heartbeat' });
  expect(client.closed?.code).toBe(4008);
});

test('more events than are worked off are refused one by one, each by its number', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  let go = () => {};
  chat.house.store.delay = new Promise((resolve) => (go = resolve));
  const ids: string[] = Array.from({ length: 500 }, () => randomUUID());
  for (const eventId of ids)
    client.session.heard({ action: 'chatWindowEvent', eventId, payload: { eventType: 'FetchThreadList' } });
  go();
  chat.house.store.delay = null;
  await client.until(() => ids.every((id) => client.frames.some(({ eventId }) => eventId === id)), 'all answers');
  const answers = client.frames.filter(({ eventId }) => ids.includes(eventId!));
  expect(answers).toHaveLength(500);
  expect(answers.filter(({ error }) => error).length).toBeGreaterThan(100);
});

test('what is last in each of three hundred threads may be asked for at once', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1', 'ios');
  const data = message(randomUUID(), 'Hi');
  await client.ask('SendMessage', data);
  const ask = { eventType: 'LoadThreadMetadata', data: { thread: data.thread } };
  const ids: string[] = Array.from({ length: 300 }, () => randomUUID());
  for (const eventId of ids) client.session.heard({ action: 'chatWindowEvent', eventId, payload: ask }, 400);
  await client.until(() => ids.every((id) => client.frames.some(({ eventId }) => eventId === id)), 'all answers');
  expect(client.frames.filter(({ eventId, error }) => error && ids.includes(eventId!))).toEqual([]);
});

test('large events wait by their bytes', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  let go = () => {};
  chat.house.store.delay = new Promise((resolve) => (go = resolve));
  const ids: string[] = Array.from({ length: 60 }, () => randomUUID());
  for (const eventId of ids)
    client.session.heard({ action: 'chatWindowEvent', eventId, payload: { eventType: 'FetchThreadList' } }, 100_000);
  go();
  chat.house.store.delay = null;
  await client.until(() => ids.every((id) => client.frames.some(({ eventId }) => eventId === id)), 'all answers');
  const refused = client.frames.filter(({ eventId, error }) => error && ids.includes(eventId!));
  expect(refused.length).toBeGreaterThan(10);
  expect((await client.ask('FetchThreadList')).error).toBeUndefined();
});

test('a socket that goes while its customer is looked up is told nothing from then on', async () => {
  await using chat = fakeChat();
  const client = await chat.connect();
  let go = () => {};
  const { calls, store } = chat.house;
  store.delay = new Promise((resolve) => (go = resolve));
  void client.authorize('customer-1').catch(() => {});
  await expect.poll(() => calls.length).toBeGreaterThan(0);
  client.line().close(1006, 'gone');
  go();
  store.delay = null;
  await client.session.idle();
  expect(calls.filter(({ name }) => name === 'threads')).toEqual([]);
});

test('a frame that is refused unread is answered under its number, and one without a number at all', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1', 'android');
  const eventId = randomUUID();
  const thread = { idOnExternalPlatform: randomUUID() };
  client.session.unfit({ eventId, payload: { eventType: 'SendMessage', data: { thread } } }, new Refused('too_deep'));
  expect(client.frames.at(-1)).toMatchObject({
    eventId,
    error: { errorCode: 'SendingMessageFailed', errorMessage: expect.stringContaining('deeper') },
    inputData: { thread },
  });
  client.session.unfit(undefined, new Refused('malformed_json'));
  expect(client.frames.at(-1)).toMatchObject({ message: expect.any(String), connectionId: expect.any(String) });
});

test('a client of nothing but refused frames is closed, numbered or not', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  for (let count = 0; count < 500; count += 1)
    client.session.unfit({ eventId: 'e', payload: { eventType: 'SendMessage' } }, new Refused('malformed_json'));
  expect(client.closed?.reason).toBe('too many refused frames');
});

test('a stop closes with a code after which every client comes again', async () => {
  const chat = fakeChat();
  const client = await chat.known('customer-1', 'android');
  await chat.chat.stop(10);
  expect(client.closed?.code).toBe(1001);
});

test('a large answer goes out as an address, and its body keeps the number', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  for (let index = 0; index < 25; index += 1) await client.ask('SendMessage', message(thread, 'ü'.repeat(7_000)));
  const eventId = randomUUID();
  client.session.heard({ action: 'chatWindowEvent', eventId, payload: { eventType: 'RecoverThread', data: {} } });
  const stored = await client.push('EventInS3');
  expect(stored).toMatchObject({ eventObject: 'S3Object', data: { originEvent: { eventType: 'ThreadRecovered' } } });
  expect(JSON.parse(chat.house.kept.get(stored.data.s3Object.url)!)).toMatchObject({
    eventId,
    postback: { eventType: 'ThreadRecovered' },
  });
  expect(Math.max(...client.texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(128 * 1024);
});

test('a large answer that cannot be kept is refused by its number, and goes out when it can', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  for (let index = 0; index < 25; index += 1) await client.ask('SendMessage', message(thread, 'ü'.repeat(7_000)));
  chat.house.files.away = true;
  expect((await client.ask('RecoverThread', {})).error?.errorCode).toBe('RecoveringThreadFailed');
  expect(client.closed).toBeNull();
  chat.house.files.away = false;
  client.session.heard({
    action: 'chatWindowEvent',
    eventId: randomUUID(),
    payload: { eventType: 'RecoverThread', data: {} },
  });
  expect(chat.house.kept.has((await client.push('EventInS3')).data.s3Object.url)).toBe(true);
});

test('whatever comes in, each event gets exactly one answer and nothing is thrown', async () => {
  await using chat = fakeChat();
  const json = fc.jsonValue({ maxDepth: 4 });
  const types = [
    'SendMessage',
    'RecoverThread',
    'LoadMoreMessages',
    'SetCustomerCustomFields',
    'EndContact',
    'SendTranscript',
    'UpdateThread',
    'AuthorizeCustomer',
    'StoreVisitorEvents',
    'RefreshToken',
    'x',
  ];
  const data = fc.oneof(
    json,
    fc.record(
      {
        thread: fc.oneof(json, fc.record({ idOnExternalPlatform: json })),
        messageContent: fc.oneof(json, fc.record({ payload: json, parameters: json })),
        customFields: json,
        attachments: json,
        scrollToken: json,
        contact: json,
        invitation: fc.oneof(json, fc.record({ code: json })),
        recipients: json,
        consumerRecipients: json,
        visitorEvents: json,
        accessToken: json,
        idOnExternalPlatform: json,
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      data,
      fc.constantFrom('web', 'ios', 'android'),
      json,
      async (eventType, value, platform, identity) => {
        const client = await chat.known('fuzz', platform);
        const eventId = randomUUID();
        const payload = { eventType, data: value, consumerIdentity: identity };
        client.session.heard({ action: 'chatWindowEvent', eventId, payload });
        await client.until(() => client.frames.some((frame) => frame.eventId === eventId), 'an answer');
        client.session.heard(value);
        client.session.heard({ eventId: value, payload: value });
        client.session.gone();
        expect(client.frames.filter((frame) => frame.eventId === eventId)).toHaveLength(1);
      },
    ),
    { numRuns: 300 },
  );
  expect(chat.house.calls.filter(({ name }) => name === 'log.error')).toEqual([]);
});

const texts = (client: FakeClient) =>
  client.frames.flatMap(({ eventType, data }) =>
    eventType === 'MessageCreated' ? [data.message.messageContent.text] : [],
  );
