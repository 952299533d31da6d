import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Refused } from '@alongside/domain';
import Fastify from 'fastify';
import { onTestFinished, expect, test } from 'vitest';
import { silentLog } from '../engines/log.ts';
import { answerRefusals } from './answers.ts';
import { acceptBytes, limitFilesAtOnce } from './bodies.ts';

/** Takes four files at once, of whoever has a name. */
async function listening(milliseconds = 5_000) {
  const app = Fastify();
  answerRefusals(app, silentLog);
  await app.register(async (files) => {
    acceptBytes(files, 1_000);
    limitFilesAtOnce(files, 4, milliseconds);
    files.put('/file', {
      async onRequest({ headers }) {
        if (headers.authorization === undefined) throw new Refused('not_authenticated');
      },
      handler: async () => 'stored',
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return (localAddress: string, name?: string) => upload(port, localAddress, name);
}

/** A file of which the beginning has been sent. */
function upload(port: number, localAddress: string, name?: string) {
  const headers = { 'content-type': 'text/plain', 'content-length': 10, ...(name && { authorization: name }) };
  const sent: ClientRequest = request({ host: '127.0.0.1', port, localAddress, method: 'PUT', path: '/file', headers });
  const answer = new Promise<IncomingMessage>((resolve, reject) =>
    sent.once('response', resolve).once('error', reject),
  );
  answer.then((message) => message.resume()).catch(() => {});
  sent.write('12345');
  onTestFinished(() => void sent.destroy());
  return { status: async () => (await answer).statusCode, answer, finish: () => sent.end('67890') };
}

test('who shows no right to send files keeps nobody out, though their bodies never come', async () => {
  const send = await listening();
  const strangers = Array.from({ length: 6 }, () => send('127.0.0.1'));
  expect(await Promise.all(strangers.map(({ status }) => status()))).toEqual(Array(6).fill(401));
  const file = send('127.0.0.1', 'ada');
  file.finish();
  expect(await file.status()).toBe(200);
});

test('ten files of one client that come at once are all taken', async () => {
  const send = await listening();
  const files = Array.from({ length: 10 }, () => send('127.0.0.1', 'ada'));
  // All have begun before one is whole.
  await delay(100);
  for (const { finish } of files) finish();
  expect(await Promise.all(files.map(({ status }) => status()))).toEqual(Array(10).fill(200));
});

test('one address that sends drop by drop leaves room for another', async () => {
  const send = await listening();
  for (let n = 0; n < 6; n += 1) send('127.0.0.1', 'mallory');
  await delay(100);
  const file = send('127.0.0.2', 'ada');
  file.finish();
  expect(await file.status()).toBe(200);
});

test('who waits in vain is told when to come back, and the connection ends', async () => {
  const send = await listening(100);
  send('127.0.0.1', 'ada');
  send('127.0.0.1', 'ada');
  await delay(50);
  const { statusCode, headers } = await send('127.0.0.1', 'ada').answer;
  expect([statusCode, headers['retry-after'], headers.connection]).toEqual([429, '2', 'close']);
});
