import type { Contact, ContactPage, Desk, QueueView } from '@alongside/protocol';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { AlongsideError } from '../errors.ts';
import { createLocks } from '../ports/defaults.ts';
import type { FetchLike } from '../ports/ports.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeRandom } from '../testing/fake-random.ts';
import { AGENT, CONTACT, CONVERSATION, CUSTOMER, FakeServer } from '../testing/fake-server.ts';
import { type AgentClient, createAgentClient } from './client.ts';

const emptyDesk: Desk = {
  presence: {
    state: 'available',
    awayReason: null,
    capacity: 3,
    openContacts: 0,
    since: '2026-11-21T00:00:00.000Z',
    afterContactUntil: null,
  },
  offers: [],
  conversations: [],
  serverTime: '2026-11-21T00:00:00.000Z',
};
const deskWith = (id: string): Desk => ({
  ...emptyDesk,
  conversations: [{ id } as Desk['conversations'][number]],
});

function bench(overFetch: (fetch: FetchLike) => FetchLike = (fetch) => fetch) {
  const server = new FakeServer();
  server.you = AGENT;
  server.desk = emptyDesk;
  server.request();
  server.agentStarts();
  const clock = new FakeClock();
  const client = createAgentClient({
    url: 'http://help.test',
    credentials: { bearer: 'secret' },
    clock,
    random: new FakeRandom(),
    fetch: overFetch(server.fetch),
    webSocket: server.webSocket,
    wakeups: { subscribe: () => () => {} },
  });
  return { server, clock, client };
}
const says = (client: AgentClient) =>
  client
    .conversation(CONVERSATION)
    .messages.get()
    .map(({ text, kind, mine, delivery }) => `${kind} ${text} ${mine ? 'mine' : 'theirs'} ${delivery}`);
const signals = (server: FakeServer, t: string) =>
  server.sockets.flatMap(({ received }) => received.filter((frame) => frame.t === t));

describe('calling the API', () => {
  it('puts parameters, query and body where the route says, with the bearer token', async () => {
    const { client, server } = bench();
    await client.call('acceptOffer', { params: { contactId: CONTACT }, body: { epoch: 3 } }).catch(() => {});
    await client.call('listContacts', { query: { limit: 20, cursor: 'a b' } }).catch(() => {});
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        path: `/v1/contacts/${CONTACT}/accept`,
        body: { epoch: 3 },
        headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      },
      { method: 'GET', path: '/v1/contacts', body: undefined },
    ]);
    expect(server.requests[1]?.headers).not.toHaveProperty('content-type');
  });

  it('[ERR1] rejects with the typed error of the server', async () => {
    const { client, server } = bench();
    server.refuse(`POST /v1/contacts/${CONTACT}/accept`, 'offer_gone');
    const error = await client
      .call('acceptOffer', { params: { contactId: CONTACT }, body: { epoch: 1 } })
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AlongsideError);
    expect(error).toMatchObject({ code: 'offer_gone', correctiveAction: 'resync' });
  });

  it('takes the token of a bearer sign-in for all that follows', async () => {
    const { server } = bench();
    const answer = { agent: {}, expiresAt: '', token: 'fresh' };
    const signedIn = createAgentClient({
      url: 'http://help.test',
      credentials: { bearer: null },
      webSocket: server.webSocket,
      fetch: async (url, request) =>
        url.endsWith('/sign-in')
          ? {
              ok: true,
              status: 200,
              headers: { get: () => null },
              text: async () => JSON.stringify(answer),
              arrayBuffer: async () => new ArrayBuffer(0),
            }
          : server.fetch(url, request),
    });
    await signedIn.call('signIn', { body: { email: 'a@b.c', password: 'x', transport: 'bearer' } });
    await signedIn.call('getDesk');
    expect(server.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer fresh' });
  });

  it('is typed by the routes of the protocol', () => {
    const { client } = bench();
    const accept = () => client.call('acceptOffer', { params: { contactId: '' }, body: { epoch: 1 } });
    expectTypeOf<Awaited<ReturnType<typeof accept>>>().toEqualTypeOf<Contact>();
    const list = () => client.call('listContacts');
    expectTypeOf<Awaited<ReturnType<typeof list>>>().toEqualTypeOf<ContactPage>();
    const out = () => client.call('signOut');
    expectTypeOf<Awaited<ReturnType<typeof out>>>().toEqualTypeOf<undefined>();
    // @ts-expect-error the contact must be named
    const wrong = () => client.call('acceptOffer', { body: { epoch: 1 } });
    // @ts-expect-error no such operation
    const none = () => client.call('acceptEverything');
    expect([accept, list, out, wrong, none].length).toBe(5);
  });
});

describe('the desk', () => {
  it('[DESK1] is whole after each change, and here before the connection is called configured', async () => {
    const { client, server } = bench();
    const states: string[] = [];
    client.connection.subscribe(({ state }) => states.push(`${state}${client.desk.get() ? ' with desk' : ''}`));
    client.connect();
    await settle();
    expect(states).toEqual(['connecting', 'connected', 'configured with desk']);
    server.push({ t: 'desk', desk: deskWith(CONVERSATION) });
    await settle();
    expect(client.desk.get()?.conversations.length).toBe(1);
    const queues = [{ id: 'q', name: 'Help', waiting: 1, oldestRequestedAt: null, head: [] }] as QueueView[];
    server.push({ t: 'queues', queues });
    await settle();
    expect(client.queues.get()).toEqual(queues);
  });

  it('[DESK1] that was pushed while an answer was on its way is not undone by that older answer', async () => {
    let release = () => {};
    const { client, server } = bench((fetch) => async (...request) => {
      const answer = await fetch(...request);
      if (String(request[0]).endsWith('/v1/agent/desk')) await new Promise<void>((resolve) => (release = resolve));
      return answer;
    });
    client.connect();
    await settle();
    release();
    await settle();
    const asked = client.call('getDesk');
    await settle();
    server.push({ t: 'desk', desk: deskWith(CONVERSATION) });
    await settle();
    release();
    await asked;
    expect(client.desk.get()?.conversations.length).toBe(1);
  });

  it('comes back by itself, and stops with sign_in when the session is gone', async () => {
    const { client, server, clock } = bench();
    client.connect();
    await settle();
    server.cut();
    await clock.advance(2_000);
    expect(client.connection.get().state).toBe('configured');
    server.refuse('POST /v1/socket-tickets', 'not_authenticated', { times: 9 });
    server.cut(4401);
    await clock.advance(2_000);
    expect(client.connection.get()).toMatchObject({ state: 'error', error: { correctiveAction: 'sign_in' } });
    server.refusals.length = 0;
    client.connect();
    await settle();
    expect(client.connection.get().state).toBe('configured');
    client.disconnect();
    expect(client.connection.get().state).toBe('idle');
    expect(client.desk.get()).toBeNull();
    client.close();
    expect(clock.pending).toBe(0);
  });
});

describe('a conversation of an agent', () => {
  const talking = async () => {
    const made = bench();
    made.server.desk = deskWith(CONVERSATION);
    made.client.connect();
    await settle();
    const conversation = made.client.conversation(CONVERSATION);
    await settle();
    return { ...made, conversation };
  };

  it('shows the log with whose message it is, and how far the customer has read', async () => {
    const { client, server, conversation } = await talking();
    server.append(CUSTOMER, { kind: 'text', text: 'help' }, 'c1');
    server.append({ kind: 'agent', id: 'other', name: 'Eve' }, { kind: 'text', text: 'from Eve' }, 'e1');
    await conversation.sendText('hello').accepted;
    await conversation.sendNote('be kind').accepted;
    await settle();
    server.append(CUSTOMER, { kind: 'read', upTo: 4 });
    await settle();
    expect(says(client)).toEqual([
      'text help theirs null',
      'text from Eve theirs read',
      'text hello mine accepted',
      'note be kind mine accepted',
    ]);
    expect(conversation.timeline.get().map((item) => (item.type === 'event' ? item.body.kind : item.text))).toEqual([
      'contact.requested',
      'contact.started',
      'help',
      'from Eve',
      'hello',
      'be kind',
    ]);
    expect(conversation.status.get()).toMatchObject({ unread: 1, caughtUp: true });
    conversation.markRead();
    expect(conversation.status.get().unread).toBe(0);
    await settle();
    expect(server.log.at(-1)?.body).toEqual({ kind: 'read', upTo: 3 });
  });

  it('[SIG1] tells that the customer writes, until they stop, send, or fall silent', async () => {
    const { server, clock, conversation } = await talking();
    const typing = (on: boolean) =>
      server.push({ t: 'typing', conversationId: CONVERSATION, from: 'customer', name: 'Ada', on });
    const now = async () => {
      await settle();
      return conversation.status.get().typing;
    };
    typing(true);
    expect(await now()).toMatchObject({ name: 'Ada' });
    server.push({ t: 'typing', conversationId: CONVERSATION, from: 'customer', name: 'Ada', on: true, text: 'My ca' });
    expect(await now()).toMatchObject({ name: 'Ada', text: 'My ca' });
    typing(false);
    expect(await now()).toBeNull();
    typing(true);
    await settle();
    server.append(CUSTOMER, { kind: 'text', text: 'x' }, 'c1');
    expect(await now()).toBeNull();
    typing(true);
    await clock.advance(8_000);
    expect(await now()).toBeNull();
  });

  it('[SIG1] tells the customer at most once in 3 s that the agent writes, and that they stopped', async () => {
    const { server, clock, conversation } = await talking();
    for (let n = 0; n < 20; n += 1) {
      conversation.setTyping();
      await clock.advance(200);
    }
    await clock.advance(6_000);
    expect(signals(server, 'typing').map((frame) => (frame.t === 'typing' ? frame.on : null))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('of a colleague tells nobody that it was read, received or written in', async () => {
    const { client, server } = bench();
    client.connect();
    await settle();
    const conversation = client.conversation(CONVERSATION);
    server.append(CUSTOMER, { kind: 'text', text: 'help' }, 'c1');
    await settle();
    conversation.markRead();
    conversation.setTyping();
    await settle();
    expect(conversation.messages.get().length).toBe(1);
    for (const t of ['read', 'delivered', 'typing']) expect(signals(server, t)).toEqual([]);
    // Accepted meanwhile: now they are mine to tell.
    server.push({ t: 'desk', desk: deskWith(CONVERSATION) });
    await settle();
    expect(signals(server, 'delivered')).toMatchObject([{ upTo: 3 }]);
  });

  it('is the same object until it is left; then it is read anew', async () => {
    const { client, server, conversation } = await talking();
    expect(client.conversation(CONVERSATION)).toBe(conversation);
    conversation.leave();
    await settle();
    expect(signals(server, 'unsubscribe').length).toBe(1);
    const again = client.conversation(CONVERSATION);
    expect(again).not.toBe(conversation);
    await settle();
    expect(again.status.get().caughtUp).toBe(true);
  });

  it('is left only when what was written is sent', async () => {
    const { server, clock, client, conversation } = await talking();
    server.refuse('send', 'store_unavailable', { times: 2 });
    conversation.sendText('last words');
    conversation.leave();
    await settle();
    expect(signals(server, 'unsubscribe')).toEqual([]);
    await clock.advance(5_000);
    expect(server.texts()).toEqual(['last words']);
    expect(signals(server, 'unsubscribe').length).toBe(1);
    client.close();
    expect(clock.pending).toBe(0);
  });

  it('reads long histories page by page', async () => {
    const { client, server } = bench();
    for (let n = 1; n <= 250; n += 1) server.append(CUSTOMER, { kind: 'text', text: `${n}` }, `c${n}`);
    client.connect();
    const conversation = client.conversation(CONVERSATION);
    await settle();
    expect(conversation.messages.get().length).toBe(100);
    expect(conversation.status.get().hasEarlier).toBe(true);
    expect(await conversation.loadEarlier()).toBe(true);
    expect(await conversation.loadEarlier()).toBe(false);
    expect(conversation.messages.get().map(({ text }) => text)).toEqual(
      Array.from({ length: 250 }, (_, at) => String(at + 1)),
    );
  });

  it('that the server does not give says why', async () => {
    const { client, server } = bench();
    server.refuse('subscribe', 'not_found');
    client.connect();
    const conversation = client.conversation(CONVERSATION);
    await settle();
    expect(conversation.status.get().error).toMatchObject({ code: 'not_found' });
  });
});

describe('locks', () => {
  it('let one in at a time and survive a task that fails', async () => {
    const { withLock } = createLocks();
    const order: string[] = [];
    const first = withLock('a', async () => {
      await settle(1);
      order.push('first');
      throw new Error('theirs');
    }).catch(() => order.push('failed'));
    const second = withLock('a', async () => order.push('second'));
    await Promise.all([first, second]);
    expect(order.indexOf('second')).toBeGreaterThan(order.indexOf('first'));
  });
});
