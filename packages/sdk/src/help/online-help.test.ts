import { describe, expect, it } from 'vitest';
import { createBench, request } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { CONTACT, wireErrorOf } from '../testing/fake-server.ts';
import type { OnlineHelpChatState } from './help-state.ts';
import { OnlineHelpError, type OnlineHelpRequest } from './start-request.ts';

const bench = () => {
  const made = createBench();
  const states: OnlineHelpChatState[] = [];
  made.client.subscribeToOnlineHelpChatStateEvent((state) => states.push(state));
  return { ...made, states };
};
const failure = async (task: Promise<unknown>): Promise<OnlineHelpError> => {
  const error = await task.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OnlineHelpError)) throw new Error(`expected an OnlineHelpError, got ${String(error)}`);
  return error;
};

describe('starting an online help', () => {
  it.each<[string, Partial<OnlineHelpRequest>]>([
    ['DLGEXCPINP_CUSTOMER_ID', { customerId: '' }],
    ['DLGEXCPINP_CUSTOMER_ID', { customerId: '  ' }],
    ['DLGEXCPINP_CUSTOMER_ID', { customerId: 'x'.repeat(129) }],
    ['DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY', { customerName: ' ' }],
    ['DLGEXCPINP_TRXHASH_IS_EMPTY', { transactionHash: '' }],
    ['DLGEXCPINP_INVALID_HELP_TYPE', { helpType: 'FAX' as never }],
    ['DLGEXCPINP_INVALID_HELP_TYPE', { helpType: undefined as never }],
  ])('answers %s for %j without asking the server', async (errorCode, wrong) => {
    const { client, server } = bench();
    const error = await failure(client.startAnonymousOnlineHelp({ ...request, ...wrong }));
    expect(error).toMatchObject({ errorCode, correctiveAction: 'fix_request' });
    expect(error.errorMsg).not.toBe('');
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['start_refused', 'DLGEXCP_AUTH_REQUEST', 'start_again'],
    ['already_in_help', 'DLGEXCP_USER_IS_IN_CALL_NOW', 'none'],
    ['help_type_not_supported', 'DLGEXCP_NOT_SUPPORTED_FEATURE', 'fix_request'],
    ['origin_refused', 'DLGEXCP_GENERAL_EXCEPTION', 'contact_administrator'],
    ['body_too_large', 'DLGEXCP_GENERAL_EXCEPTION', 'fix_request'],
  ] as const)('tells %s as %s', async (code, errorCode, correctiveAction) => {
    const { client, server } = bench();
    server.refuse('POST /v1/online-help/start', code);
    const error = await failure(client.startAnonymousOnlineHelp(request));
    expect(error).toMatchObject({ errorCode, code, correctiveAction });
    expect(client.onlineHelpState).toBe('NO_CHAT');
  });

  it('tells a field that the server refuses by the code of that field', async () => {
    const { client, server } = bench();
    server.refuse('POST /v1/online-help/start', 'invalid_request', { field: '/customerId' });
    expect((await failure(client.startAnonymousOnlineHelp(request))).errorCode).toBe('DLGEXCPINP_CUSTOMER_ID');
  });

  it.each(['VIDEO_CALL', 'voice_call'] as const)('answers DLGEXCP_NOT_SUPPORTED_FEATURE for %s', async (helpType) => {
    const error = await failure(bench().client.startAnonymousOnlineHelp({ ...request, helpType }));
    expect(error.errorCode).toBe('DLGEXCP_NOT_SUPPORTED_FEATURE');
  });

  it('answers DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE after close', async () => {
    const { client } = bench();
    client.close();
    const error = await failure(client.startAnonymousOnlineHelp(request));
    expect(error.errorCode).toBe('DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE');
  });

  it('sends what the host gave, takes lower-case help types, and leaves out what means none', async () => {
    const { client, server } = bench();
    const deviceHash = await client.getDeviceHash();
    await client.startAnonymousOnlineHelp({
      ...request,
      helpType: 'chat',
      idNumber: 0,
      customerPhone: 905551112233,
      email: null,
    });
    expect(server.requests[0]?.body).toEqual({
      tenant: 'demo',
      customerId: '123456',
      customerName: 'Ada',
      transactionHash: 'hash',
      helpType: 'CHAT',
      isLoggedIn: true,
      customerPhone: '905551112233',
      deviceHash,
      startId: expect.stringMatching(/^[\w-]{22}$/),
    });
    client.close();
  });

  it('refuses a second start while a help goes on, without asking the server', async () => {
    const { client, server, started } = bench();
    await started();
    const asked = server.requests.length;
    const error = await failure(client.startAnonymousOnlineHelp(request));
    expect(error.errorCode).toBe('DLGEXCP_USER_IS_IN_CALL_NOW');
    expect(server.requests.length).toBe(asked);
  });

  it('lets one of two starts at once through', async () => {
    const { client, server } = bench();
    const both = await Promise.allSettled([
      client.startAnonymousOnlineHelp(request),
      client.startAnonymousOnlineHelp(request),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(server.starts.size).toBe(1);
  });

  it('[HASH4] asks again under the same start id when the answer is lost, and joins the same conversation', async () => {
    const { client, server, clock, states } = bench();
    server.loseAnswers = 3;
    const starting = client.startAnonymousOnlineHelp(request);
    await clock.advance(20_000);
    await starting;
    const starts = server.requests.filter(({ path }) => path === '/v1/online-help/start');
    expect(starts.length).toBe(4);
    expect(new Set(starts.map(({ body }) => (body as { startId: string }).startId)).size).toBe(1);
    expect(server.starts.size).toBe(1);
    expect(states).toEqual(['STARTED']);
  });

  it('gives up after 60 s without a network, and can start again', async () => {
    const { client, server, clock } = bench();
    server.offline = true;
    const outcome = failure(client.startAnonymousOnlineHelp(request));
    await clock.advance(61_000);
    expect(await outcome).toMatchObject({ errorCode: 'DLGEXCP_GENERAL_EXCEPTION', code: 'network_lost' });
    server.offline = false;
    await client.startAnonymousOnlineHelp(request);
    expect(client.onlineHelpState).toBe('STARTED');
  });

  it('[HASH4] takes up a start whose answer was lost with the page', async () => {
    const first = bench();
    first.server.loseAnswers = 1;
    void first.client.startAnonymousOnlineHelp(request).catch(() => {});
    await settle();
    first.client.close();
    await settle();
    const second = createBench({ server: first.server, clock: first.clock, storage: first.storage });
    expect(await second.client.resume()).toBe(true);
    expect(second.client.onlineHelpState).toBe('STARTED');
    expect(first.server.starts.size).toBe(1);
  });

  it('leaves nothing of a start that is too old to be asked for again', async () => {
    const first = bench();
    first.server.loseAnswers = 1;
    void first.client.startAnonymousOnlineHelp(request).catch(() => {});
    await settle();
    first.client.close();
    await first.clock.advance(61_000);
    expect(await first.open(2).resume()).toBe(false);
    expect(await first.storage.getAllKeys()).toEqual(['alongside/demo/device']);
    expect(first.server.requests.length).toBe(1);
  });

  it('also tells by callback, and then leaves no rejection unheard', async () => {
    const { client, server } = bench();
    const heard: string[] = [];
    const onlineHelpStartResult = {
      success: () => heard.push('success'),
      failure: (error: OnlineHelpError) => heard.push(error.errorCode),
    };
    server.refuse('POST /v1/online-help/start', 'start_refused');
    void client.startAnonymousOnlineHelp({ ...request, onlineHelpStartResult });
    await settle();
    await client.startAnonymousOnlineHelp({ ...request, onlineHelpStartResult });
    expect(heard).toEqual(['DLGEXCP_AUTH_REQUEST', 'success']);
  });
});

describe('the state of the help', () => {
  it('goes STARTED, CHAT_INPROGRESS, CHAT_ENDED where we draw the wait screen', async () => {
    const { server, states, chatting, client } = bench();
    await chatting({ waitDisplayText: 'One moment' });
    expect(client.help.get()).toMatchObject({ phase: 'active', agent: { name: 'Bob' }, waitDisplayText: 'One moment' });
    server.end('ended_by_agent');
    await settle();
    expect(states).toEqual(['STARTED', 'CHAT_INPROGRESS', 'CHAT_ENDED']);
    expect(client.help.get().endReason).toBe('ended_by_agent');
  });

  it('never says STARTED where the host draws it', async () => {
    const { server, states, chatting } = bench();
    await chatting({ isBackground: true });
    server.end('ended_by_agent');
    await settle();
    expect(states).toEqual(['CHAT_INPROGRESS', 'CHAT_ENDED']);
  });

  it('stays CHAT_INPROGRESS while a lost agent is replaced, and shows the waiting in detail', async () => {
    const { server, states, chatting, client } = bench();
    await chatting();
    server.agentLost();
    await settle();
    expect(client.help.get()).toMatchObject({ phase: 'waiting', everStarted: true, requeueReason: 'agent_lost' });
    server.agentStarts();
    await settle();
    expect(states).toEqual(['STARTED', 'CHAT_INPROGRESS']);
    expect(client.help.get()).toMatchObject({ phase: 'active', requeueReason: null });
  });

  it('[QUE1] shows the standing while waiting, and none afterwards', async () => {
    const { server, started, client } = bench();
    await started();
    expect(client.help.get().standing?.position).toBe(2);
    const standing = { position: 1, wait: null, agentsAvailable: false };
    server.push({ t: 'standing', conversationId: client.help.get().conversationId!, standing });
    await settle();
    expect(client.help.get().standing).toEqual(standing);
    server.agentStarts();
    await settle();
    expect(client.help.get().standing).toBeNull();
  });

  it('is not taken back by an answer that is older than the log', async () => {
    const first = createBench();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bench = createBench({
      server: first.server,
      fetch: async (url, request) => {
        const answer = await first.server.fetch(url, request);
        if (url.endsWith('/v1/online-help')) await held;
        return answer;
      },
    });
    await bench.chatting();
    expect(bench.client.help.get().phase).toBe('active');
    release();
    await settle();
    expect(bench.client.help.get().phase).toBe('active');
  });

  it('tells the end of a wait that the company ended', async () => {
    const { server, states, started } = bench();
    await started({ isBackground: true });
    server.end('ended_by_system');
    await settle();
    expect(states).toEqual(['CHAT_ENDED']);
  });

  it('may start anew after the end', async () => {
    const { server, states, chatting, started } = bench();
    await chatting();
    server.end('ended_by_customer');
    await settle();
    await started();
    expect(states).toEqual(['STARTED', 'CHAT_INPROGRESS', 'CHAT_ENDED', 'NO_CHAT', 'STARTED']);
  });
});

describe('giving up the wait', () => {
  it('[CON7] cancels, and is NO_CHAT again', async () => {
    const { server, states, started, client } = bench();
    await started();
    expect(await client.closeMessaging()).toEqual({ outcome: 'cancelled' });
    await settle();
    expect(states).toEqual(['STARTED', 'NO_CHAT']);
    expect(server.endReason).toBe('cancelled_by_customer');
    expect(await client.closeMessaging()).toEqual({ outcome: 'ended' });
  });

  it('[CON7] loses against an agent who was first, and the chat goes on', async () => {
    const { server, states, started, client } = bench();
    await started();
    server.live = false;
    server.agentStarts();
    expect(await client.closeMessaging()).toEqual({ outcome: 'started' });
    await settle();
    expect(client.help.get().phase).toBe('active');
    server.live = true;
    server.pump();
    await settle();
    expect(states).toEqual(['STARTED', 'CHAT_INPROGRESS']);
  });

  it('[CON7] finds that it was over already', async () => {
    const { server, started, client } = bench();
    await started();
    server.live = false;
    server.end('ended_by_system');
    expect(await client.closeMessaging()).toEqual({ outcome: 'ended' });
    expect(client.onlineHelpState).toBe('CHAT_ENDED');
  });

  it('is repeated when the answer is lost', async () => {
    const { server, clock, started, client } = bench();
    await started();
    server.loseAnswers = 2;
    const closing = client.closeMessaging();
    await clock.advance(10_000);
    expect(await closing).toEqual({ outcome: 'cancelled' });
    expect(server.log.filter(({ body }) => body.kind === 'contact.ended').length).toBe(1);
  });

  it('waits for a start that is still on its way', async () => {
    const { client, server } = bench();
    const starting = client.startAnonymousOnlineHelp(request);
    expect(await client.closeMessaging()).toEqual({ outcome: 'cancelled' });
    await starting;
    expect(server.state).toBe('ended');
  });

  it('leaves nothing to come back to', async () => {
    const first = bench();
    await first.started();
    await first.client.closeMessaging();
    await settle();
    first.client.close();
    expect(await first.open(7).resume()).toBe(false);
  });

  it('rejects with network_lost after 60 s without a network; the wait still stands', async () => {
    const { server, clock, started, client } = bench();
    await started();
    server.offline = true;
    const closing = client.closeMessaging().catch((error) => error);
    await clock.advance(61_000);
    expect(await closing).toMatchObject({ code: 'network_lost' });
    expect(client.help.get().phase).toBe('waiting');
  });
});

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
