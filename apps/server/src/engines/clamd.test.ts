import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { createClamd, readClamdAddress } from './clamd.ts';
import { silentLog } from './log.ts';

/** What every scanner takes for malware, and nobody else; in parts, so that no scanner takes this file for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const CLEAN = Buffer.from('nothing of interest');

/** Speaks INSTREAM as clamd does, and finds EICAR alone. */
async function stubClamd(answer?: (bytes: Buffer) => string | null): Promise<{ port: number; stop(): Promise<void> }> {
  const stub: Server = createServer((socket) => {
    let read = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      read = Buffer.concat([read, chunk]);
      const bytes = streamIn(read);
      if (bytes === null) return;
      const said = answer ? answer(bytes) : bytes.includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND' : 'stream: OK';
      if (said === null) socket.destroy();
      else socket.end(`${said}\0`);
    });
  });
  await new Promise<void>((listening) => stub.listen(0, '127.0.0.1', listening));
  return { port: (stub.address() as AddressInfo).port, stop: () => new Promise((done) => stub.close(() => done())) };
}

/** null: not whole yet. */
function streamIn(read: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 'zINSTREAM\0'.length; at + 4 <= read.length; ) {
    const length = read.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(read.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

test('T9: clamd finds EICAR, passes what is clean, and whatever else it does is no verdict', async () => {
  const ask = async (bytes: Uint8Array, answer?: (bytes: Buffer) => string | null) => {
    const stub = await stubClamd(answer);
    try {
      return await createClamd({ host: '127.0.0.1', port: stub.port }, silentLog).scan(bytes);
    } finally {
      await stub.stop();
    }
  };
  expect(await ask(Buffer.concat([Buffer.alloc(200_000, 'x'), Buffer.from(EICAR)]))).toBe('infected');
  expect(await ask(CLEAN)).toBe('clean');
  expect(await ask(new Uint8Array())).toBe('clean');
  let seen = 0;
  await ask(Buffer.alloc(300_000), (bytes) => {
    seen = bytes.length;
    return 'stream: OK';
  });
  expect(seen).toBe(300_000);
  for (const answer of ['INSTREAM size limit exceeded. ERROR', 'stream: OK, or not', '', 'x'.repeat(10_000), null])
    expect(await ask(CLEAN, () => answer), String(answer)).toBe('unavailable');
  const stub = await stubClamd();
  await stub.stop();
  expect(await createClamd({ host: '127.0.0.1', port: stub.port }, silentLog).scan(CLEAN)).toBe('unavailable');
});

test('an address is a port or the path of a socket', () => {
  expect(readClamdAddress('clamd:3310')).toEqual({ host: 'clamd', port: 3310 });
  expect(readClamdAddress('[::1]:3310')).toEqual({ host: '::1', port: 3310 });
  expect(readClamdAddress('/run/clamav/clamd.ctl')).toEqual({ path: '/run/clamav/clamd.ctl' });
  for (const wrong of ['clamd', 'clamd:0', 'clamd:99999', 'http://clamd:3310', ''])
    expect(readClamdAddress(wrong)).toBeNull();
});
