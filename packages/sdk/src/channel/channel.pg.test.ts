import { randomUUID } from 'node:crypto';
import type { ChannelMode } from '@alongside/protocol';
import { inDatabase, startTestServer, type TestServer } from '@alongside/server/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type AgentClient, createAgentClient } from '../agent/index.ts';
import type { Observable } from '../observable.ts';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import { type ChannelClient, type ChannelThread, createChannelClient } from './index.ts';

let server: TestServer;
let agent: AgentClient;
const opened: { close(): void }[] = [];
beforeAll(async () => {
  server = await startTestServer();
  agent = createAgentClient({ url: server.url, credentials: { bearer: null }, webSocket: WebSocket });
  const [person] = server.demo.agents;
  const { email, password } = person!;
  await agent.call('signIn', {
    body: { tenant: server.demo.tenant.domain, email, password, transport: 'bearer' },
  });
  agent.connect();
  await agent.call('setPresence', { body: { state: 'away' } });
});
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});
afterAll(async () => {
  agent.close();
  await server.stop();
});

async function addChannel(mode: ChannelMode): Promise<string> {
  const id = `chat_${randomUUID()}`;
  const tenant = await server.platform.store.tenants.byDomain(server.demo.tenant.domain);
  await server.platform.store.transaction(tenant!.id, (tx) =>
    tx.channels.saveChannel({
      id,
      name: id,
      mode,
      identity: 'anonymous',
      openId: null,
      queueId: null,
      hoursId: null,
      needsAgents: false,
      files: { enabled: true, maxMegabytes: 10, types: [] },
      preContactForm: null,
      contactFields: [],
      customerFields: [],
      transcript: true,
      proactive: false,
      welcomeText: null,
    }),
  );
  return id;
}

function client(channelId: string, storage = createMemoryStorage()): ChannelClient {
  const { url, demo } = server;
  const made = createChannelClient({ url, tenant: demo.tenant.domain, channelId, webSocket: WebSocket, storage });
  opened.push(made);
  return made;
}

function value<T>(observable: Observable<T>, wanted: (value: T) => boolean, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop = () => {};
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited in vain for ${what}; it is ${JSON.stringify(observable.get())}`));
    }, 20_000);
    const check = (now: T) => {
      if (!wanted(now)) return;
      clearTimeout(timer);
      stop();
      resolve(now);
    };
    stop = observable.subscribe(check);
    check(observable.get());
  });
}

const contactOf = (thread: ChannelThread) => thread.info.get()!.contact.id;
const texts = (thread: ChannelThread) =>
  thread.messages.get().map((message) => ('text' in message ? message.text : ''));

it('begins a thread, hears the agent, goes on after the end in the same thread, and survives a reload', async () => {
  const [channelId, storage] = [await addChannel('multi'), createMemoryStorage()];
  const before = client(channelId, storage);
  expect(await before.resume()).toBe(false);
  await before.open({ customerName: 'Grace' });
  await before.refresh();
  expect(before.threads.get()).toEqual([]);
  const thread = await before.current();
  expect(await thread.open()).toBeNull();
  await thread.sendText('My card is lost', { name: 'Cards', answers: { topic: 'cards' } }).accepted;
  await value(thread.info, (info) => info?.contact.fields[0]?.value === 'cards', 'the answers');
  await value(before.threads, (list) => list?.[0]?.name === 'Cards', 'the thread in the list');

  const contactId = contactOf(thread);
  await agent.call('pickContact', { params: { contactId } });
  await value(thread.info, (info) => info?.contact.status === 'open', 'the agent');
  const { id: conversationId } = await value(thread.status, ({ caughtUp }) => caughtUp, 'the log');
  const talk = agent.conversation(conversationId!);
  await talk.sendText('Which one?').accepted;
  await value(thread.messages, (all) => all.length === 2, 'the answer');
  await thread.sendText('The blue one').accepted;
  await agent.call('endContact', { params: { contactId }, body: { wrapUp: 'done' } });
  await value(thread.info, (info) => info?.contact.status === 'resolved', 'the end');

  await thread.sendText('One more thing').accepted;
  await value(thread.info, (info) => info?.contact.status === 'new', 'the next contact');
  expect(contactOf(thread)).not.toBe(contactId);
  await value(thread.messages, (all) => all.length === 4, 'all messages');
  before.close();

  const after = client(channelId, storage);
  expect(await after.resume()).toBe(true);
  const again = after.thread(thread.threadId.toUpperCase());
  expect(await again.open()).toMatchObject({ name: 'Cards', canAddMessages: true });
  await value(again.messages, (all) => all.length === 4, 'the history');
  expect(texts(again)).toEqual(['My card is lost', 'Which one?', 'The blue one', 'One more thing']);
  await again.rename('Blue card');
  await again.requestTranscript(['grace@navy.example']);
  await after.setCustomerFields({ age: '24' });
  await again.archive();
  expect(again.info.get()).toMatchObject({ name: 'Blue card', archived: true, canAddMessages: false });
  await expect(again.sendText('x').accepted).rejects.toMatchObject({ code: 'conversation_ended' });
});

it('goes on with the one thread, reads further pages, and ends a live chat', async () => {
  const single = client(await addChannel('single'));
  await single.open();
  const first = await single.current();
  await first.sendText('Hello').accepted;
  expect((await single.current()).threadId).toBe(first.threadId);

  const many = client(await addChannel('multi'));
  await many.open();
  for (let index = 0; index < 31; index += 1) {
    const thread = many.thread();
    await thread.sendText(`Thread ${index}`).accepted;
    thread.leave();
  }
  await many.refresh();
  expect(many.threads.get()).toHaveLength(30);
  expect(await many.loadMore()).toBe(false);
  expect(many.threads.get()).toHaveLength(31);

  const live = client(await addChannel('live'));
  await live.open();
  const chat = await live.current();
  await chat.sendText('Begin').accepted;
  await expect(live.thread().sendText('Second').accepted).rejects.toMatchObject({ code: 'already_in_help' });
  await chat.end();
  expect(chat.info.get()).toMatchObject({ contact: { status: 'closed' }, canAddMessages: false });
  expect((await live.current()).threadId).not.toBe(chat.threadId);
}, 60_000);

it('keeps the order of what is said before there is a thread, and enters nothing that was left meanwhile', async () => {
  const many = client(await addChannel('multi'));
  await many.open();
  const thread = many.thread();
  const said = ['one', 'two', 'three', 'four'];
  await Promise.all(said.map((text) => thread.sendText(text).accepted));
  await value(thread.messages, (all) => all.length === said.length, 'all messages');
  expect(texts(thread)).toEqual(said);
  thread.leave();
  const opening = thread.open();
  thread.leave();
  await opening;
  expect(thread.connection.get().state).toBe('closed');
  const sending = thread.sendText('five');
  thread.leave();
  await sending.accepted;
  expect(thread.connection.get().state).toBe('closed');
  await thread.open();
  await value(thread.messages, (all) => all.length === 5, 'the last message');
});

it('goes on with a new session when the one on a thread is over', async () => {
  const many = client(await addChannel('multi'));
  await many.open();
  const thread = many.thread();
  await thread.sendText('today').accepted;
  const { id } = await value(thread.status, ({ caughtUp }) => caughtUp, 'the log');
  await inDatabase(server, 'UPDATE customer_sessions SET expires_at = clock_timestamp() WHERE conversation_id = $1', [
    id,
  ]);
  const said = Array.from({ length: 3 }, (_, nth) => `tomorrow ${nth}`);
  await value(thread.connection, ({ state }) => state === 'error', 'the end of the session');
  for (const text of said) await thread.sendText(text).accepted;
  await value(thread.messages, (all) => all.length === 4, 'all messages');
  expect(texts(thread)).toEqual(['today', ...said]);
}, 30_000);
