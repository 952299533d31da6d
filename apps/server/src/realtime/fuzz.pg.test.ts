import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../testing/client.ts';
import { talking } from '../testing/scene.ts';
import { connect, TestSocket } from '../testing/socket.ts';
import { recordingLog } from '../testing/fake-edge.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const ROUNDS = 5_000;
const SEED = Number(process.env.ALONGSIDE_FUZZ_SEED ?? 20_261_121);

/** mulberry32: the same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const log = recordingLog();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ log });
});
afterAll(() => server.stop());

test(`[ERR4] ${ROUNDS} mutated frames end nothing, and every one of them is answered in the protocol's words`, async () => {
  const { started, agent } = await talking(server);
  const { conversationId, token } = started;
  const random = dice(SEED);
  const pick = <T>(some: readonly T[]): T => some[Math.floor(random() * some.length)]!;
  const frames = [
    { t: 'subscribe', id: '1', conversationId, after: 0 },
    { t: 'unsubscribe', id: '2', conversationId },
    { t: 'send', id: '3', conversationId, clientId: 'fuzz', body: { kind: 'text', text: 'ế\u202e<script>' } },
    {
      t: 'send',
      id: '4',
      conversationId,
      clientId: 'fuzz-note',
      body: { kind: 'file', fileId: conversationId, caption: 'x' },
    },
    { t: 'read', id: '5', conversationId, upTo: 1 },
    { t: 'delivered', conversationId, upTo: 1 },
    { t: 'typing', conversationId, on: true },
    { t: 'ping' },
    { t: 'hello', protocol: 1, ticket: 'x' },
  ].map((frame) => JSON.stringify(frame));
  const pieces = [
    'null',
    '-1',
    '1e999',
    '9007199254740993',
    '""',
    '[]',
    '{}',
    'true',
    '"\\u0000"',
    '"\\ud800"',
    '"__proto__":1,',
    '{"a":'.repeat(40),
    '\0',
    '\\',
    '"',
    '}',
    ',',
    '😀',
    "'; DROP TABLE entries; --",
    'x'.repeat(9_000),
  ];
  const mutate = (text: string): string => {
    let result = text;
    for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) {
      const at = Math.floor(random() * result.length);
      const length = Math.floor(random() * 6);
      const kind = random();
      if (kind < 0.3) result = result.slice(0, at) + result.slice(at + length);
      else if (kind < 0.6) result = result.slice(0, at) + pick(pieces) + result.slice(at + length);
      else if (kind < 0.8)
        result = result.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x1_0000)) + result.slice(at + 1);
      else if (kind < 0.9) result = result.replace(/("[^"]*"|\d+|true)(?=[,}])/, () => pick(pieces));
      else result += result.slice(0, at);
    }
    return result;
  };

  let socket = await connect(server, token);
  const seen = new Set<string>();
  const note = (from: TestSocket) => {
    for (const frame of from.frames) {
      seen.add(frame.t);
      if ((frame.t === 'fault' || frame.t === 'bye') && frame.error.code === 'internal')
        throw new Error(`internal; seed ${SEED}`);
      if (frame.t === 'reply' && !frame.ok && frame.error.code === 'internal')
        throw new Error(`internal for ${frame.id}; seed ${SEED}`);
    }
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    if (socket.raw.readyState !== socket.raw.OPEN) {
      await socket.closed;
      note(socket);
      socket = await connect(server, round % 2 ? token : agent.token);
    }
    if (random() < 0.02) socket.raw.send(Buffer.from(mutate(pick(frames))), { binary: true });
    else socket.send(mutate(pick(frames)));
    if (round % 10 === 9) await new Promise((go) => setImmediate(go));
  }
  socket.raw.terminate();
  note(socket);
  expect([...seen]).toEqual(expect.arrayContaining(['fault', 'reply', 'bye']));

  const after = await connect(server, token);
  await after.request({ t: 'subscribe', conversationId, after: 0 });
  await after.request({
    t: 'send',
    conversationId,
    clientId: 'after-the-fuzz',
    body: { kind: 'text', text: 'still alive' },
  });
  await after.until(
    () => after.entries(conversationId).some(({ clientId }) => clientId === 'after-the-fuzz'),
    'the message',
  );
  const seqs = after.entries(conversationId).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  await after.close();
});

test('[ERR4] the same for bytes that are no frame at all, before the hello', async () => {
  const random = dice(SEED + 1);
  for (let round = 0; round < 60; round += 1) {
    const socket = new TestSocket(server.url);
    await socket.opened();
    const bytes = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 200) }, () => Math.floor(random() * 256)));
    socket.raw.send(bytes, { binary: random() < 0.5 });
    expect([4401, 1007]).toContain(await socket.closed);
  }
  expect((await call(server, 'GET', '/v1/ready')).status).toBe(200);
});
