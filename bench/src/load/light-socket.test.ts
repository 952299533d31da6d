import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type LightSocket, openLightSocket } from './light-socket.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function connected(heard: (text: string) => void = () => {}, closed: (code: number) => void = () => {}) {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const greeted = once(server, 'connection') as Promise<[WebSocket]>;
  const { port } = http.address() as AddressInfo;
  const socket = await new Promise<LightSocket>((resolve) => {
    const opening: LightSocket = openLightSocket(`ws://127.0.0.1:${port}/v1/socket`, {
      open: () => resolve(opening),
      text: heard,
      closed,
    });
  });
  const [peer] = await greeted;
  ends.push(
    () => socket.destroy(),
    () => server.close(),
    () => http.close(),
  );
  return { socket, peer };
}

test.each([1, 125, 126, 65_535, 65_536, 300_000])(
  'a text of %i characters arrives whole in both directions',
  async (length) => {
    const text = 'ä'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2);
    const back = later<string>();
    const { socket, peer } = await connected(back.resolve);
    peer.on('message', (data: Buffer) => peer.send(data.toString('utf8')));
    socket.send(text);
    expect(await back.promise).toBe(text);
  },
);

test("the server's reason for closing is told", async () => {
  const code = later<number>();
  const { peer } = await connected(undefined, code.resolve);
  peer.close(4008);
  expect(await code.promise).toBe(4008);
});

test('a destroyed socket says no goodbye', async () => {
  const { socket, peer } = await connected();
  const closed = once(peer, 'close');
  socket.destroy();
  expect((await closed)[0]).toBe(1006);
});
