import { describe, expect, it } from 'vitest';
import { createBench, request } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { FakeRandom } from '../testing/fake-random.ts';
import { CONVERSATION, wireErrorOf } from '../testing/fake-server.ts';

const stateOf = ({ client }: ReturnType<typeof createBench>) => client.connection.get().state;
const frames = ({ server }: ReturnType<typeof createBench>, t: string) =>
  server.sockets.flatMap(({ received }) => received.filter((frame) => frame.t === t));

describe('connecting', () => {
  it('[WS1] [WS2] sends the ticket in the first frame, never in the address', async () => {
    const addresses: string[] = [];
    const made = createBench();
    const { webSocket } = made.server;
    const client = made.open(1);
    client.close();
    class Recording extends webSocket {
      constructor(url: string) {
        super(url);
        addresses.push(url);
      }
    }
    const bench = createBench({ server: made.server, webSocket: Recording });
    await bench.started();
    expect(addresses).toEqual(['ws://help.test/v1/socket']);
    expect(bench.server.socket.received[0]).toEqual({
      t: 'hello',
      protocol: 1,
      ticket: 't',
      client: expect.stringMatching(/^alongside-sdk\//),
    });
  });

  it('goes idle, connecting, connected, configured', async () => {
    const bench = createBench();
    const states = [stateOf(bench)];
    bench.client.connection.subscribe(({ state }) => states.push(state));
    await bench.started();
    expect(states).toEqual(['idle', 'connecting', 'connected', 'configured']);
  });

  it('retries the first connection too, for ever, and says so', async () => {
    const bench = createBench();
    bench.server.refuseSockets = true;
    await bench.client.startAnonymousOnlineHelp(request);
    await bench.clock.advance(3_600_000);
    const tries = bench.server.sockets.length;
    // Half of the cap on average with fraction 0.5: 15 s each.
    expect(tries).toBeGreaterThan(200);
    expect(bench.client.connection.get()).toMatchObject({ state: 'connecting', error: { code: 'network_lost' } });
    bench.server.refuseSockets = false;
    await bench.clock.advance(15_000);
    expect(stateOf(bench)).toBe('configured');
  });

  it('gives up an attempt that neither fails nor succeeds after 10 s', async () => {
    const bench = createBench();
    bench.server.deaf = true;
    await bench.client.startAnonymousOnlineHelp(request);
    await bench.clock.advance(10_000);
    bench.server.deaf = false;
    await bench.clock.advance(500);
    expect(stateOf(bench)).toBe('configured');
    expect(bench.server.openSockets.length).toBe(1);
  });

  it('spreads reconnects with full jitter up to 30 s', async () => {
    const bench = createBench({ random: new FakeRandom(() => 0.999) });
    await bench.started();
    bench.server.refuseSockets = true;
    bench.server.cut();
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      await settle();
      const wait = bench.client.connection.get().retryInMs!;
      waits.push(Math.round(wait / 0.999));
      await bench.clock.advance(wait);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    expect(stateOf(bench)).toBe('reconnecting');
  });

  it('does not take a network that cuts again and again for a server that is down', async () => {
    const bench = createBench({ random: new FakeRandom(() => 0.999) });
    await bench.started();
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      bench.server.cut();
      waits.push(Math.round(bench.client.connection.get().retryInMs! / 0.999));
      await bench.clock.advance(2_000);
    }
    expect(waits).toEqual([500, 1000, ...Array.from({ length: 8 }, () => 2000)]);
  });

  it("honours the server's retryAfter", async () => {
    const bench = createBench();
    await bench.started();
    bench.server.refuse('POST /v1/socket-tickets', 'rate_limited', { retryAfterSeconds: 40 });
    bench.server.cut();
    await bench.clock.advance(1_000);
    expect(bench.client.connection.get().retryInMs).toBeGreaterThanOrEqual(40_000);
    const before = bench.server.sockets.length;
    await bench.clock.advance(38_000);
    expect(bench.server.sockets.length).toBe(before);
    await bench.clock.advance(5_000);
    expect(stateOf(bench)).toBe('configured');
  });

  it.each([
    ['origin_refused', 'contact_administrator'],
    ['unsupported_version', 'upgrade_client'],
  ] as const)('stops at %s, which only a person can mend: %s', async (code, correctiveAction) => {
    const bench = createBench();
    bench.server.refuse('hello', code, { times: 99 });
    await bench.started();
    expect(bench.client.connection.get()).toMatchObject({ state: 'error', error: { code, correctiveAction } });
    expect(bench.clock.pending).toBe(0);
  });

  it.each([
    [4403, 'origin_refused'],
    [4426, 'unsupported_version'],
  ])('[WS8] understands close code %i without a bye', async (code, expected) => {
    const bench = createBench();
    await bench.started();
    bench.server.cut(code);
    expect(bench.client.connection.get()).toMatchObject({ state: 'error', error: { code: expected } });
  });

  it.each(['shutting_down', 'slow_reader', 'ticket_refused'] as const)(
    '[WS6] comes back after bye %s',
    async (code) => {
      const bench = createBench();
      await bench.started();
      bench.server.push({ t: 'bye', error: wireErrorOf(code) });
      await settle();
      expect(bench.client.connection.get()).toMatchObject({ state: 'reconnecting', error: { code } });
      await bench.clock.advance(1_000);
      expect(stateOf(bench)).toBe('configured');
    },
  );
});

describe('a silent network', () => {
  it('[WS7] pings after 15 s of silence, and reconnects after 30 s', async () => {
    const bench = createBench();
    await bench.started();
    bench.server.mute = true;
    await bench.clock.advance(14_999);
    expect(frames(bench, 'ping').length).toBe(0);
    await bench.clock.advance(1);
    expect(frames(bench, 'ping').length).toBe(1);
    const first = bench.server.socket;
    await bench.clock.advance(14_999);
    expect(bench.server.socket).toBe(first);
    bench.server.mute = false;
    await bench.clock.advance(1_000);
    expect(bench.server.socket).not.toBe(first);
    expect(stateOf(bench)).toBe('configured');
  });

  it('[WS7] stays for hours on pongs alone, and answers pings', async () => {
    const bench = createBench();
    await bench.started();
    await bench.clock.advance(4 * 3_600_000);
    expect(bench.server.sockets.length).toBe(1);
    expect(stateOf(bench)).toBe('configured');
    bench.server.push({ t: 'ping' });
    await settle();
    expect(frames(bench, 'pong').length).toBe(1);
  });

  it('reconnects when an answer is missing for 10 s, and the message is stored once', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.mute = true;
    const { accepted } = bench.client.conversation.sendText('once');
    await bench.clock.advance(9_999);
    expect(bench.server.sockets.length).toBe(1);
    expect(bench.server.texts()).toEqual(['once']);
    bench.server.mute = false;
    await bench.clock.advance(1_001);
    expect(bench.server.sockets.length).toBe(2);
    expect(stateOf(bench)).toBe('configured');
    expect(bench.server.texts()).toEqual(['once']);
    expect(bench.client.conversation.messages.get().map(({ text, delivery }) => [text, delivery])).toEqual([
      ['once', 'accepted'],
    ]);
    // The log told that it had arrived: it was not sent a second time.
    expect((await accepted).seq).toBe(3);
    expect(frames(bench, 'send').length).toBe(1);
  });

  it('asks again when the server has more than it sent for 10 s', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.mute = true;
    bench.server.agentWrites('lost on the way');
    await settle();
    bench.server.mute = false;
    // The answer to the next message tells where the log ends.
    bench.server.socket.subscribed!.sent += 1;
    bench.client.conversation.sendText('mine');
    await bench.clock.advance(11_000);
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['lost on the way', 'mine']);
    expect(bench.server.sockets.length).toBe(1);
  });
});

describe('frames lost on the way', () => {
  it('[SUB2] that leave a gap make it ask again from its cursor, at once', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.live = false;
    bench.server.agentWrites('lost');
    bench.server.socket.toClient.length = 0;
    bench.server.agentWrites('arrives');
    bench.server.live = true;
    bench.server.pump();
    await bench.clock.advance(1);
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['lost', 'arrives']);
    expect(frames(bench, 'subscribe').at(-1)).toMatchObject({ after: 2 });
    expect(bench.server.sockets.length).toBe(1);
  });

  it('[SUB2] at the end of what was announced make it ask again after 10 s', async () => {
    const bench = createBench();
    bench.server.entriesPerFrame = 1;
    await bench.chatting();
    bench.server.live = false;
    bench.server.socket.subscribed = null;
    for (const text of ['arrives', 'lost']) bench.server.agentWrites(text);
    bench.server.socket.subscribed = { conversationId: CONVERSATION, sent: 4 };
    bench.server.live = true;
    bench.server.push({
      t: 'entries',
      conversationId: CONVERSATION,
      entries: bench.server.log.slice(2, 3),
      lastSeq: 4,
    });
    await settle();
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['arrives']);
    await bench.clock.advance(10_000);
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['arrives', 'lost']);
  });

  it('and late ones of a socket that was given up change nothing', async () => {
    const bench = createBench();
    await bench.chatting();
    const old = bench.server.socket;
    old.deliver = () => {};
    bench.wakeUp();
    await bench.clock.advance(2_000);
    expect(bench.server.sockets.length).toBe(2);
    old.emit('message', { data: JSON.stringify({ t: 'bye', error: wireErrorOf('session_expired') }) });
    old.emit('close', { code: 4403 });
    expect(stateOf(bench)).toBe('configured');
  });
});

describe('waking up', () => {
  it('keeps a socket that answers the probe', async () => {
    const bench = createBench();
    await bench.started();
    bench.wakeUp();
    bench.wakeUp();
    await bench.clock.advance(3_000);
    expect(frames(bench, 'ping').length).toBe(1);
    expect(bench.server.sockets.length).toBe(1);
  });

  it('is live again within 3 s on a dead socket', async () => {
    const bench = createBench();
    await bench.started();
    bench.server.socket.deliver = () => {};
    bench.wakeUp();
    await bench.clock.advance(1_999);
    expect(bench.server.sockets.length).toBe(1);
    await bench.clock.advance(1);
    expect(bench.server.sockets.length).toBe(2);
    expect(stateOf(bench)).toBe('configured');
  });

  it('is live again at once after a long sleep', async () => {
    const bench = createBench();
    await bench.started();
    bench.server.socket.deliver = () => {};
    bench.clock.sleep(8 * 3_600_000);
    await bench.clock.advance(1);
    expect(bench.server.sockets.length).toBe(2);
    expect(stateOf(bench)).toBe('configured');
  });

  it('does not wait for an attempt over the network that is gone', async () => {
    const bench = createBench();
    await bench.started();
    bench.server.cut();
    bench.server.deaf = true;
    await bench.clock.advance(2_000);
    bench.server.deaf = false;
    bench.wakeUp();
    await settle();
    expect(stateOf(bench)).toBe('configured');
    expect(bench.server.openSockets.length).toBe(1);
  });

  it('does not wait for the next try when the network comes back', async () => {
    const bench = createBench({ random: new FakeRandom(() => 0.999) });
    await bench.started();
    bench.server.refuseSockets = true;
    bench.server.cut();
    await bench.clock.advance(120_000);
    expect(bench.client.connection.get().retryInMs).toBeGreaterThan(20_000);
    bench.server.refuseSockets = false;
    bench.wakeUp();
    await settle();
    expect(stateOf(bench)).toBe('configured');
  });
});

describe('[SIG1] received', () => {
  it('is told for the messages of the other side, and again after a reconnect', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.client.conversation.sendText('mine');
    await settle();
    expect(frames(bench, 'delivered')).toEqual([]);
    bench.server.agentWrites('theirs');
    await settle();
    bench.server.cut();
    await bench.clock.advance(1_000);
    expect(frames(bench, 'delivered')).toMatchObject([{ upTo: 4 }, { upTo: 4 }]);
    bench.client.conversation.markRead();
    bench.client.conversation.markRead();
    await settle();
    expect(frames(bench, 'read')).toMatchObject([{ upTo: 4 }]);
  });
});

describe('a hundred reconnects', () => {
  it('[SUB2] call each listener once per event, and ask only for what is new', async () => {
    const bench = createBench();
    await bench.chatting();
    const heard: string[] = [];
    const states: string[] = [];
    bench.client.conversation.messages.subscribe((messages) => heard.push(messages.at(-1)!.text));
    bench.client.subscribeToOnlineHelpChatStateEvent((state) => states.push(state));
    for (let n = 1; n <= 100; n += 1) {
      bench.server.cut();
      bench.server.agentWrites(`m${n}`);
      await bench.clock.advance(40_000);
    }
    expect(bench.server.sockets.length).toBe(101);
    expect(heard).toEqual(Array.from({ length: 100 }, (_, at) => `m${at + 1}`));
    expect(states).toEqual([]);
    const asked = frames(bench, 'subscribe').map((frame) => (frame.t === 'subscribe' ? frame.after : -1));
    expect(asked.slice(1)).toEqual(Array.from({ length: 100 }, (_, at) => at + 2));
    expect(bench.server.openSockets.length).toBe(1);
    expect(bench.wakeListeners()).toBe(1);
    bench.server.push({ t: 'typing', conversationId: CONVERSATION, from: 'agent', name: 'Bob', on: true });
    const typing: boolean[] = [];
    bench.client.help.subscribe(({ agentTyping }) => typing.push(agentTyping));
    await settle();
    expect(typing).toEqual([true]);
  });
});

describe('frames that no one should fear', () => {
  it('[VER2] ignores unknown frames, fields and rubbish', async () => {
    const bench = createBench();
    await bench.chatting();
    for (const data of ['nonsense', '[]', 'null', '"x"', '{"t":7}', '{"t":"hologram","x":1}', '{"t":"entries"}'])
      bench.server.socket.emit('message', { data });
    bench.server.agentWrites('still here');
    await settle();
    expect(bench.client.conversation.messages.get().at(-1)?.text).toBe('still here');
    expect(bench.server.sockets.length).toBe(1);
  });

  it('[SUB3] reads the log from its start when the server says that the cursor is ahead', async () => {
    const bench = createBench();
    await bench.chatting();
    for (const text of ['a', 'b', 'c']) bench.server.agentWrites(text);
    await settle();
    // The company had to go back to a backup: the log is shorter now.
    bench.server.log.length = 3;
    bench.server.cut();
    await bench.clock.advance(2_000);
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['a']);
    bench.server.agentWrites('d');
    await settle();
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['a', 'd']);
    expect(stateOf(bench)).toBe('configured');
  });

  it('subscribes again after resync', async () => {
    const bench = createBench();
    await bench.chatting();
    bench.server.push({ t: 'resync', conversationId: CONVERSATION, error: wireErrorOf('cursor_ahead') });
    await bench.clock.advance(1);
    expect(frames(bench, 'subscribe').at(-1)).toMatchObject({ after: 0 });
    bench.server.agentWrites('x');
    await settle();
    expect(bench.client.conversation.messages.get().map(({ text }) => text)).toEqual(['x']);
    expect(bench.client.help.get().phase).toBe('active');
  });
});
