import type { EntryPage, Reply } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { call, startHelp } from '../testing/client.ts';
import { connect, type TestSocket } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const body = (text: string) => ({ kind: 'text', text });

/** Sends all of them without waiting, and resolves with the replies in their order. */
async function sendAtOnce(socket: TestSocket, conversationId: string, clientIds: string[]): Promise<Reply[]> {
  const round = socket.frames.length;
  for (const clientId of clientIds)
    socket.send({ t: 'send', id: `${round}/${clientId}`, conversationId, clientId, body: body(clientId) });
  return Promise.all(clientIds.map((id) => socket.frame('reply', (reply) => reply.id === `${round}/${id}`)));
}

async function storedIds(server: TestServer, conversationId: string, token: string): Promise<(string | null)[]> {
  const ids: (string | null)[] = [];
  for (let after = 0; ; ) {
    const page = await call<EntryPage>(
      server,
      'GET',
      `/v1/conversations/${conversationId}/entries?after=${after}&limit=100`,
      { token },
    );
    for (const entry of page.body.entries) if (entry.body.kind === 'text') ids.push(entry.clientId);
    after = page.body.entries.at(-1)?.seq ?? after;
    if (!page.body.hasMore) return ids;
  }
}

test('[R9] of more sends than can wait each is stored or told at once when to come back, and none is lost in silence', async () => {
  await using server = await startTestServer({ mostPendingSends: 20 });
  const crowd = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const { conversationId, token } = await startHelp(server);
      return { conversationId, token, socket: await connect(server, token) };
    }),
  );
  const clientIds = Array.from({ length: 100 }, (_, index) => `m${index}`);
  const answers = await Promise.all(
    crowd.map(async ({ conversationId, socket }) => ({
      replies: await sendAtOnce(socket, conversationId, clientIds),
    })),
  );
  const refused = answers.flatMap(({ replies }) => replies.flatMap((reply) => (reply.ok ? [] : [reply.error])));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(500);
  for (const error of refused) expect(error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 2 });

  for (const [index, { conversationId, token, socket }] of crowd.entries()) {
    const replies = answers[index]?.replies ?? [];
    const accepted = clientIds.filter((_, place) => replies[place]?.ok);
    expect(await storedIds(server, conversationId, token)).toEqual(accepted);
    let left = clientIds.filter((_, place) => !replies[place]?.ok);
    while (left.length > 0) {
      const again = await sendAtOnce(socket, conversationId, left);
      left = left.filter((_, place) => !again[place]?.ok);
    }
    expect((await storedIds(server, conversationId, token)).sort()).toEqual([...clientIds].sort());
    await socket.close();
  }
});

test('[R9] over HTTP too, with the time to wait in a header', async () => {
  await using server = await startTestServer({ mostPendingSends: 1 });
  const { conversationId, token } = await startHelp(server);
  const send = (clientId: string) =>
    call(server, 'POST', `/v1/conversations/${conversationId}/entries`, {
      token,
      body: { clientId, body: body(clientId) },
    });
  let refused: Awaited<ReturnType<typeof send>> | undefined;
  let stored = 0;
  for (let round = 0; refused === undefined && round < 50; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`m${round}-${index}`)));
    refused = answers.find(({ status }) => status !== 201);
    stored += answers.filter(({ status }) => status === 201).length;
  }
  expect(refused).toMatchObject({ status: 429, error: { code: 'rate_limited' } });
  expect(refused?.headers.get('retry-after')).toBe('2');
  expect(await storedIds(server, conversationId, token)).toHaveLength(stored);
});

test('[WS2] of hundreds who say hello in one moment each is welcomed', async () => {
  await using server = await startTestServer();
  const { token } = await startHelp(server);
  const sockets = await Promise.all(Array.from({ length: 300 }, () => connect(server, token)));
  expect(new Set(sockets.map(({ frames: [welcome] }) => welcome?.t))).toEqual(new Set(['welcome']));
  await Promise.all(sockets.map((socket) => socket.close()));
});
