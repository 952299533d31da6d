import type { Down } from '@alongside/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from './ports/memory-storage.ts';
import type { StoragePort } from './ports/ports.ts';
import { createBench, request } from './testing/bench.ts';
import { settle } from './testing/fake-clock.ts';
import { AGENT, type FakeSocket } from './testing/fake-server.ts';

/** One thing that people or a network may do, as numbers, so that a failing run prints and shrinks well. */
type Step =
  | readonly ['agent writes' | 'customer writes' | 'agent reads' | 'requeue' | 'cut' | 'refuse' | 'lose answer']
  | readonly ['deliver' | 'drop' | 'twice' | 'last first', number]
  | readonly ['wait', number];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(['agent writes'] as const) },
  { weight: 4, arbitrary: fc.constant(['customer writes'] as const) },
  { weight: 1, arbitrary: fc.constantFrom(['agent reads'] as const, ['requeue'] as const) },
  { weight: 1, arbitrary: fc.constantFrom(['refuse'] as const, ['lose answer'] as const) },
  { weight: 2, arbitrary: fc.constant(['cut'] as const) },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom('deliver', 'drop', 'twice', 'last first'), fc.integer({ min: 1, max: 4 })),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('wait'), fc.integer({ min: 1, max: 12_000 })) },
);

const disturb = (socket: FakeSocket, kind: string, count: number) => {
  const way = socket.toClient;
  for (let n = 0; n < count && way.length > 0; n += 1) {
    const frame = (kind === 'last first' ? way.pop() : way.shift()) as Down;
    if (kind !== 'drop') socket.deliver(frame);
    if (kind === 'twice') way.push(frame);
  }
};

async function run(steps: readonly Step[]): Promise<void> {
  const bench = createBench();
  const { server, client, clock } = bench;
  server.entriesPerFrame = 2;
  await client.startAnonymousOnlineHelp(request);
  server.agentStarts();
  server.live = false;
  const written: string[] = [];
  let heard = 0;
  client.conversation.messages.subscribe(() => {
    heard += 1;
  });
  for (const [kind, amount = 0] of steps) {
    await settle(1);
    if (kind === 'agent writes') server.agentWrites(`a${server.log.length}`);
    else if (kind === 'customer writes') {
      written.push(`c${written.length}`);
      client.conversation.sendText(written.at(-1)!);
    } else if (kind === 'agent reads') server.append(AGENT, { kind: 'read', upTo: server.log.length });
    else if (kind === 'requeue') {
      server.agentLost();
      server.agentStarts();
    } else if (kind === 'refuse') server.refuse('send', 'store_unavailable');
    else if (kind === 'lose answer') server.loseAnswers += 1;
    else if (kind === 'cut') server.cut();
    else if (kind === 'wait') await clock.advance(amount);
    else if (server.sockets.length > 0) disturb(server.socket, kind, amount);
  }
  // The network heals.
  server.live = true;
  server.loseAnswers = 0;
  server.cut();
  await clock.advance(120_000);

  const shown = client.conversation.messages.get();
  expect(shown.map(({ text }) => text)).toEqual(server.texts());
  expect(server.texts().filter((text) => text.startsWith('c'))).toEqual(written);
  expect(shown.map(({ seq }) => seq)).toEqual(
    server.log.filter(({ body }) => body.kind === 'text').map(({ seq }) => seq),
  );
  const readUpTo = Math.max(0, ...server.log.map(({ body }) => (body.kind === 'read' ? body.upTo : 0)));
  for (const { mine, seq, delivery } of shown) if (mine) expect(delivery).toBe(seq! <= readUpTo ? 'read' : 'accepted');
  expect(client.help.get().phase).toBe('active');
  expect(client.connection.get().state).toBe('configured');
  expect(server.openSockets.length).toBe(1);
  const before = heard;
  server.agentWrites('the last word');
  await settle();
  expect(heard).toBe(before + 1);
  client.close();
  expect(clock.pending).toBe(0);
}

/** More of them by `npm run faults -- --only F11`. */
const numRuns = Number(process.env.ALONGSIDE_CONVERGENCE_RUNS ?? 2_000);

describe('[LOG1] [SUB1] [SUB2] whatever the network does', () => {
  it(
    'the client ends with what the server has, each own message once and in order',
    async () => {
      // A failure prints its seed and the shrunk steps; put them here as `seed` and `path` to see it again.
      await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), run), { numRuns });
    },
    numRuns * 30,
  );

  it('a second try that is asked for while the storage is still being read is not forgotten', async () => {
    const steps: readonly TabStep[] = [
      ['write', 0],
      ['reject', 0],
      ['reject', 0],
      ['cut', 0],
      ['wait', 0],
      ['write', 0],
      ['wait', 0],
    ];
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(6)), (turns) => runTabs(steps, turns)),
      { numRuns: 300, seed: 1 },
    );
  });

  it('two tabs on one slow storage lose nothing, double nothing, and end alike', async () => {
    await fc.assert(fc.asyncProperty(fc.array(tabStep, { maxLength: 25 }), fc.infiniteStream(fc.nat(6)), runTabs), {
      numRuns: 400,
    });
  }, 60_000);
});

type TabStep = readonly ['write' | 'cut' | 'refuse' | 'reject' | 'retry' | 'discard' | 'wait', 0 | 1];
const tabStep: fc.Arbitrary<TabStep> = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('write' as const) },
    { weight: 6, arbitrary: fc.constantFrom('cut', 'refuse', 'reject', 'retry', 'discard', 'wait') },
  ),
  fc.constantFrom(0, 1),
);

/** Takes some turns of the event loop for each call, as a disk does. */
function slowly(storage: StoragePort, turns: Iterator<number>): StoragePort {
  const late =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A) => {
      await settle(turns.next().value);
      const result = await call(...given);
      await settle(turns.next().value);
      return result;
    };
  const { getItem, setItem, removeItem, getAllKeys } = storage;
  return { getItem: late(getItem), setItem: late(setItem), removeItem: late(removeItem), getAllKeys: late(getAllKeys) };
}

async function runTabs(steps: readonly TabStep[], turns: Iterator<number>): Promise<void> {
  const bench = createBench({ storage: slowly(createMemoryStorage(), turns) });
  const { server, clock } = bench;
  await bench.client.startAnonymousOnlineHelp(request);
  server.agentStarts();
  const other = bench.open(2);
  await other.resume();
  const tabs = [bench.client, other] as const;
  const written: string[] = [];
  const discarded = new Set<string>();
  for (const [kind, tab] of steps) {
    const { conversation } = tabs[tab];
    const failed = conversation.messages.get().find(({ delivery }) => delivery === 'failed');
    if (kind === 'write') {
      written.push(`${tab}-${written.length}`);
      conversation.sendText(written.at(-1)!);
    } else if (kind === 'cut') server.cut();
    else if (kind === 'refuse') server.refuse('send', 'store_unavailable');
    else if (kind === 'reject') server.refuse('send', 'not_allowed');
    else if (kind === 'retry' && failed) void conversation.retry(failed.clientId!);
    else if (kind === 'discard' && failed) {
      discarded.add(failed.text);
      void conversation.discard(failed.clientId!);
    } else if (kind === 'wait') await clock.advance(700);
    await settle(1);
  }
  server.refusals.length = 0;
  await settle(100);
  await clock.advance(60_000);
  // What one of the tabs still shows as failed is for a person to decide: try it again.
  for (const { conversation } of tabs)
    for (const { delivery, clientId } of conversation.messages.get())
      if (delivery === 'failed') await conversation.retry(clientId!);
  await settle(200);
  await clock.advance(60_000);
  const stored = server.texts();
  expect(new Set(stored).size).toBe(stored.length);
  // A message that one tab discards while the other tries it again may go either way, but nothing else is missing.
  expect(written.filter((text) => !discarded.has(text) && !stored.includes(text))).toEqual([]);
  for (const { conversation, close } of tabs) {
    expect(
      conversation.messages
        .get()
        .filter(({ seq }) => seq !== null)
        .map(({ text }) => text),
    ).toEqual(stored);
    close();
  }
  expect(clock.pending).toBe(0);
}
