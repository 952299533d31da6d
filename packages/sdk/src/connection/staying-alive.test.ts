import { describe, expect, it } from 'vitest';
import { createBench } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { FakeRandom } from '../testing/fake-random.ts';

const stateOf = ({ client }: ReturnType<typeof createBench>) => client.connection.get().state;
const frames = ({ server }: ReturnType<typeof createBench>, t: string) =>
  server.sockets.flatMap(({ received }) => received.filter((frame) => frame.t === t));

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
    bench.fallAsleep();
    bench.server.cut();
    await bench.clock.advance(120_000);
    expect(bench.client.connection.get().retryInMs).toBeGreaterThan(20_000);
    bench.server.refuseSockets = false;
    bench.wakeUp();
    await settle();
    expect(stateOf(bench)).toBe('configured');
  });
});
