import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createOutgoing } from './outgoing.ts';
import { type AllowList, readAllowList, type Resolved } from './outgoing-target.ts';

/** Never used for a form that must be refused: whoever calls it has failed. */
const noConnection = ((): never => {
  throw new Error('A connection was made.');
}) as unknown as typeof request;

const v4 = (address: string): Resolved => ({ address, family: 4 });
const v6 = (address: string): Resolved => ({ address, family: 6 });

const NAMES: Readonly<Record<string, readonly Resolved[]>> = {
  localhost: [v4('127.0.0.1')],
  'localhost.': [v6('::1')],
  'inside.example': [v4('10.1.2.3')],
  'half.example': [v4('93.184.215.14'), v4('192.168.1.1')],
  'mapped.example': [v6('::ffff:127.0.0.1')],
  'linklocal.example': [v6('fe80::1')],
  'zone.example': [v6('fe80::1%eth0')],
  'metadata.internal': [v4('169.254.169.254')],
  'none.example': [],
};

/** Every way of writing an address that must not be called. */
const REFUSED = [
  'https://127.0.0.1/',
  'https://127.0.0.1:8443/',
  'https://127.255.255.254/',
  'https://127.1/',
  'https://127.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://１２７.０.０.１/',
  'https://%31%32%37.0.0.1/',
  'https://0/',
  'https://0.0.0.0/',
  'https://0.1.2.3/',
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://100.64.0.1/',
  'https://100.100.100.200/',
  'https://168.63.129.16/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xa9fea9fe/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.0.0.192/',
  'https://192.0.2.1/',
  'https://192.88.99.1/',
  'https://192.168.0.1/',
  'https://198.18.0.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://0x5db8d70e/',
  'https://93.12113678/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:8.8.8.8]/',
  'https://[::127.0.0.1]/',
  'https://[::7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::1]/',
  'https://[100::1]/',
  'https://[2001::1]/',
  'https://[2001:db8::1]/',
  'https://[2002:7f00:1::]/',
  'https://[3fff::1]/',
  'https://[fc00::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://localhost/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://inside.example/',
  'https://half.example/',
  'https://mapped.example/',
  'https://linklocal.example/',
  'https://zone.example/',
  'https://metadata.internal/',
  'https://user@public.example/',
  'https://user:secret@public.example/',
  'https://public.example@127.0.0.1/',
  'http://public.example/',
  'https://public.example:22/',
  'https://public.example:80/',
  'ftp://public.example/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'gopher://127.0.0.1:6379/_x',
  '//public.example/',
  'https://',
  '',
];

const outgoing = (
  options: { allowed?: AllowList; names?: Record<string, readonly Resolved[]>; request?: typeof request } = {},
) =>
  createOutgoing({
    allowed: options.allowed ?? [],
    resolve: async (host) => {
      const found = { ...NAMES, ...options.names, 'public.example': [v4('93.184.215.14')] }[host];
      if (!found) throw new Error('ENOTFOUND');
      return found;
    },
    ...(options.request ? { request: options.request } : {}),
  });

test.each(REFUSED)('[OUT1] %s is never called', async (url) => {
  const port = outgoing({ request: noConnection });
  expect(await port.send({ method: 'POST', url, body: 'x' })).toMatchObject({
    ok: false,
    error: 'address_not_allowed',
  });
  expect(await port.refusal(url)).toBe('address_not_allowed');
});

test('there are more than 45 of them', () => expect(new Set(REFUSED).size).toBeGreaterThan(45));

test.each(['https://none.example/', 'https://unknown.example/'])('%s is not found', async (url) => {
  expect(await outgoing({ request: noConnection }).send({ method: 'GET', url })).toMatchObject({
    error: 'not_resolved',
  });
});

/** Records where a connection would go, and fails it. */
function recorder() {
  const calls: { host?: unknown; port?: unknown; servername?: unknown; headers?: unknown }[] = [];
  const record = ((settings: object) => {
    calls.push(settings);
    throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  }) as unknown as typeof request;
  return { calls, record };
}

test.each([
  ['https://public.example/a?b=c', '93.184.215.14', 443],
  ['https://public.example:8443/', '93.184.215.14', 8443],
  ['https://93.184.215.14/', '93.184.215.14', 443],
  ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', 443],
])('%s is public and called at %s, port %i', async (url, host, port) => {
  const { calls, record } = recorder();
  await outgoing({ request: record }).send({ method: 'GET', url });
  expect(calls).toMatchObject([{ host, port }]);
});

test('[OUT2] the connection goes to the address that was checked, whatever the name says a moment later', async () => {
  const { calls, record } = recorder();
  const answers = [[v4('93.184.215.14')], [v4('127.0.0.1')]];
  const port = createOutgoing({ allowed: [], resolve: async () => answers.shift() ?? [], request: record });
  await port.send({ method: 'POST', url: 'https://rebinding.example/', headers: { host: 'forged.example' } });
  expect(calls).toMatchObject([
    { host: '93.184.215.14', servername: 'rebinding.example', headers: { host: 'rebinding.example' } },
  ]);
  expect(await port.send({ method: 'POST', url: 'https://rebinding.example/' })).toMatchObject({
    error: 'address_not_allowed',
  });
});

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** A receiver on this machine, and a port that may call it. */
async function local(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/in`, port, out: createOutgoing({ allowed: [{ host: '127.0.0.1', port }] }) };
}

test('an allowed host is called, at the allowed port only, and its answer comes back', async () => {
  const seen: string[] = [];
  const { url, port, out } = await local((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => seen.push(`${request.method} ${request.url} ${chunk}`));
    request.on('end', () => response.writeHead(201, { 'x-a': 'b' }).end('thanks'));
  });
  const answer = await out.send({ method: 'POST', url: `${url}?q=1`, body: 'ş' });
  expect(answer).toMatchObject({ ok: true, status: 201, headers: { 'x-a': 'b' }, cut: false });
  expect(answer.ok && Buffer.from(answer.body).toString()).toBe('thanks');
  expect(seen).toEqual(['POST /in?q=1 ş']);
  expect(await out.refusal(`http://127.0.0.1:${port + 1}/`)).toBe('address_not_allowed');
  expect(await out.refusal(url.replace('127.0.0.1', 'localhost'))).toBe('address_not_allowed');
});

test('[OUT3] a redirect is an answer and is not followed', async () => {
  let calls = 0;
  const { url, out } = await local((_request, response) => {
    calls += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await out.send({ method: 'GET', url })).toMatchObject({ ok: true, status: 302 });
  expect(calls).toBe(1);
});

test('[OUT4] an answer without end is read up to the limit', async () => {
  const { url, out } = await local((_request, response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', pour);
    pour();
  });
  const answer = await out.send({ method: 'GET', url, mostBytes: 1_000 });
  expect(answer).toMatchObject({ ok: true, status: 200, cut: true });
  expect(answer.ok && answer.body.length).toBe(1_000);
});

test.each([
  ['never comes', () => {}],
  ['never ends', (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write('drip')],
])('[OUT4] an answer that %s runs into the time limit', async (_name, behave) => {
  const { url, out } = await local(behave);
  expect(await out.send({ method: 'GET', url, milliseconds: 60 })).toMatchObject({ ok: false, error: 'timeout' });
});

test('[OUT4] a name server that does not answer runs into the time limit too', async () => {
  const out = createOutgoing({ allowed: [], resolve: () => new Promise(() => {}), request: noConnection });
  expect(await out.send({ method: 'GET', url: 'https://slow.example/', milliseconds: 30 })).toMatchObject({
    error: 'timeout',
  });
});

test('who does not listen is not reached', async () => {
  const { url, port, out } = await local(() => {});
  await new Promise((closed) => servers.pop()!.close(closed));
  expect(port).toBeGreaterThan(0);
  expect(await out.send({ method: 'GET', url })).toMatchObject({ ok: false, error: 'not_reached' });
});

test.each([
  ['127.0.0.1', [{ host: '127.0.0.1', port: null }]],
  [
    'crm.internal:8080, [::1]:9000',
    [
      { host: 'crm.internal', port: 8080 },
      { host: '[::1]', port: 9000 },
    ],
  ],
  ['https://crm.internal', null],
  ['a:0', null],
  ['a:70000', null],
  ['', null],
])('the list "%s" is read', (text, list) => expect(readAllowList(text)).toEqual(list));
