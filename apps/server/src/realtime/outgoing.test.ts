import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Gathering } from './gathering.ts';
import { Outgoing } from './outgoing.ts';
import { frameForMany } from './text-frames.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A socket of the server, what leaves it, and what its other end hears. */
async function connected() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  ends.push(() => {
    client.terminate();
    server.close();
  });
  const heard: string[] = [];
  client.on('message', (data) => heard.push(String(data)));
  const [socket, request] = (await once(server, 'connection')) as [WebSocket, { socket: NodeJS.WritableStream }];
  await once(client, 'open');
  const writes: Uint8Array[] = [];
  const line = {
    write(bytes: Uint8Array) {
      writes.push(bytes);
      return request.socket.write(bytes);
    },
  };
  const closed = once(client, 'close');
  return { socket, heard, writes, closed, outgoing: new Outgoing(socket, line, new Gathering()) };
}

const texts = [
  '',
  'a',
  'x'.repeat(125),
  'x'.repeat(126),
  'x'.repeat(65_535),
  'x'.repeat(65_536),
  'é'.repeat(63),
  'ÿ'.repeat(40_000),
  '👍🏽 ünï 汉字',
];

test('texts of every length and alphabet arrive whole and in order, and leave in one write', async () => {
  const { socket, heard, writes, closed, outgoing } = await connected();
  for (const text of texts) outgoing.send(text);
  expect(writes).toHaveLength(0);
  await turn();
  expect(writes).toHaveLength(1);
  outgoing.send('the next turn');
  await turn();
  expect(writes).toHaveLength(2);
  socket.close();
  await closed;
  expect(heard).toEqual([...texts, 'the next turn']);
});

test('a long frame for many waits as the same bytes in each socket, in its place between texts', async () => {
  const ends = [await connected(), await connected()];
  const frame = frameForMany('ü'.repeat(5_000));
  for (const { outgoing } of ends) {
    outgoing.send('before');
    outgoing.send(frame);
    outgoing.send(frameForMany('after'));
    expect(outgoing.waitingBytes).toBeGreaterThanOrEqual(10_000);
  }
  await turn();
  for (const { socket, heard, writes, closed } of ends) {
    expect(writes[1]).toBe(frame);
    socket.close();
    await closed;
    expect(heard).toEqual(['before', 'ü'.repeat(5_000), 'after']);
  }
});

test('what is released leaves before what the library sends after it', async () => {
  const { socket, heard, closed, outgoing } = await connected();
  outgoing.send('first');
  outgoing.release();
  socket.send('second');
  outgoing.send('third');
  outgoing.release();
  socket.close();
  await closed;
  expect(heard).toEqual(['first', 'second', 'third']);
});

test('what has not left counts as waiting', async () => {
  const { outgoing } = await connected();
  outgoing.send('x'.repeat(1_000));
  expect(outgoing.waitingBytes).toBeGreaterThanOrEqual(1_000);
});

test('nothing leaves after the close', async () => {
  const { socket, writes, closed, outgoing } = await connected();
  outgoing.send('too late');
  socket.close();
  await turn();
  await closed;
  expect(writes).toEqual([]);
});
