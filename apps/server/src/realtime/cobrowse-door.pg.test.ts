import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
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
