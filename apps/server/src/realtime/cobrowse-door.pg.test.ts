import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';
import { cobrowseWorld, PAGE } from '../testing/cobrowse.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const UPGRADE = [
  'GET /cobrowse/socket HTTP/1.1',
  'host: localhost',
  'connection: Upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  '',
  '',
].join('\r\n');
/** A text frame that is no hello, masked with zeros. */
const NONSENSE = Buffer.from([0x81, 0x82, 0, 0, 0, 0, ...Buffer.from('no')]);

/** Says `no`, and does not answer the close that follows. */
async function comeIn(port: number): Promise<{ line: Socket; head: string }> {
  const line = connect(port, '127.0.0.1');
  line.write(Buffer.concat([Buffer.from(UPGRADE), NONSENSE]));
  const [head] = (await once(line, 'data')) as [Buffer];
  line.resume();
  return { line, head: head.toString('latin1').split('\r\n')[0] ?? '' };
}

test('sockets that were turned away and stay count as strangers until they are gone', async () => {
  await using server = await startTestServer({
    timing: { hello: 60_000, heartbeat: 60_000, tick: 1_000, closing: 60_000, sessionCheck: 60_000 },
  });
  const port = Number(new URL(server.url).port);
  const strangers = await Promise.all(Array.from({ length: 1_000 }, () => comeIn(port)));
  expect(new Set(strangers.map(({ head }) => head))).toEqual(new Set(['HTTP/1.1 101 Switching Protocols']));
  // Each has its goodbye: only what is counted after it holds the next one off.
  await new Promise((go) => setTimeout(go, 500));
  const next = await comeIn(port);
  expect(next.head).toBe('HTTP/1.1 503 Service Unavailable');
  for (const { line } of [...strangers, next]) line.destroy();
  const comeAndGo = async () => {
    const { line, head } = await comeIn(port);
    line.destroy();
    return head;
  };
  await expect.poll(comeAndGo, { timeout: 5_000 }).toBe('HTTP/1.1 101 Switching Protocols');
}, 30_000);

test('[WS5] an agent whose session is over is out of what they look at, though nobody told', async () => {
  await using server = await startTestServer({
    origins: [PAGE],
    timing: { hello: 5_000, heartbeat: 10_000, tick: 50, closing: 300, sessionCheck: 100 },
  });
  const { page, agent } = await cobrowseWorld(() => server).joined();
  const client = new pg.Client({ connectionString: server.demo.database });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [server.demo.tenant.id]);
  await client.query('UPDATE agent_sessions SET expires_at = clock_timestamp()');
  await client.end();
  expect((await agent.frame('bye')).error).toMatchObject({ code: 'session_expired' });
  expect(await agent.closed).toBe(4401);
  expect(page.socket.readyState).toBe(page.socket.OPEN);
});
