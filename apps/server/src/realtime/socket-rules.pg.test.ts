import { authenticate } from '@alongside/domain';
import { LIMITS, type SocketTicket } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { connect, TestSocket } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PAGE = 'https://bank.example';
let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer({
    origins: [PAGE],
    timing: { hello: 5_000, heartbeat: 10_000, tick: 50, closing: 300, sessionCheck: 200 },
  });
  ({ token } = await signIn(server, server.demo.agents[0]!));
});
afterAll(() => server.stop());

const ticket = async (bearer = token) =>
  (await call<SocketTicket>(server, 'POST', '/v1/socket-tickets', { token: bearer })).body.ticket;

/** For what comes of waiting; everywhere else a slow moment of the machine is to count for nothing. */
const hasty = { origins: [PAGE], timing: { hello: 300, heartbeat: 300, tick: 50, closing: 300 } };

async function refusedAtTheDoor(first: object | string | null, headers: Record<string, string> = {}, at = server.url) {
  const socket = new TestSocket(at, headers);
  await socket.opened();
  if (first !== null) socket.send(first);
  const code = await socket.closed;
  expect(socket.frames.map(({ t }) => t)).toEqual(['bye']);
  const [bye] = socket.frames;
  return { code, error: bye?.t === 'bye' ? bye.error.code : null };
}

test('[WS1] the socket has one address, and an upgrade anywhere else is refused as HTTP', async () => {
  const socket = new TestSocket(`${server.url}/v1/other?x=`);
  const status = await new Promise((resolve) =>
    socket.raw.once('unexpected-response', (_request, response) => resolve(response.statusCode)),
  );
  expect(status).toBe(404);
  expect((await call(server, 'GET', '/v1/socket')).error?.code).toBe('not_found');
});

test('[WS2] a good ticket opens the socket, once', async () => {
  const once = await ticket();
  const socket = new TestSocket(server.url);
  await socket.opened();
  socket.send({ t: 'hello', protocol: 1, ticket: once });
  const welcome = await socket.frame('welcome');
  expect(welcome.you).toMatchObject({ kind: 'agent', id: server.demo.agents[0]!.id });
  expect(await refusedAtTheDoor({ t: 'hello', protocol: 1, ticket: once })).toEqual({
    code: 4401,
    error: 'ticket_refused',
  });
  await socket.close();
});

test('[WS2] no hello in time, another frame first, a session token instead of a ticket: closed with 4401', async () => {
  await using impatient = await startTestServer(hasty);
  expect(await refusedAtTheDoor(null, {}, impatient.url)).toEqual({ code: 4401, error: 'not_authenticated' });
  expect(await refusedAtTheDoor({ t: 'ping' })).toEqual({ code: 4401, error: 'not_authenticated' });
  expect(await refusedAtTheDoor('nonsense')).toEqual({ code: 4401, error: 'malformed_json' });
  expect(await refusedAtTheDoor({ t: 'hello', protocol: 1, ticket: token })).toEqual({
    code: 4401,
    error: 'ticket_refused',
  });
  expect(await refusedAtTheDoor({ t: 'hello', protocol: 1 })).toEqual({ code: 4401, error: 'invalid_request' });
});

test('[WS2] of twenty hellos with one ticket one gets in', async () => {
  const once = await ticket();
  const sockets = Array.from({ length: 20 }, () => new TestSocket(server.url));
  await Promise.all(sockets.map((socket) => socket.opened()));
  for (const socket of sockets) socket.send({ t: 'hello', protocol: 1, ticket: once });
  const firsts = await Promise.all(sockets.map((socket) => socket.until(() => socket.frames[0]?.t, 'an answer')));
  expect(firsts.filter((t) => t === 'welcome')).toHaveLength(1);
  expect(firsts.filter((t) => t === 'bye')).toHaveLength(19);
  for (const socket of sockets) socket.raw.terminate();
});

test('what a client sends ahead of the welcome is not lost', async () => {
  const { conversationId, token: customer } = await startHelp(server);
  const socket = new TestSocket(server.url);
  await socket.opened();
  socket.send({ t: 'hello', protocol: 1, ticket: await ticket(customer) });
  socket.send({ t: 'subscribe', id: 's', conversationId, after: 0 });
  socket.send({ t: 'send', id: 'm', conversationId, clientId: 'early', body: { kind: 'text', text: 'early' } });
  await socket.frame('reply', ({ id, ok }) => id === 'm' && ok);
  await socket.until(() => socket.entries(conversationId).some(({ clientId }) => clientId === 'early'), 'the entry');
  await socket.close();
});

test('[VER1] another version is told which are served, and closed with 4426', async () => {
  expect(await refusedAtTheDoor({ t: 'hello', protocol: 999, ticket: await ticket() })).toEqual({
    code: 4426,
    error: 'unsupported_version',
  });
});

test('[WS3] a page on the list and our own pages get in; others, look-alikes and null do not', async () => {
  for (const origin of [PAGE, server.url]) await (await connect(server, token, { origin })).close();
  for (const origin of [
    'https://evil.example',
    'https://bank.example.evil',
    'http://bank.example',
    'https://bank.example:444',
    'null',
    server.url.replace('http:', 'https:'),
  ]) {
    expect(await refusedAtTheDoor({ t: 'hello', protocol: 1, ticket: await ticket() }, { origin }), origin).toEqual({
      code: 4403,
      error: 'origin_refused',
    });
  }
});

test('[WS3] a cookie opens no socket', async () => {
  expect(await refusedAtTheDoor({ t: 'ping' }, { cookie: `__Host-alongside=${token}`, origin: server.url })).toEqual({
    code: 4401,
    error: 'not_authenticated',
  });
});

test('[WS4] a frame of 64 KiB passes, a larger one closes the socket with 1009 and its reason', async () => {
  const socket = await connect(server, token);
  const padded = (bytes: number) => JSON.stringify({ t: 'ping', x: '' }).replace('""', `"${'x'.repeat(bytes - 19)}"`);
  expect(padded(LIMITS.frameBytes).length).toBe(LIMITS.frameBytes);
  socket.send(padded(LIMITS.frameBytes));
  await socket.frame('pong');
  socket.send(padded(LIMITS.frameBytes + 1));
  expect(await socket.closed).toBe(1009);
  expect(socket.frames.at(-1)).toMatchObject({ t: 'bye', error: { code: 'frame_too_large' } });
  const huge = await connect(server, token);
  huge.raw.send('x'.repeat(10_000_000));
  expect([1009, 1006]).toContain(await huge.closed);
});

test('[WS5] signing out closes the sockets of that session and of no other', async () => {
  const one = await signIn(server, server.demo.agents[1]!);
  const two = await signIn(server, server.demo.agents[1]!);
  const [first, second, other] = await Promise.all([
    connect(server, one.token),
    connect(server, one.token),
    connect(server, two.token),
  ]);
  await call(server, 'POST', '/v1/agent/sign-out', { token: one.token });
  expect(await Promise.all([first.closed, second.closed])).toEqual([4401, 4401]);
  expect(first.frames.at(-1)).toMatchObject({ t: 'bye', error: { code: 'not_authenticated' } });
  expect(other.raw.readyState).toBe(other.raw.OPEN);
  await other.close();
});

test('[WS5] a session that ended without a word closes its sockets too', async () => {
  const { token: bearer } = await signIn(server, server.demo.agents[2]!);
  const socket = await connect(server, bearer);
  const { tenant } = server.demo;
  const actor = await authenticate(server.platform, bearer);
  await server.platform.store.transaction(tenant.id, (tx) => tx.directory.endAgentSession(actor!.sessionId));
  expect(await socket.closed).toBe(4401);
});

test('[WS7] silence is answered with a ping, lasting silence with the end; whoever answers stays', async () => {
  await using impatient = await startTestServer(hasty);
  const { token: own } = await signIn(impatient, impatient.demo.agents[0]!);
  const silent = await connect(impatient, own);
  const alive = await connect(impatient, own);
  const answering = setInterval(() => alive.raw.readyState === alive.raw.OPEN && alive.send({ t: 'pong' }), 100);
  await silent.frame('ping');
  expect(await silent.closed).toBe(4009);
  expect(silent.frames.at(-1)).toMatchObject({ t: 'bye', error: { code: 'heartbeat_missed' } });
  expect(alive.raw.readyState).toBe(alive.raw.OPEN);
  clearInterval(answering);
  alive.send({ t: 'ping' });
  await alive.frame('pong');
  alive.raw.terminate();
});

test('[ERR2] a bad frame is answered and the socket stays; ten in a minute close it with 4400', async () => {
  const socket = await connect(server, token);
  const faults: [object | string, string][] = [
    ['{', 'malformed_json'],
    ['[1]', 'invalid_request'],
    ['{"t":"dance"}', 'unknown_frame'],
    [`{"t":"ping","x":${'['.repeat(40)}${']'.repeat(40)}}`, 'too_deep'],
  ];
  for (const [frame, code] of faults) {
    socket.send(frame);
    await socket.frame('fault', ({ error }) => error.code === code);
  }
  expect(
    await socket.refused({ t: 'send', conversationId: 'x', clientId: 'a', body: { kind: 'text', text: 'x' } }),
  ).toMatchObject({ code: 'invalid_request', field: '/conversationId' });
  expect(await socket.refused({ t: 'dance' })).toMatchObject({ code: 'unknown_frame' });
  socket.raw.send(Buffer.from([1, 2, 3]), { binary: true });
  socket.send({ t: 'hello', protocol: 1, ticket: 'x' });
  await socket.frame('fault', ({ error }) => error.field === '/t');
  socket.send({ t: 'ping' });
  await socket.frame('pong');
  for (let count = 0; count < 2; count += 1) socket.send('nonsense');
  expect(await socket.closed).toBe(4400);
  expect(socket.frames.at(-1)).toMatchObject({ t: 'bye' });
});
