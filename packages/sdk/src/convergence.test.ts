import type { Down } from '@alongside/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

describe('[LOG1] [SUB1] [SUB2] whatever the network does', () => {
  it('the client ends with what the server has, each own message once and in order', async () => {
    // A failure prints its seed and the shrunk steps; put them here as `seed` and `path` to see it again.
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), run), { numRuns: 2_000 });
  }, 60_000);
});
