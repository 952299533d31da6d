import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type FakeClient, fakeChat, type Loose } from '../testing/fake-client.ts';
import { message } from '../testing/message-data.ts';

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;

test('authorization names the customer and says so where each client looks', async () => {
  await using chat = fakeChat();
  const client = await chat.connect();
  const answer = await client.authorize('customer-1');
  expect(answer).toMatchObject({
    status: 'success',
    authorizationStatus: 'authorized',
    createdAt: expect.stringMatching(DATE),
    postback: {
      eventType: 'ConsumerAuthorized',
      data: { consumerIdentity: { id: 'chat_customer-1', idOnExternalPlatform: 'customer-1', firstName: 'Grace' } },
    },
  });
  expect(answer.postback!.data).not.toHaveProperty('accessToken');
});

test('before authorization events are answered with an error', async () => {
  await using chat = fakeChat();
  const client = await chat.connect('android');
  const answer = await client.ask('SendMessage', message(randomUUID(), 'Hi'));
  expect(answer.error).toMatchObject({ errorCode: 'SendingMessageFailed', transactionId: expect.any(String) });
});

test('a first message is acknowledged barely, then the case comes before the echo', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  const data = message(thread, 'Hi');
  const ack = await client.ask('SendMessage', data);
  expect(Object.keys(ack).sort()).toEqual(['createdAt', 'eventId']);
  const created = await client.push('MessageCreated');
  expect(client.frames.findIndex((frame) => frame.eventId === ack.eventId)).toBeLessThan(
    client.frames.findIndex((frame) => frame.eventType === 'CaseCreated'),
  );
  expect(client.pushes().filter((type) => type !== 'SetPositionInQueue')).toEqual([
    'CaseCreated',
    'CaseToRoutingQueueAssignmentChanged',
    'MessageCreated',
  ]);
  expect(created.eventId).not.toBe(ack.eventId);
  expect(created.data).toMatchObject({
    brand: { id: 1386 },
    thread: { idOnExternalPlatform: thread },
    case: { id: expect.stringMatching(/^\d+$/), status: 'new', customFields: [] },
    message: {
      idOnExternalPlatform: data.idOnExternalPlatform,
      direction: 'inbound',
      createdAt: expect.stringMatching(DATE),
      hasAdditionalMessageContent: false,
      messageContent: { type: 'TEXT', text: 'Hi', payload: { text: 'Hi' } },
      authorEndUserIdentity: { idOnExternalPlatform: 'customer-1' },
    },
  });
});

test('a place in the queue is told, and again when it changes', async () => {
  await using chat = fakeChat({ mode: 'live' });
  const first = await chat.known('customer-1');
  const second = await chat.known('customer-2');
  const [one, two] = [randomUUID(), randomUUID()];
  await first.ask('SendMessage', message(one, 'Begin conversation'));
  await second.ask('SendMessage', message(two, 'Begin conversation'));
  const place = await second.push('SetPositionInQueue');
  expect(place).not.toHaveProperty('eventObject');
  expect(place.data).toMatchObject({
    positionInQueue: 2,
    isAnyAgentOnlineForQueue: true,
    routingQueue: { id: expect.any(String) },
  });
  chat.house.company.take(one);
  await second.push('SetPositionInQueue', ({ data }) => data.positionInQueue === 1);
  const assigned = await first.push('CaseInboxAssigneeChanged');
  expect(assigned.data).toMatchObject({
    inboxAssignee: { id: 12328, firstName: 'Ada', surname: 'Agent' },
    case: { status: 'open' },
  });
});

test('a message is its writer’s by the name that comes with it', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const data = message(randomUUID(), 'Hi');
  const consumerIdentity = { idOnExternalPlatform: 'customer-1', firstName: 'Amazing', lastName: 'Grace' };
  await client.ask('SendMessage', data, { payload: { consumerIdentity } });
  await client.push('MessageCreated');
  expect(chat.house.written(data.thread.idOnExternalPlatform)).toContain('Amazing Grace');
});

test('an agent speaks, types and reads', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  chat.house.company.take(thread);
  await client.push('CaseInboxAssigneeChanged');
  chat.house.company.type(thread, true);
  expect((await client.push('SenderTypingStarted')).data).toMatchObject({ direction: 'outbound', user: { id: 12328 } });
  chat.house.company.note(thread, 'a secret');
  chat.house.company.say(thread, 'Hello');
  const created = await client.push('MessageCreated', ({ data }) => data.message.direction === 'outbound');
  expect(created.data.message).toMatchObject({ isMadeByUser: true, user: { id: 12328 }, authorEndUserIdentity: null });
  expect(client.texts.join()).not.toContain('a secret');
  chat.house.company.read(thread);
  const read = await client.push('MessageReadChanged');
  expect(read.data.message).toMatchObject({ isRead: true, userStatistics: { readAt: expect.stringMatching(DATE) } });
  await client.ask('MessageSeenByConsumer', { thread: { idOnExternalPlatform: thread } });
  const seen = await client.push('MessageSeenChanged');
  expect(seen.data.message.customerStatistics.seenAt).toMatch(DATE);
});

test('every socket of the customer hears, answers go to the asking one', async () => {
  await using chat = fakeChat();
  const one = await chat.known('customer-1');
  const two = await chat.known('customer-1', 'ios');
  const other = await chat.known('customer-2');
  const thread = randomUUID();
  const ack = await one.ask('SendMessage', message(thread, 'Hi'));
  await Promise.all([one.push('MessageCreated'), two.push('MessageCreated')]);
  expect(two.frames.some(({ eventId }) => eventId === ack.eventId)).toBe(false);
  expect(other.pushes()).toEqual([]);
});

test('each socket of a customer is told in what its own version decodes', async () => {
  await using chat = fakeChat();
  const [old, fresh] = [
    await chat.connect('ios', { sdkVersion: '3.2.0' }),
    await chat.connect('ios', { sdkVersion: '3.3.0' }),
  ];
  for (const client of [old, fresh]) await client.authorize('customer-1');
  const thread = randomUUID();
  await old.ask('SendMessage', message(thread, 'Hi'));
  const slots = [{ id: 's', start: '2030-01-01T10:00:00.000Z', seconds: 900 }];
  const content = { type: 'time_picker', title: 'When', eventTitle: 'Visit', slots } as const;
  chat.house.company.show(thread, { kind: 'rich', content, fallbackText: 'When?' });
  const shown = async (client: FakeClient) =>
    (await client.push('MessageCreated', ({ data }) => data.message.messageContent.text === 'When?')).data.message;
  expect((await shown(old)).messageContent.type).toBe('TEXT');
  expect((await shown(fresh)).messageContent.type).toBe('TIME_PICKER');
  const recovered = await old.ask('RecoverThread', { thread: { idOnExternalPlatform: thread } });
  expect(recovered.postback!.data.messages[0].messageContent.type).toBe('TEXT');
});

test('a new socket that says a new name renames its customer on every socket', async () => {
  await using chat = fakeChat();
  const one = await chat.known('customer-1');
  const thread = randomUUID();
  await one.ask('SendMessage', message(thread, 'Hi'));
  const two = await chat.connect('ios');
  const customerIdentity = { idOnExternalPlatform: 'customer-1', firstName: 'Ada', lastName: 'Lovelace' };
  await two.ask('AuthorizeCustomer', {}, { action: 'register', payload: { customerIdentity } });
  await one.ask('SendMessage', message(thread, 'and now'));
  const echo = await one.push('MessageCreated', ({ data }) => data.message.messageContent.text === 'and now');
  expect(echo.data).toMatchObject({
    case: { authorEndUserIdentity: { firstName: 'Ada' } },
    message: { authorEndUserIdentity: { firstName: 'Ada', lastName: 'Lovelace' } },
  });
  const { data } = (await one.ask('RecoverThread', {})).postback!;
  expect(data.contact.authorEndUserIdentity.firstName).toBe('Ada');
  await one.ask('SetCustomerCustomFields', { customFields: [{ ident: 'age', value: '24' }] });
  const known = (await two.ask('RecoverThread', {})).postback!.data;
  expect(known).toMatchObject({
    contact: { authorEndUserIdentity: { firstName: 'Ada' } },
    customer: { customFields: [{ ident: 'age', value: '24' }] },
  });
});

test.each([
  ['good-nameless', 'Ada'],
  ['good-1', 'Grace'],
])('on a channel with authorization the app names whom the provider did not: %s', async (authorizationCode, name) => {
  await using chat = fakeChat({ identity: 'oauth' });
  const client = await chat.connect('ios');
  await client.authorize('whatever', { authorization: { authorizationCode } });
  const thread = randomUUID();
  const customerIdentity = { idOnExternalPlatform: 'sub-1', firstName: 'Ada' };
  await client.ask('SendMessage', message(thread, 'Hi'), { payload: { customerIdentity } });
  const echo = await client.push('MessageCreated');
  expect(echo.data.message.authorEndUserIdentity.firstName).toBe(name);
});

test('a recovered thread holds everything clients read without asking', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const thread = randomUUID().toUpperCase();
  for (let index = 0; index < 30; index += 1) await client.ask('SendMessage', message(thread, `m${index}`));
  for (const data of [
    undefined,
    {},
    { thread: { client_type: 'no_thread_id' } },
    { thread: { idOnExternalPlatform: thread.toLowerCase() } },
  ]) {
    const { postback } = await client.ask('RecoverThread', data);
    expect(postback).toMatchObject({
      eventType: 'ThreadRecovered',
      data: {
        contact: { customFields: [], threadIdOnExternalPlatform: thread },
        customer: { customFields: [] },
        ownerAssignee: null,
        inboxAssignee: null,
        contactHistory: [],
        thread: { idOnExternalPlatform: thread, canAddMoreMessages: true },
      },
    });
    const texts = postback!.data.messages.map((one: Loose) => one.messageContent.text);
    expect(texts[0]).toBe('m29');
    expect(texts).toHaveLength(25);
    const more = await client.ask('LoadMoreMessages', {
      thread: { idOnExternalPlatform: thread },
      scrollToken: postback!.data.messagesScrollToken,
      oldestMessageDatetime: postback!.data.messages.at(-1).createdAt,
    });
    expect(more.postback).toMatchObject({
      eventType: 'MoreMessagesLoaded',
      data: { scrollToken: '', contactHistory: [{ eventType: 'CaseCreated' }] },
    });
    expect(more.postback!.data.messages.map((one: Loose) => one.messageContent.text)).toEqual([
      'm4',
      'm3',
      'm2',
      'm1',
      'm0',
    ]);
  }
});

test('what was said of the customer is there when a thread is recovered', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const customer = { customFields: [{ ident: 'tier', value: 'gold' }] };
  await client.ask('SendMessage', message(randomUUID(), 'Hi', { customer }));
  await client.ask('SetCustomerCustomFields', { customFields: [{ ident: 'age', value: '24' }] });
  const { postback } = await client.ask('RecoverThread');
  expect(postback!.data.customer.customFields).toMatchObject([
    { ident: 'tier', value: 'gold', updatedAt: expect.stringMatching(DATE) },
    { ident: 'age', value: '24' },
  ]);
});

test('with the token of another thread a thread goes on from where its client was shown it', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const [a, b] = [randomUUID(), randomUUID()];
  for (let index = 0; index < 60; index += 1) await client.ask('SendMessage', message(a, `a${index}`));
  for (let index = 0; index < 30; index += 1) await client.ask('SendMessage', message(b, `b${index}`));
  await client.ask('RecoverThread', { thread: { idOnExternalPlatform: a } });
  const { data } = (await client.ask('RecoverThread', { thread: { idOnExternalPlatform: b } })).postback!;
  // One token and one date for the whole page.
  const page = {
    scrollToken: data.messagesScrollToken,
    oldestMessageDatetime: data.messages.at(-1).createdAt,
    thread: { idOnExternalPlatform: a },
  };
  const more = async () => (await client.ask('LoadMoreMessages', page)).postback!.data;
  const shown = ({ messages }: Loose) => messages.map((one: Loose) => one.messageContent.text);
  expect(shown(await more())).toEqual(Array.from({ length: 25 }, (_, index) => `a${34 - index}`));
  expect(shown(await more())).toEqual(Array.from({ length: 10 }, (_, index) => `a${9 - index}`));
  expect(await more()).toMatchObject({ messages: [], scrollToken: '' });
});

test('the token of another thread is refused for one that was never shown; without a token its date counts', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1');
  const [a, b] = [randomUUID(), randomUUID()];
  await client.ask('SendMessage', message(a, 'only one'));
  for (let index = 0; index < 30; index += 1) await client.ask('SendMessage', message(b, `b${index}`));
  const recovered = await client.ask('RecoverThread', { thread: { idOnExternalPlatform: b } });
  const scrollToken = recovered.postback!.data.messagesScrollToken;
  const asked = { thread: { idOnExternalPlatform: a }, oldestMessageDatetime: '2030-01-01T00:00:00.000z' };
  expect((await client.ask('LoadMoreMessages', { ...asked, scrollToken })).error).toBeDefined();
  for (const none of ['', 'of another house', undefined]) {
    const { postback } = await client.ask('LoadMoreMessages', { ...asked, scrollToken: none });
    expect(postback!.data.messages.map((one: Loose) => one.messageContent.text)).toEqual(['only one']);
  }
});

test('threads are listed, described, renamed and archived', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1', 'ios');
  expect((await client.ask('FetchThreadList')).postback).toEqual({
    eventType: 'ThreadListFetched',
    data: { threads: [] },
  });
  const thread = { idOnExternalPlatform: randomUUID() };
  await client.ask('SendMessage', message(thread.idOnExternalPlatform, 'Hi'));
  expect((await client.ask('LoadThreadMetadata', { thread })).postback).toMatchObject({
    eventType: 'ThreadMetadataLoaded',
    data: { ownerAssignee: null, lastMessage: { messageContent: { text: 'Hi' } } },
  });
  expect((await client.ask('UpdateThread', { thread: { ...thread, threadName: 'Cards' } })).error).toBeUndefined();
  const archived = await client.ask('ArchiveThread', { thread });
  expect(archived.postback).toEqual({ eventType: 'ThreadArchived' });
  const { threads } = (await client.ask('FetchThreadList', {})).postback!.data;
  expect(threads).toMatchObject([{ threadName: 'Cards', canAddMoreMessages: false }]);
});

test('the open contact of a thread that is archived is closed, for all who look at it', async () => {
  await using chat = fakeChat();
  const client = await chat.known('customer-1', 'android');
  const other = await chat.known('customer-1', 'ios');
  const thread = { idOnExternalPlatform: randomUUID() };
  await client.ask('SendMessage', message(thread.idOnExternalPlatform, 'Hi'));
  await client.push('MessageCreated');
  await client.ask('ArchiveThread', { thread });
  for (const one of [client, other])
    expect((await one.push('CaseStatusChanged')).data).toMatchObject({
      case: { status: 'closed' },
      thread: { canAddMoreMessages: false },
    });
  const { data } = (await client.ask('RecoverThread', { thread })).postback!;
  expect(data.contact.status).toBe('closed');
  const told = data.contactHistory.map((event: Loose) => [event.eventType, event.data.case.status]);
  expect(told).toEqual([
    ['CaseStatusChanged', 'closed'],
    ['CaseCreated', 'new'],
  ]);
});

test('a live chat ends for good, and what follows is refused', async () => {
  await using chat = fakeChat({ mode: 'live' });
  const client = await chat.known('customer-1');
  expect((await client.ask('RecoverLivechat', {})).error?.errorCode).toBe('RecoveringLivechatFailed');
  const thread = { idOnExternalPlatform: randomUUID() };
  await client.ask('SendMessage', message(thread.idOnExternalPlatform, 'Begin conversation'));
  const { data } = await client.push('CaseCreated');
  const ack = await client.ask('EndContact', { contact: { id: data.case.id } });
  expect(ack.error).toBeUndefined();
  expect((await client.push('CaseStatusChanged')).data.case.status).toBe('closed');
  expect((await client.ask('SendMessage', message(thread.idOnExternalPlatform, 'more'))).error?.errorCode).toBe(
    'SendingMessageFailed',
  );
  expect((await client.ask('RecoverLivechat', {})).postback).toMatchObject({
    eventType: 'LivechatRecovered',
    data: { contact: { status: 'closed' }, thread: { canAddMoreMessages: false } },
  });
});

test('elsewhere an ended contact is resolved and the thread goes on with the next', async () => {
  await using chat = fakeChat({ mode: 'single' });
  const client = await chat.known('customer-1');
  const thread = randomUUID();
  await client.ask('SendMessage', message(thread, 'Hi'));
  const first = await client.push('CaseCreated');
  chat.house.company.end(thread);
  expect((await client.push('CaseStatusChanged')).data.case.status).toBe('resolved');
  await client.ask('SendMessage', message(thread, 'again'));
  await client.push('CaseCreated', ({ data }) => data.case.id !== first.data.case.id);
});

test('parameters, postbacks and the id of a message come back unchanged', async () => {
  await using chat = fakeChat({ mode: 'live' });
  const client = await chat.known('customer-1', 'android');
  const thread = randomUUID();
  const id = randomUUID().toUpperCase();
  await client.ask('SendMessage', {
    thread: { idOnExternalPlatform: thread, threadName: 'x' },
    messageContent: {
      type: 'TEXT',
      payload: { text: 'Begin Conversation' },
      postback: null,
      parameters: { isInitialMessage: true },
    },
    idOnExternalPlatform: id,
  });
  const { data } = await client.push('MessageCreated');
  expect(data.message).toMatchObject({
    idOnExternalPlatform: id,
    messageContent: { parameters: { isInitialMessage: true } },
  });
  await client.ask(
    'SendMessage',
    message(thread, 'Yes', { messageContent: { type: 'TEXT', payload: { text: 'Yes', postback: '{"a":1}' } } }),
  );
  const answer = await client.push('MessageCreated', (frame) => frame.data.message.messageContent.text === 'Yes');
  expect(answer.data.message.messageContent).toMatchObject({ postback: '{"a":1}', parameters: [] });
});

test('a welcome text sent ahead is shown as the company’s', async () => {
  await using chat = fakeChat({ proactive: true, welcomeText: 'Hello {{customer.firstName|there}}' });
  const client = await chat.known('customer-1', 'ios');
  const fired = await client.push('FireProactiveAction');
  expect(fired).toMatchObject({
    eventObject: 'ChatWindow',
    data: {
      destination: { id: expect.any(String) },
      proactiveAction: {
        action: {
          actionType: 'WelcomeMessage',
          data: { content: { bodyText: 'Hello {{customer.firstName|there}}' }, handover: { customFields: [] } },
        },
      },
    },
  });
  const thread = randomUUID();
  await client.ask('SendOutbound', message(thread, 'Hello Grace'));
  await client.ask('SendMessage', message(thread, 'Hi'));
  await client.push('MessageCreated', ({ data }) => data.message.messageContent.text === 'Hi');
  expect(
    client.frames.flatMap(({ eventType, data }) => (eventType === 'MessageCreated' ? [data.message.direction] : [])),
  ).toEqual(['outbound', 'inbound']);
});

test('a secured channel lets nobody in without a token, and needs no further event with one', async () => {
  await using chat = fakeChat({ identity: 'secured' });
  for (const query of [{}, { transactionToken: 'forged' }])
    await expect(chat.connect('web', query)).rejects.toThrow('401');
  const { body } = await chat.request('chatToken', {
    query: { brandId: '1386', channelId: chat.house.channel.id, visitorId: randomUUID() },
    body: { customerIdentity: { idOnExternalPlatform: 'customer-9' } },
  });
  expect(body).toMatchObject({
    accessToken: 'tx-customer-9',
    expiresIn: 300,
    customerIdentity: { idOnExternalPlatform: 'customer-9' },
  });
  const client = await chat.connect('web', { transactionToken: body.accessToken });
  expect((await client.ask('FetchThreadList', {})).postback?.eventType).toBe('ThreadListFetched');
});

test('an ended session closes its sockets', async () => {
  await using chat = fakeChat({ identity: 'oauth' });
  const client = await chat.connect('ios');
  const answer = await client.authorize('whatever', {
    authorization: { authorizationCode: 'good-1', codeVerifier: 'v' },
  });
  expect(answer.postback!.data).toMatchObject({
    consumerIdentity: { idOnExternalPlatform: 'sub-1' },
    accessToken: { token: 'access-sub-1', expiresIn: 3600 },
  });
  chat.house.hint({ kind: 'session-ended', tenantId: chat.house.channel.tenantId, sessionId: 'session-sub-1' });
  await client.until(() => client.closed, 'the close');
  expect(client.closed!.code).not.toBe(1000);
  const again = await chat.connect('ios');
  expect((await again.ask('ReconnectCustomer', { accessToken: { token: 'access-sub-1' } })).postback?.eventType).toBe(
    'ConsumerReconnected',
  );
  expect(
    (await again.ask('RefreshToken', { accessToken: { token: 'access-sub-1' } })).postback?.data.accessToken.expiresIn,
  ).toBe(3600);
  const stranger = await chat.connect('ios');
  expect((await stranger.ask('ReconnectConsumer', { accessToken: { token: 'no' } })).error?.errorCode).toBe(
    'ConsumerReconnectionFailed',
  );
  expect((await stranger.authorize('x', { authorization: { authorizationCode: 'bad' } })).error?.errorCode).toBe(
    'ConsumerAuthorizationFailed',
  );
});
