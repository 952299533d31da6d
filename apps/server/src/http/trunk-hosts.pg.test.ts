import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ token } = await signIn(server, server.demo.admin));
});
afterAll(() => server.stop());

const save = (host: string, port: number | null = null) =>
  call(server, 'PUT', `/v1/trunks/${randomUUID()}`, {
    token,
    body: {
      name: `Carrier at ${host} ${port}`,
      mode: 'address',
      host,
      port,
      transport: 'udp',
      username: null,
      peers: [],
      srtp: 'never',
      callerNumber: '+902121234567',
      codecs: ['PCMA'],
      enabled: true,
    },
  });

test.each(['10.0.0.1', '::1', '[fd00::5]', '::ffff:10.0.0.1', '167772161', 'localhost', 'somebody@sip.example'])(
  'a trunk to %s is refused: nobody allowed it at the start',
  async (host) => {
    expect(await save(host)).toMatchObject({ status: 400, error: { code: 'address_not_allowed', field: '/host' } });
    expect(await save(host, 5070)).toMatchObject({ status: 400, error: { code: 'address_not_allowed' } });
  },
);

test.each([
  ['127.0.0.1', 5070],
  ['127.0.0.1', null],
  ['198.41.0.4', 5080],
  ['2001:500:2f::f', null],
  ['sip.example', null],
])('a trunk to %s, port %s, is saved', async (host, port) => {
  expect(await save(host, port)).toMatchObject({ status: 200, body: { host, port } });
});
