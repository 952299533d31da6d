import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type BackendKitOptions, createBackendKit } from './create-backend-kit.ts';
import type { BackendKitError } from './errors.ts';
import { signRequest } from './sign-request.ts';

type Received = { path: string; headers: Record<string, string | undefined>; body: string };
type Reply = { status: number; body: unknown; headers?: Record<string, string> } | 'hang' | 'drop';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

/** A server that gives the replies in turn, the last one again and again, and keeps what it received. */
async function serve(...replies: Reply[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const reply = replies[Math.min(received.length, replies.length - 1)];
      const headers = request.headers as Record<string, string | undefined>;
      received.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks).toString() });
      if (reply === 'hang' || reply === undefined) return;
      if (reply === 'drop') return void request.socket.destroy();
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const success: Reply = { status: 200, body: { isSuccess: true, message: '', transactionHash: 'f'.repeat(64) } };
const wanted = { customerId: '123456', deviceHash: 'fwCZgi6zl2DPuNck6H644eq6JfPZpXKCqa2ouP2JS+k=' };
const waits: number[] = [];
const kit = (url: string, more: Partial<BackendKitOptions> = {}) =>
  createBackendKit({
    url,
    accessKeyId: 'ak_demo_1',
    accessKeySecret: 'the-secret',
    clock: { now: () => Date.parse('2021-03-09T13:28:32Z'), wait: async (ms) => void waits.push(ms) },
    ...more,
  });
const failure = async (promise: Promise<unknown>): Promise<BackendKitError> =>
  promise.then(
    () => expect.fail('nothing was thrown'),
    (error) => error,
  );

test('one call sends one signed request and yields the hash', async () => {
  const { url, received } = await serve(success);
  await expect(kit(url).mintTransactionHash(wanted)).resolves.toEqual({ transactionHash: 'f'.repeat(64) });
  expect(received).toHaveLength(1);
  expect(received[0]?.path).toBe('/v1/application/gettransactionhashforonlinehelp');
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject(wanted);
  expect(received[0]?.headers).toMatchObject({
    'x-dlg-date': 'Tue, 09 Mar 2021 13:28:32 GMT',
    'x-dlg-requester-userid': 'backend',
    'x-dlg-authorization': expect.stringMatching(/^DLGA ak_demo_1:[A-Za-z0-9+/]{43}=$/),
  });
  expect(JSON.stringify(received)).not.toContain('the-secret');
});

test('two requests of one second never share a signature', async () => {
  const { url, received } = await serve(success);
  await Promise.all([kit(url).mintTransactionHash(wanted), kit(url).mintTransactionHash(wanted)]);
  expect(new Set(received.map(({ headers }) => headers['x-dlg-authorization'])).size).toBe(2);
});

test('a prefix in the url is kept in the address and not signed, since the proxy takes it off', async () => {
  const { url, received } = await serve(success);
  await kit(`${url}/help/`).mintTransactionHash(wanted);
  expect(received[0]?.path).toBe('/help/v1/application/gettransactionhashforonlinehelp');
  const signed = signRequest(
    {
      method: 'POST',
      path: '/v1/application/gettransactionhashforonlinehelp',
      contentType: 'application/json',
      body: received[0]?.body ?? '',
      date: new Date('2021-03-09T13:28:32Z'),
      requesterUserId: 'backend',
    },
    { accessKeyId: 'ak_demo_1', accessKeySecret: 'the-secret' },
  );
  expect(received[0]?.headers).toMatchObject(signed);
});

test.each(['drop', { status: 503, body: 'down' }] as const)(
  'after %j it tries once more, newly signed',
  async (first) => {
    const { url, received } = await serve(first, success);
    await expect(kit(url).mintTransactionHash(wanted)).resolves.toHaveProperty('transactionHash');
    expect(received[0]?.headers['x-dlg-authorization']).not.toBe(received[1]?.headers['x-dlg-authorization']);
  },
);

test('a server that is not there is unreachable, after two tries', async () => {
  const { url, received } = await serve('drop');
  const error = await failure(kit(url).mintTransactionHash(wanted));
  expect(error).toMatchObject({ code: 'unreachable', status: null, retryable: true });
  expect(error.message).toContain(url);
  expect(received).toHaveLength(2);
});

test('a server that does not answer runs into the timeout, twice', async () => {
  const { url, received } = await serve('hang');
  const error = await failure(kit(url, { timeoutMs: 40 }).mintTransactionHash(wanted));
  expect(error).toMatchObject({ code: 'timeout', retryable: true });
  expect(received).toHaveLength(2);
});

test('a refused key is not tried again', async () => {
  const { url, received } = await serve({ status: 401, body: { isSuccess: false, message: 'Authorization failed' } });
  const error = await failure(kit(url).mintTransactionHash(wanted));
  expect(error).toMatchObject({ code: 'wrong_key', status: 401, retryable: false });
  expect(error.message).toContain('ak_demo_1');
  expect(error.message).not.toContain('the-secret');
  expect(received).toHaveLength(1);
});

test('a clock that is off is told by how much, and in which direction', async () => {
  const body = { isSuccess: false, message: 'Request time may not be correct.' };
  const { url } = await serve({ status: 403, body, headers: { date: 'Tue, 09 Mar 2021 13:48:32 GMT' } });
  const error = await failure(kit(url).mintTransactionHash(wanted));
  expect(error).toMatchObject({ code: 'clock_skew' });
  expect(error.message).toContain('20 minutes behind');
});

test('a refusal in the body carries its reason', async () => {
  const { url } = await serve({
    status: 200,
    body: { isSuccess: false, message: 'customerId is too long', errorCode: 400 },
  });
  const error = await failure(kit(url).mintTransactionHash(wanted));
  expect(error).toMatchObject({ code: 'request_refused' });
  expect(error.message).toContain('customerId is too long');
});

test.each([
  { status: 200, body: '<html>' },
  { status: 404, body: 'no' },
  { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } },
])('what is no Alongside server is said to be none: %j', async (reply) => {
  const { url } = await serve(reply);
  const error = await failure(kit(url).mintTransactionHash(wanted));
  expect(error.code).toMatch(reply.status === 302 ? 'unreachable' : 'unexpected_answer');
});

test.each([
  ['url', () => kit('help.example.com')],
  ['accessKeyId', () => kit('https://help.example.com', { accessKeyId: '' })],
  ['accessKeySecret', () => kit('https://help.example.com', { accessKeySecret: undefined as unknown as string })],
])('a wrong %s is refused at once', (_name, make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

test.each([
  ['customerId', ''],
  ['deviceHash', ''],
  ['requesterUserId', 'Şahin'],
])('a %s of "%s" is refused without a request', async (field, value) => {
  const { url, received } = await serve(success);
  const error = await failure(kit(url).mintTransactionHash({ ...wanted, [field]: value }));
  expect(error).toMatchObject({ code: 'invalid_argument' });
  expect(received).toHaveLength(0);
});
