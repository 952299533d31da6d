import { describe, expect, it } from 'vitest';
import { createBench, request } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { FakeRandom } from '../testing/fake-random.ts';
import { wireErrorOf } from '../testing/fake-server.ts';

type Bench = ReturnType<typeof createBench>;
const stateOf = ({ client }: Bench) => client.connection.get().state;
const _frames = ({ server }: Bench, t: string) =>
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

  it.each([
    [true, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]],
    [false, [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
  ])('[WS9] comes back at once, then with full jitter over ever more; somebody looks: %s', async (looks, expected) => {
    const bench = createBench({ random: new FakeRandom(() => 0.999) });
    await bench.started();
    await bench.clock.advance(5_000);
    if (!looks) bench.fallAsleep();
    bench.server.refuseSockets = true;
    bench.server.cut();
    const waits: number[] = [];
    for (let n = 0; n < expected.length; n += 1) {
      await settle();
      const wait = bench.client.connection.get().retryInMs!;
      waits.push(Math.round(wait / 0.999));
      await bench.clock.advance(wait);
    }
    expect(waits).toEqual(expected);
    expect(stateOf(bench)).toBe('reconnecting');
  });

  it('[WS9] does not take a network that cuts again and again for a server that is down', async () => {
    const bench = createBench({ random: new FakeRandom(() => 0.999) });
    await bench.started();
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      bench.server.cut();
      waits.push(Math.round(bench.client.connection.get().retryInMs! / 0.999));
      await bench.clock.advance(1_000);
    }
    expect(waits).toEqual([250, 500, ...Array.from({ length: 8 }, () => 1000)]);
  });

  it('[WS9] starts the row anew after 5 s of a good connection', async () => {
    const bench = createBench({ random: new FakeRandom(() => 0.999) });
    await bench.started();
    for (let n = 0; n < 5; n += 1) {
      bench.server.cut();
      await bench.clock.advance(1_000);
    }
    await bench.clock.advance(5_000);
    bench.server.cut();
    expect(bench.client.connection.get().retryInMs).toBeLessThanOrEqual(250);
  });

  it.each([
    ['bye', (bench: Bench) => bench.server.push({ t: 'bye', error: wireErrorOf('shutting_down') })],
    ['1001', (bench: Bench) => bench.server.cut(1001)],
    ['1012', (bench: Bench) => bench.server.cut(1012)],
    ['1013', (bench: Bench) => bench.server.cut(1013)],
  ])('[WS9] spreads what the server sends away by %s over 3 s', async (_, sendAway) => {
    const waits: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const bench = createBench({ random: new FakeRandom(() => n / 20) });
      await bench.started();
      sendAway(bench);
      await settle();
      waits.push(Math.round(bench.client.connection.get().retryInMs!));
      bench.client.close();
    }
    expect(waits).toEqual(Array.from({ length: 20 }, (_, n) => n * 150));
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
      await bench.clock.advance(3_000);
      expect(stateOf(bench)).toBe('configured');
    },
  );
});
