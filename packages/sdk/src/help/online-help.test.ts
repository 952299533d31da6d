import { describe, expect, it } from 'vitest';
import { createBench, request } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
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

  it('[CON7] after an agent was there, ends the chat', async () => {
    const { server, states, chatting, client } = bench();
    await chatting();
    server.agentLost();
    await settle();
    expect(await client.closeMessaging()).toEqual({ outcome: 'cancelled' });
    await settle();
    expect(states).toEqual(['STARTED', 'CHAT_INPROGRESS', 'CHAT_ENDED']);
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

describe('a registered customer', () => {
  it('starts by a token in place of a hash, with attached data as it was given', async () => {
    const { server, client } = bench();
    const { transactionHash: _none, ...rest } = request;
    const registration = { deviceId: 'phone', dlgToken: 'token' };
    const attachedData = { segment: 'gold' };
    await client.startRegisteredOnlineHelp({ ...rest, registration, attachedData });
    const [started] = server.starts.values();
    expect(started).toMatchObject({ registration, attachedData });
    expect(started).not.toHaveProperty('transactionHash');
  });

  it('cannot start with neither', async () => {
    const { transactionHash: _none, ...rest } = request;
    const error = await _failure(bench().client.startRegisteredOnlineHelp(rest));
    expect(error.errorCode).toBe('DLGEXCPINP_TRXHASH_IS_EMPTY');
  });
});

describe('an end from the company', () => {
  it('brings its words', async () => {
    const { server, started, client } = bench();
    await started();
    const contactId = client.help.get().contactId!;
    const body = { kind: 'contact.ended', contactId, reason: 'ended_by_system', message: 'All busy.' } as const;
    server.append({ kind: 'system', id: null, name: '' }, body);
    await settle();
    expect(client.help.get()).toMatchObject({ phase: 'ended', endMessage: 'All busy.' });
  });
});
