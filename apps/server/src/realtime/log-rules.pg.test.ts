import type { Accepted, EntryPage } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, startHelp } from '../testing/client.ts';
import { availableAgent, type SceneAgent, talking } from '../testing/scene.ts';
import { connect, type TestSocket } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let customer: TestSocket;
let agent: SceneAgent;
let conversationId: string;
let contactId: string;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  const scene = await talking(server);
  ({ customer, agent } = scene);
  ({ conversationId, contactId, token } = scene.started);
});
afterAll(() => server.stop());

const text = (clientId: string, words = clientId) => ({
  t: 'send',
  conversationId,
  clientId,
  body: { kind: 'text', text: words },
});
const page = async (query = '', bearer = token) =>
  (await call<EntryPage>(server, 'GET', `/v1/conversations/${conversationId}/entries${query}`, { token: bearer })).body;
const inOrder = (seqs: number[]) => expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));

test('[LOG2] [LOG3] a repeated send is stored once and answered alike, over both doors; another body is refused', async () => {
  const first = await customer.request(text('once', 'hello'));
  const again = await customer.request(text('once', 'hello'));
  expect(first).toMatchObject({ ok: true });
  expect(again).toEqual({ ...first, id: again.id });
  const byHttp = await call<Accepted>(server, 'POST', `/v1/conversations/${conversationId}/entries`, {
    token,
    body: { clientId: 'once', body: { kind: 'text', text: 'hello' } },
  });
  expect(first).toMatchObject({ result: { seq: byHttp.body.seq, at: byHttp.body.at } });
  expect(await customer.refused(text('once', 'other'))).toMatchObject({
    code: 'idempotency_conflict',
    kind: 'conflict',
  });
  expect((await page()).entries.filter(({ clientId }) => clientId === 'once')).toHaveLength(1);
  const fromAgent = await agent.socket.request(text('once', 'my own id'));
  expect(fromAgent).toMatchObject({ ok: true });
});

test('[LOG3] of ten copies at once on two sockets one is stored', async () => {
  const second = await connect(server, token);
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, index) => (index % 2 ? customer : second).request(text('ten', 'copies'))),
  );
  expect(new Set(replies.map((reply) => (reply.ok ? reply.result.seq : reply.error.code))).size).toBe(1);
  await second.close();
});

test('[LOG4] two hundred sends in one breath keep their order, a slow file among them', async () => {
  const upload = await call<{ id: string }>(server, 'POST', `/v1/conversations/${conversationId}/files?name=note.txt`, {
    token,
    body: new TextEncoder().encode('hi'),
    headers: { 'content-type': 'text/plain' },
  });
  expect(upload.status).toBe(201);
  const ids = Array.from({ length: 200 }, (_, index) => `order-${index}`);
  const replies = ids.map((id, index) =>
    customer.request(
      index % 50 === 10
        ? { t: 'send', conversationId, clientId: id, body: { kind: 'file', fileId: upload.body.id } }
        : text(id),
    ),
  );
  const seqs = (await Promise.all(replies)).map((reply) => (reply.ok ? reply.result.seq! : Number.NaN));
  expect([...seqs].sort((a, b) => a - b)).toEqual(seqs);
  expect(new Set(seqs).size).toBe(200);
});

test('[LOG9] [LOG4] sends on one socket that follow each other unanswered are stored in order', async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `follow-${index}`);
  const replies = ids.map((id, index) =>
    customer.request(index === 0 ? text(id) : { ...text(id), after: ids[index - 1] }),
  );
  inOrder((await Promise.all(replies)).map((reply) => (reply.ok ? reply.result.seq! : Number.NaN)));
});

test('[LOG9] a send that follows one which never got here is refused for now, and so is all behind it until they come again', async () => {
  const behind = [
    customer.refused({ ...text('gap-2'), after: 'gap-1' }),
    customer.refused({ ...text('gap-3'), after: 'gap-2' }),
  ];
  for (const refusal of await Promise.all(behind))
    expect(refusal).toMatchObject({ code: 'store_unavailable', correctiveAction: expect.stringMatching(/^retry/) });
  const again = [text('gap-1'), { ...text('gap-2'), after: 'gap-1' }, { ...text('gap-3'), after: 'gap-2' }];
  inOrder(
    (await Promise.all(again.map((frame) => customer.request(frame)))).map((reply) =>
      reply.ok ? reply.result.seq! : Number.NaN,
    ),
  );
});

test('[LOG9] a send that is refused for its own sake stops nothing behind it', async () => {
  await customer.request(text('own-sake', 'first'));
  const [conflict, behind] = await Promise.all([
    customer.refused(text('own-sake', 'another')),
    customer.request({ ...text('after-conflict'), after: 'own-sake' }),
  ]);
  expect(conflict).toMatchObject({ code: 'idempotency_conflict' });
  expect(behind).toMatchObject({ ok: true });
});

test('[LOG1] [SUB1] everyone who subscribes at any point sees the same order, with the reply first', async () => {
  const watcher = await connect(server, token);
  const reply = await watcher.request({ t: 'subscribe', conversationId, after: 0 });
  const { lastSeq } = await page();
  expect(reply).toMatchObject({ ok: true, result: { lastSeq } });
  await agent.socket.request(text('live'));
  await watcher.until(
    () => watcher.entries(conversationId).some(({ clientId }) => clientId === 'live'),
    'the live entry',
  );
  const seqs = watcher.entries(conversationId).map(({ seq }) => seq);
  inOrder(seqs);
  expect(seqs[0]).toBe(1);
  expect(watcher.frames.findIndex(({ t }) => t === 'reply')).toBeLessThan(
    watcher.frames.findIndex(({ t }) => t === 'entries'),
  );
  await watcher.close();
});

test('[SUB2] subscribing again moves the cursor and never doubles what comes live', async () => {
  const watcher = await connect(server, token);
  const { lastSeq } = await page();
  for (let count = 0; count < 5; count += 1) await watcher.request({ t: 'subscribe', conversationId, after: lastSeq });
  await agent.socket.request(text('after five'.replaceAll(' ', '-')));
  await watcher.until(() => watcher.entries(conversationId).length > 0, 'an entry');
  await watcher.request({ t: 'unsubscribe', conversationId });
  await agent.socket.request(text('after-unsubscribe'));
  await watcher.request({ t: 'read', conversationId, upTo: lastSeq });
  expect(watcher.entries(conversationId).map(({ seq }) => seq)).toEqual([lastSeq + 1]);
  await watcher.close();
});

test('[SUB1] subscribing while others write loses nothing and doubles nothing', async () => {
  const writing = Array.from({ length: 120 }, (_, index) => agent.socket.request(text(`storm-${index}`)));
  const watchers = await Promise.all(Array.from({ length: 8 }, () => connect(server, token)));
  await Promise.all(
    watchers.map((watcher, index) => watcher.request({ t: 'subscribe', conversationId, after: index * 3 })),
  );
  await Promise.all(writing);
  const { lastSeq } = await page();
  for (const [index, watcher] of watchers.entries()) {
    await watcher.until(() => watcher.entries(conversationId).at(-1)?.seq === lastSeq, 'the end of the log');
    const seqs = watcher.entries(conversationId).map(({ seq }) => seq);
    expect(seqs[0]).toBe(index * 3 + 1);
    inOrder(seqs);
    await watcher.close();
  }
});

test('[SUB3] a cursor beyond the log is refused; from 0 it works', async () => {
  expect(await customer.refused({ t: 'subscribe', conversationId, after: 1_000_000 })).toMatchObject({
    code: 'cursor_ahead',
    correctiveAction: 'resync',
  });
  expect(await customer.request({ t: 'subscribe', conversationId, after: 0 })).toMatchObject({ ok: true });
});

test('[LOG5] notes reach agents only; a customer cannot write one', async () => {
  const before = (await page()).lastSeq;
  await agent.socket.request({
    t: 'send',
    conversationId,
    clientId: 'note',
    body: { kind: 'note', text: 'canary-note' },
  });
  const [seen] = (await page(`?after=${before}`)).entries;
  expect(seen).toMatchObject({
    seq: before + 1,
    body: { kind: 'withheld' },
    from: { kind: 'system', name: '' },
    clientId: null,
  });
  expect((await page(`?after=${before}`, agent.token)).entries[0]).toMatchObject({
    body: { kind: 'note', text: 'canary-note' },
  });
  expect(
    await customer.refused({ t: 'send', conversationId, clientId: 'mine', body: { kind: 'note', text: 'x' } }),
  ).toMatchObject({ code: 'not_allowed' });
  const transcript = await call<string>(server, 'GET', `/v1/conversations/${conversationId}/transcript`, { token });
  expect(transcript.body).not.toContain('canary-note');
  await customer.until(
    () => customer.entries(conversationId).some(({ seq }) => seq === before + 1),
    'the withheld entry',
  );
  expect(JSON.stringify(customer.frames)).not.toContain('canary-note');
});

test('[LOG6] a mark moves forward only, and not beyond the log', async () => {
  const { lastSeq } = await page();
  expect(await customer.request({ t: 'read', conversationId, upTo: lastSeq })).toMatchObject({ ok: true });
  const marked = (await page()).lastSeq;
  expect(await customer.request({ t: 'read', conversationId, upTo: 1 })).toMatchObject({ ok: true });
  expect((await page()).lastSeq).toBe(marked);
  expect(await customer.refused({ t: 'read', conversationId, upTo: marked + 1 })).toMatchObject({
    code: 'cursor_ahead',
  });
});

test('a page is read in both directions, and not in both at once', async () => {
  const last = await page('?limit=5');
  expect(last.hasMore).toBe(true);
  inOrder(last.entries.map(({ seq }) => seq));
  const before = await page(`?before=${last.entries[0]!.seq}&limit=5`);
  expect(before.entries.at(-1)!.seq).toBe(last.entries[0]!.seq - 1);
  const answer = await call(server, 'GET', `/v1/conversations/${conversationId}/entries?after=1&before=3`, { token });
  expect(answer.error).toMatchObject({ code: 'invalid_request', field: '/before' });
});

test('a customer reaches no conversation but their own', async () => {
  const other = await startHelp(server);
  for (const frame of [
    { t: 'subscribe', after: 0 },
    { t: 'send', clientId: 'x', body: { kind: 'text', text: 'x' } },
    { t: 'read', upTo: 1 },
  ]) {
    expect(await customer.refused({ ...frame, conversationId: other.conversationId }), frame.t).toMatchObject({
      code: 'not_found',
    });
  }
  await call(server, 'POST', '/v1/online-help/cancel', { token: other.token });
});

test('[LOG8] only the owner writes as agent, notes too', async () => {
  const other = await availableAgent(server, 1);
  for (const kind of ['text', 'note']) {
    expect(
      await other.socket.refused({ t: 'send', conversationId, clientId: kind, body: { kind, text: 'x' } }),
      kind,
    ).toMatchObject({ code: 'not_owner' });
  }
  expect(await other.socket.refused({ t: 'read', conversationId, upTo: 1 })).toMatchObject({ code: 'not_owner' });
  await other.socket.close();
});

test('[LOG7] after the end nothing is written, and all can still be read', async () => {
  await call(server, 'POST', `/v1/contacts/${contactId}/end`, { token: agent.token, body: {} });
  for (const socket of [customer, agent.socket]) {
    expect(await socket.refused(text('too-late'))).toMatchObject({ code: 'conversation_ended' });
  }
  const { lastSeq } = await page();
  expect(await customer.request({ t: 'read', conversationId, upTo: lastSeq })).toMatchObject({ ok: true });
  expect(await customer.request({ t: 'subscribe', conversationId, after: 0 })).toMatchObject({ ok: true });
  expect(
    (await call<string>(server, 'GET', `/v1/conversations/${conversationId}/transcript`, { token })).body,
  ).toContain('hello');
});
