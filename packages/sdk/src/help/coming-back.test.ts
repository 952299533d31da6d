import { describe, expect, it } from 'vitest';
import { createBench, request } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { CONTACT, wireErrorOf } from '../testing/fake-server.ts';
import type { OnlineHelpChatState } from './help-state.ts';
import { OnlineHelpError } from './start-request.ts';

const bench = () => {
  const made = createBench();
  const states: OnlineHelpChatState[] = [];
  made.client.subscribeToOnlineHelpChatStateEvent((state) => states.push(state));
  return { ...made, states };
};
const _failure = async (task: Promise<unknown>): Promise<OnlineHelpError> => {
  const error = await task.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OnlineHelpError)) throw new Error(`expected an OnlineHelpError, got ${String(error)}`);
  return error;
};

describe('coming back after a reload', () => {
  it('continues the chat with its messages, agent and state', async () => {
    const { chatting, server, open, client } = bench();
    await chatting();
    server.agentWrites('hello');
    await settle();
    client.close();
    const next = open(2);
    expect(await next.resume()).toBe(true);
    await settle();
    expect(next.onlineHelpState).toBe('CHAT_INPROGRESS');
    expect(next.help.get().agent?.name).toBe('Bob');
    expect(next.conversation.messages.get().map(({ text }) => text)).toEqual(['hello']);
    expect(next.connection.get().state).toBe('configured');
  });

  it('says false where nothing is kept, and asks nobody', async () => {
    const { client, server } = bench();
    expect(await client.resume()).toBe(false);
    expect(server.requests).toEqual([]);
  });

  it('forgets a session that the server no longer knows', async () => {
    const { chatting, server, open, client } = bench();
    await chatting();
    client.close();
    server.refuse('GET /v1/online-help', 'session_expired', { times: 99 });
    server.refuse('POST /v1/socket-tickets', 'session_expired', { times: 99 });
    const next = open(2);
    const states: string[] = [];
    next.subscribeToOnlineHelpChatStateEvent((state) => states.push(state));
    expect(await next.resume()).toBe(false);
    await settle();
    expect(next.help.get().phase).toBe('idle');
    expect(next.connection.get().state).toBe('idle');
    expect(states).not.toContain('CHAT_ENDED');
    expect(await open(3).resume()).toBe(false);
  });

  it('shows an ended chat read-only, whole, without a socket', async () => {
    const { chatting, server, open, client } = bench();
    await chatting();
    client.close();
    for (let n = 1; n <= 150; n += 1) server.agentWrites(`m${n}`);
    server.end('ended_by_agent');
    const next = open(2);
    expect(await next.resume()).toBe(true);
    await settle(10);
    const sockets = server.openSockets.length;
    expect(sockets).toBe(0);
    expect(next.connection.get().state).toBe('read-only');
    expect(next.help.get()).toMatchObject({ phase: 'ended', endReason: 'ended_by_agent' });
    while (await next.conversation.loadEarlier()) await settle();
    expect(next.conversation.messages.get().length).toBe(150);
    expect(next.conversation.status.get()).toMatchObject({ readOnly: true, hasEarlier: false });
  });

  it('waits without a network, showing what is known, and then goes on', async () => {
    const { chatting, server, open, client, clock } = bench();
    await chatting();
    client.close();
    server.offline = true;
    const next = open(2);
    const resuming = next.resume();
    await clock.advance(5_000);
    expect(next.onlineHelpState).toBe('CHAT_INPROGRESS');
    expect(next.connection.get().state).toBe('connecting');
    next.conversation.sendText('written while away');
    server.offline = false;
    await clock.advance(60_000);
    expect(await resuming).toBe(true);
    expect(server.texts()).toEqual(['written while away']);
  });

  it('gives each page of a device the same device hash', async () => {
    const { client, open } = bench();
    const [one, two] = await Promise.all([client.getDeviceHash(), open(2).getDeviceHash()]);
    expect(one).toBe(two);
    expect(one).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });
});

describe('a session that ends elsewhere', () => {
  it('[WS5] is an error that says start_again, closes the chat, and a new start works', async () => {
    const { chatting, server, client, states, clock } = bench();
    await chatting();
    server.refuse('POST /v1/socket-tickets', 'session_expired', { times: 99 });
    server.push({ t: 'bye', error: wireErrorOf('session_expired') });
    await clock.advance(1_000);
    expect(client.connection.get()).toMatchObject({
      state: 'error',
      error: { code: 'session_expired', correctiveAction: 'start_again' },
    });
    expect(states.at(-1)).toBe('CHAT_ENDED');
    expect(clock.pending).toBe(0);
    server.refusals.length = 0;
    server.state = 'ended';
    await client.startAnonymousOnlineHelp(request);
    await settle();
    expect(client.connection.get()).toMatchObject({ state: 'configured', error: null });
  });
});

describe('dismissing and closing', () => {
  it('forgets the conversation: idle, NO_CHAT, nothing kept but the device', async () => {
    const { chatting, server, client, storage } = bench();
    await chatting();
    server.end('ended_by_agent');
    await settle();
    await client.dismiss();
    expect(client.help.get().phase).toBe('idle');
    expect(client.connection.get().state).toBe('idle');
    expect(client.conversation.timeline.get()).toEqual([]);
    expect(() => client.conversation.sendText('hm')).toThrowError(/start one/);
    expect(await storage.getAllKeys()).toEqual(['alongside/demo/device']);
  });

  it('leaves no timer, no socket and no listener behind', async () => {
    const { chatting, client, clock, server, wakeListeners } = bench();
    await chatting();
    client.conversation.setTyping();
    client.conversation.sendText('x');
    client.close();
    await settle();
    expect(clock.pending).toBe(0);
    expect(server.openSockets).toEqual([]);
    expect(wakeListeners()).toBe(0);
    expect(client.connection.get().state).toBe('closed');
  });

  it('ends the chat by endChat', async () => {
    const { chatting, client, server, states } = bench();
    await chatting();
    await client.endChat();
    await settle();
    expect(server.endReason).toBe('ended_by_customer');
    expect(states.at(-1)).toBe('CHAT_ENDED');
    expect(server.log.at(-1)?.body).toEqual({
      kind: 'contact.ended',
      contactId: CONTACT,
      reason: 'ended_by_customer',
    });
  });
});
