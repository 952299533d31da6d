import { expect, test } from 'vitest';
import { call, startHelp } from '../testing/client.ts';
import { recordingLog } from '../testing/fake-edge.ts';
import { talking } from '../testing/scene.ts';
import { connect, TestSocket } from '../testing/socket.ts';
import { startTestServer } from '../testing/start-test-server.ts';

test('[WS8] a server that stops answers what it was asked, says so, and a client goes on where it was', async () => {
  await using server = await startTestServer();
  const { started, customer } = await talking(server);
  const { conversationId, token } = started;
  await customer.request({ t: 'subscribe', conversationId, after: 0 });
  const idle = new TestSocket(server.url);
  await idle.opened();
  const replies = Array.from({ length: 50 }, (_, index) =>
    customer.request({ t: 'send', conversationId, clientId: `last-${index}`, body: { kind: 'text', text: 'x' } }),
  );
  const heard = customer.until(
    () => customer.frames.some((frame) => frame.t === 'reply' && frame.id !== 'r1'),
    'the first answer',
  );
  await heard;
  const restarting = server.restart();
  expect(await customer.closed).toBe(1012);
  expect(customer.frames.at(-1)).toMatchObject({
    t: 'bye',
    error: { code: 'shutting_down', correctiveAction: 'reconnect' },
  });
  expect(await idle.closed).toBe(1012);
  await restarting;

  const answered = (await Promise.all(replies))
    .map((reply) => (reply.ok ? reply.result.seq! : null))
    .filter((seq) => seq !== null);
  expect(answered.length).toBe(50);
  const cursor = customer.entries(conversationId).at(-1)!.seq;
  const again = await connect(server, token);
  await again.request({ t: 'subscribe', conversationId, after: cursor });
  await again.request({ t: 'send', conversationId, clientId: 'after', body: { kind: 'text', text: 'still here' } });
  await again.until(
    () => again.entries(conversationId).some(({ clientId }) => clientId === 'after'),
    'the next message',
  );
  const all = [...customer.entries(conversationId), ...again.entries(conversationId)].map(({ seq }) => seq);
  expect(all).toEqual(all.map((_, index) => index + 1));
  await again.close();
});

test('while the server stops it is alive and not ready', async () => {
  await using server = await startTestServer({ timing: { closing: 1_500 } });
  const { token } = await startHelp(server);
  const stubborn = await connect(server, token);
  // It does not answer the close, so the server waits for it.
  stubborn.raw.pause();
  const keptAlive = () => call(server, 'GET', '/v1/ready');
  expect((await keptAlive()).status).toBe(200);
  const stopping = server.restart();
  const answer = await keptAlive();
  expect([answer.status, answer.error?.code]).toEqual([503, 'shutting_down']);
  expect((await call(server, 'GET', '/v1/health')).status).toBe(200);
  await stopping;
  stubborn.raw.terminate();
});

test('[WS6] a reader who does not read is closed, resumes by their cursor, and the others do not notice', async () => {
  const log = recordingLog();
  await using server = await startTestServer({ log, timing: { closing: 500 } });
  const { started, agent, customer } = await talking(server);
  const { conversationId, token } = started;
  const slow = await connect(server, token);
  await slow.request({ t: 'subscribe', conversationId, after: 0 });
  await customer.request({ t: 'subscribe', conversationId, after: 0 });
  const body = { kind: 'text', text: 'x'.repeat(8_000) };
  slow.raw.pause();
  const isClosed = () => log.lines.some(({ fields }) => (fields as { code?: string }).code === 'slow_reader');
  let sent = 0;
  // The buffers of the two kernels take some megabytes before ours begins to fill.
  while (!isClosed() && sent < 3_000) {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        agent.socket.request({ t: 'send', conversationId, clientId: `w${++sent}`, body }),
      ),
    );
  }
  expect(isClosed(), `after ${sent} messages`).toBe(true);
  slow.raw.resume();
  expect([4008, 1006]).toContain(await slow.closed);
  await customer.until(() => customer.entries(conversationId).at(-1)?.clientId === `w${sent}`, 'the last message');
  const seqs = customer.entries(conversationId).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));

  const cursor = slow.entries(conversationId).at(-1)!.seq;
  expect(cursor).toBeLessThan(seqs.length);
  const resumed = await connect(server, token);
  await resumed.request({ t: 'subscribe', conversationId, after: cursor });
  await resumed.until(() => resumed.entries(conversationId).at(-1)?.clientId === `w${sent}`, 'the last message');
  const rest = resumed.entries(conversationId).map(({ seq }) => seq);
  expect(rest).toEqual(rest.map((_, index) => cursor + 1 + index));
});
