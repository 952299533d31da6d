import { describe, expect, it } from 'vitest';
import { createBench } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { CONVERSATION, wireErrorOf } from '../testing/fake-server.ts';

const stateOf = ({ client }: ReturnType<typeof createBench>) => client.connection.get().state;
const frames = ({ server }: ReturnType<typeof createBench>, t: string) =>
  server.sockets.flatMap(({ received }) => received.filter((frame) => frame.t === t));

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
