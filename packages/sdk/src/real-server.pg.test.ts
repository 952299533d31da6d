import { createBackendKit } from '@alongside/backend-kit';
import { startTestServer, type TestServer } from '@alongside/server/testing';
import { type CuttingProxy, startCuttingProxy } from '@alongside/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type AgentClient, createAgentClient } from './agent/index.ts';
import { type Alongside, type AlongsideOptions, createAlongside, type OnlineHelpError } from './index.ts';
import type { Observable } from './observable.ts';
import { createMemoryStorage } from './ports/memory-storage.ts';

let server: TestServer;
let proxy: CuttingProxy;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  server = await startTestServer();
  proxy = await startCuttingProxy(server.url);
});
afterEach(async () => {
  for (const { close } of opened.splice(0)) close();
});
afterAll(async () => {
  await proxy.close();
  await server.stop();
});

/** Waits for a value of an observable. */
function value<T>(observable: Observable<T>, wanted: (value: T) => boolean, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (now: T) => {
      if (!wanted(now)) return false;
      clearTimeout(timer);
      stop();
      resolve(now);
      return true;
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited in vain for ${what}; it is ${JSON.stringify(observable.get())}`));
    }, 30_000);
    let stop = observable.subscribe(check);
    if (check(observable.get())) stop = () => {};
  });
}

const customer = (options: Partial<AlongsideOptions> = {}): Alongside => {
  const client = createAlongside({
    url: proxy.url,
    tenant: server.demo.tenant.domain,
    webSocket: WebSocket,
    ...options,
  });
  opened.push(client);
  return client;
};

let people = 0;
const hashFor = async (client: Alongside, customerId: string) => {
  const kit = createBackendKit({ url: server.url, ...server.demo.onlineHelp });
  const { transactionHash } = await kit.mintTransactionHash({ customerId, deviceHash: await client.getDeviceHash() });
  return transactionHash;
};
async function start(client: Alongside, over: { isBackground?: boolean; customerId?: string } = {}) {
  people += 1;
  const { customerId = `sdk-${people}`, isBackground = false } = over;
  const transactionHash = await hashFor(client, customerId);
  await client.startAnonymousOnlineHelp({
    customerId,
    customerName: 'Ada',
    helpType: 'CHAT',
    transactionHash,
    isLoggedIn: true,
    isBackground,
  });
}
const failure = (task: Promise<unknown>) =>
  task.then(
    () => null,
    (error: OnlineHelpError) => error.errorCode,
  );

async function agent(index = 0): Promise<AgentClient> {
  const client = createAgentClient({ url: proxy.url, credentials: { bearer: null }, webSocket: WebSocket });
  opened.push(client);
  const { email, password } = server.demo.agents[index]!;
  await client.call('signIn', { body: { tenant: server.demo.tenant.domain, email, password, transport: 'bearer' } });
  client.connect();
  await value(client.connection, ({ state }) => state === 'configured', 'the desk');
  await client.call('setPresence', { body: { state: 'available' } });
  return client;
}
async function accept(by: AgentClient) {
  const desk = await value(by.desk, (now) => (now?.offers.length ?? 0) > 0, 'an offer');
  const { contactId, epoch, conversationId } = desk!.offers[0]!;
  await by.call('acceptOffer', { params: { contactId }, body: { epoch } });
  return { contactId, conversation: by.conversation(conversationId) };
}
const texts = (of: { messages: Alongside['conversation']['messages'] }) => of.messages.get().map(({ text }) => text);
const leaveDesk = async (by: AgentClient, contactId: string) => {
  await by.call('endContact', { params: { contactId }, body: { wrapUp: '' } });
  await by.call('setPresence', { body: { state: 'away' } });
};

describe('the SDK against a real server', () => {
  it('carries a help from the wait through the chat to the end, both sides by the SDK', async () => {
    const bob = await agent();
    const ada = customer();
    const states: string[] = [];
    ada.subscribeToOnlineHelpChatStateEvent((state) => states.push(state));
    await start(ada);
    const { contactId, conversation } = await accept(bob);
    await value(ada.help, ({ phase }) => phase === 'active', 'the agent');
    // A signal reaches only who is there.
    await value(conversation.status, ({ caughtUp }) => caughtUp, 'the subscription of the agent');

    ada.conversation.setTyping();
    await value(conversation.status, ({ typing }) => typing?.name === 'Ada', 'the typing of the customer');
    await ada.conversation.sendText('Hello?').accepted;
    await value(conversation.messages, (all) => all.length === 1, 'the message');
    await value(ada.conversation.messages, ([first]) => first?.delivery === 'delivered', 'its delivery');
    conversation.markRead();
    await value(ada.conversation.messages, ([first]) => first?.delivery === 'read', 'its reading');
    await conversation.sendText('Good morning.').accepted;
    await conversation.sendNote('seems nice').accepted;
    await value(ada.conversation.messages, (all) => all.length === 2, 'the answer');
    expect(ada.conversation.status.get().unread).toBe(1);
    ada.conversation.markRead();
    await value(conversation.messages, (all) => all[1]?.delivery === 'read', 'the reading of the answer');

    const bytes = new Uint8Array(
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
        'base64',
      ),
    );
    const progress: number[] = [];
    const sent = ada.conversation.sendFile(
      { name: 'dot.png', mediaType: 'image/png', data: new Blob([bytes]) },
      { caption: 'a dot', onProgress: (fraction) => progress.push(fraction) },
    );
    ada.conversation.sendText('see above');
    await sent.accepted;
    expect(progress.at(-1)).toBe(1);
    const [, , , file] = await value(conversation.messages, (all) => all.length === 5, 'the file and the text');
    expect(file).toMatchObject({ kind: 'file', text: 'a dot', file: { name: 'dot.png', mediaType: 'image/png' } });
    const downloaded = await conversation.downloadFile(file!.file!.id!);
    expect([...downloaded.bytes]).toEqual([...bytes]);

    await leaveDesk(bob, contactId);
    await value(ada.help, ({ phase }) => phase === 'ended', 'the end');
    expect(ada.help.get().endReason).toBe('ended_by_agent');
    expect(states).toEqual(['STARTED', 'CHAT_INPROGRESS', 'CHAT_ENDED']);
    expect(ada.connection.get().state).toBe('read-only');
    expect(() => ada.conversation.sendText('more')).toThrowError(
      expect.objectContaining({ code: 'conversation_ended' }),
    );
    const transcript = await ada.conversation.getTranscript();
    expect(transcript).toContain('Good morning.');
    expect(transcript).not.toContain('seems nice');
  });

  it('[F1-F10] tells each refusal of a start by its published code', async () => {
    const ada = customer();
    const customerId = `sdk-refusals`;
    const other = customer();
    const transactionHash = await hashFor(ada, customerId);
    const with_ = (over: object) => ({
      customerId,
      customerName: 'Ada',
      helpType: 'CHAT' as const,
      transactionHash,
      isLoggedIn: true,
      isBackground: true,
      ...over,
    });
    expect(await failure(other.startAnonymousOnlineHelp(with_({})))).toBe('DLGEXCP_AUTH_REQUEST');
    expect(await failure(ada.startAnonymousOnlineHelp(with_({ customerId: '999' })))).toBe('DLGEXCP_AUTH_REQUEST');
    expect(await failure(ada.startAnonymousOnlineHelp(with_({ transactionHash: 'invented' })))).toBe(
      'DLGEXCP_AUTH_REQUEST',
    );
    await ada.startAnonymousOnlineHelp(with_({}));
    expect(ada.onlineHelpState).toBe('NO_CHAT');
    const again = customer();
    const second = await hashFor(again, customerId);
    expect(await failure(again.startAnonymousOnlineHelp(with_({ transactionHash: second })))).toBe(
      'DLGEXCP_USER_IS_IN_CALL_NOW',
    );
    expect(await ada.closeMessaging()).toEqual({ outcome: 'cancelled' });
  });

  it('[HASH4] joins the help whose start was stored and whose answer was lost', async () => {
    let lost = 0;
    const ada = customer({
      fetch: async (url, request) => {
        const answer = await fetch(url, request as RequestInit);
        if (url.endsWith('/start') && lost < 2) {
          lost += 1;
          await answer.text();
          throw new TypeError('fetch failed');
        }
        return answer;
      },
    });
    await start(ada);
    expect(lost).toBe(2);
    await value(ada.help, ({ standing }) => standing !== null, 'the standing');
    expect(await ada.closeMessaging()).toEqual({ outcome: 'cancelled' });
    expect(ada.onlineHelpState).toBe('NO_CHAT');
  });

  it('[CON7] sees the same outcome as the agent when a cancel races an accept', async () => {
    const bob = await agent(1);
    const outcomes: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const ada = customer();
      await start(ada);
      const desk = await value(bob.desk, (now) => (now?.offers.length ?? 0) > 0, 'an offer');
      const { contactId, epoch } = desk!.offers[0]!;
      const [cancelled, accepted] = await Promise.all([
        ada.closeMessaging(),
        bob.call('acceptOffer', { params: { contactId }, body: { epoch } }).then(
          () => 'accepted',
          (error) => error.code as string,
        ),
      ]);
      outcomes.push(cancelled.outcome);
      if (cancelled.outcome === 'started') {
        expect(accepted).toBe('accepted');
        await value(ada.help, ({ phase }) => phase === 'active', 'the chat');
        await ada.endChat();
        await bob.call('wrapUpContact', { params: { contactId }, body: { text: '' } });
      } else expect(['offer_gone', 'contact_ended']).toContain(accepted);
      await value(bob.desk, (now) => now?.offers.length === 0 && now.conversations.length === 0, 'an empty desk');
      ada.close();
    }
    expect(outcomes.length).toBe(8);
    await bob.call('setPresence', { body: { state: 'away' } });
  });

  it('[F16] loses and doubles nothing while the network is cut again and again, on both sides', async () => {
    const bob = await agent(2);
    const ada = customer();
    await start(ada);
    const { contactId, conversation } = await accept(bob);
    await value(ada.help, ({ phase }) => phase === 'active', 'the agent');
    const count = 60;
    const cuts = setInterval(proxy.cut, 150);
    try {
      const accepted: Promise<unknown>[] = [];
      for (let n = 0; n < count; n += 1) {
        accepted.push(ada.conversation.sendText(`c${n}`).accepted, conversation.sendText(`a${n}`).accepted);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await Promise.race([Promise.all(accepted), new Promise((resolve) => setTimeout(resolve, 1_500))]);
      clearInterval(cuts);
      await Promise.all(accepted);
    } finally {
      clearInterval(cuts);
    }
    await value(ada.conversation.messages, (all) => all.length >= 2 * count, 'all messages');
    await value(conversation.messages, (all) => all.length >= 2 * count, 'all messages at the agent');
    const wanted = (letter: string) => Array.from({ length: count }, (_, n) => `${letter}${n}`);
    for (const letter of ['c', 'a'])
      expect(texts(ada.conversation).filter((text) => text.startsWith(letter))).toEqual(wanted(letter));
    expect(texts(conversation)).toEqual(texts(ada.conversation));
    await leaveDesk(bob, contactId);
  });

  it('lives through a restart of the server in the middle of a chat', async () => {
    const bob = await agent(0);
    const ada = customer();
    await start(ada);
    const { contactId, conversation } = await accept(bob);
    await ada.conversation.sendText('before').accepted;
    await server.restart(async () => {
      ada.conversation.sendText('while it was away');
      conversation.sendText('me too');
    });
    await value(ada.conversation.messages, (all) => all.length === 3, 'all messages');
    await value(conversation.messages, (all) => all.length === 3, 'all messages at the agent');
    expect([...texts(ada.conversation)].sort()).toEqual(['before', 'me too', 'while it was away']);
    expect(texts(conversation)).toEqual(texts(ada.conversation));
    expect(ada.onlineHelpState).toBe('CHAT_INPROGRESS');
    await leaveDesk(bob, contactId);
  });

  it('continues on a reload, with what was still queued', async () => {
    const bob = await agent(1);
    const storage = createMemoryStorage();
    const ada = customer({ storage });
    await start(ada);
    const { contactId, conversation } = await accept(bob);
    await value(ada.help, ({ phase }) => phase === 'active', 'the agent');
    await conversation.sendText('hello').accepted;
    await value(ada.conversation.messages, (all) => all.length === 1, 'the message');
    proxy.hold();
    ada.conversation.sendText('queued');
    for (let kept = 0; kept === 0; ) kept = (await storage.getAllKeys()).filter((key) => key.includes('outbox')).length;
    ada.close();
    proxy.release();
    proxy.cut();
    const again = customer({ storage });
    expect(await again.resume()).toBe(true);
    await value(conversation.messages, (all) => all.length === 2, 'the queued message');
    await value(again.conversation.messages, (all) => all.length === 2, 'both messages');
    expect(texts(again.conversation)).toEqual(['hello', 'queued']);
    expect(again.help.get()).toMatchObject({ phase: 'active', agent: { name: expect.any(String) } });
    await leaveDesk(bob, contactId);
  });
});
