import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectTrunk } from './doctor/inspect-trunk.ts';
import { testCertificate } from './testing/certificate.ts';
import { random, sdp, trunkAt } from './testing/settings.ts';
import { type Stage, stage } from './testing/stage.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const made of open.splice(0).reverse()) await made.close();
});

/** Answers every request with 200, and hands out its connection. */
async function carrier(): Promise<{ port: number; connection: Promise<TLSSocket>; requests: string[] }> {
  const requests: string[] = [];
  let connected: (socket: TLSSocket) => void = () => {};
  const connection = new Promise<TLSSocket>((resolve) => {
    connected = resolve;
  });
  const server: Server = createServer(testCertificate, (socket) => {
    connected(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      requests.push(text);
      if (text.startsWith('SIP/2.0')) return;
      const head = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq|Contact):/.test(line));
      socket.write(`SIP/2.0 200 OK\r\n${head.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`);
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: async () => {
      (await Promise.race([connection, null]))?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return { port: (server.address() as AddressInfo).port, connection, requests };
}

const resolver = { services: async () => [], addresses: async () => ['127.0.0.1'] };
const trunk = (port: number, host: string) =>
  trunkAt(port, { host, transport: 'tls', mode: 'register', username: 'acme', password: 'x', peers: [] });

async function begin(options: Parameters<typeof stage>[0]): Promise<Stage> {
  const made = await stage({ resolver, ...options }, null);
  open.push(made);
  return made;
}

describe('a trunk by TLS', () => {
  it('is signed in to, and calls come over the connection that we made', async () => {
    const { port, connection, requests } = await carrier();
    const { engine, heard } = await begin({ tls: { ca: testCertificate.cert } });
    await engine.setTrunks([trunk(port, 'sip.carrier.example')]);
    expect(await heard.until('trunk')).toMatchObject({ state: 'registered' });
    const contact = /^Contact: <([^>]+)>/m.exec(requests[0] ?? '')?.[1] ?? '';
    expect(contact).toContain(';transport=tls');
    const body = sdp();
    (await connection).write(
      `INVITE ${contact} SIP/2.0\r\nVia: SIP/2.0/TLS sip.carrier.example;branch=z9hG4bK1\r\nFrom: <sip:+84912345678@x>;tag=1\r\nTo: <sip:+84241234567@x>\r\nCall-ID: t\r\nCSeq: 1 INVITE\r\nContact: <sip:x@sip.carrier.example>\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const { sipCallId } = await heard.until('incoming');
    await engine.reject(sipCallId, 'busy');
    await expect.poll(() => requests.join('')).toContain('SIP/2.0 486 Busy Here');
  });

  it('with a certificate of somebody else, or one that nobody vouches for, is not used', async () => {
    const { port, requests } = await carrier();
    const believed = await begin({ tls: { ca: testCertificate.cert } });
    await believed.engine.setTrunks([trunk(port, 'sip.other.example')]);
    expect(await believed.heard.until('trunk')).toMatchObject({ state: 'failed', reason: 'tls' });
    const unbelieved = await begin({});
    await unbelieved.engine.setTrunks([trunk(port, 'sip.carrier.example')]);
    expect(await unbelieved.heard.until('trunk')).toMatchObject({ state: 'failed', reason: 'tls' });
    expect(requests).toEqual([]);
  });

  it('is named by doctor where its certificate is the fault', async () => {
    const { port } = await carrier();
    const where = { host: 'sip.carrier.example', port, transport: 'tls', credentials: null } as const;
    const wrong = await inspectTrunk(where, { random, resolver });
    expect(wrong.map(({ level, about }) => `${level} ${about}`)).toContain('bad tls');
    const right = await inspectTrunk({ ...where, ca: testCertificate.cert }, { random, resolver });
    expect(right.map(({ level, about }) => `${level} ${about}`)).toContain('ok tls');
  });

  it('listens with a certificate of ours', async () => {
    const { engine, heard } = await begin({
      listen: [{ transport: 'tls', host: '127.0.0.1', port: 0 }],
      tls: { ...testCertificate, ca: testCertificate.cert },
    });
    const port = engine.addresses().find(({ transport }) => transport === 'tls')?.port ?? 0;
    // Our own OPTIONS comes back to us, who are a peer of this trunk.
    await engine.setTrunks([{ ...trunk(port, 'sip.carrier.example'), mode: 'address' }]);
    expect(await heard.until('trunk')).toMatchObject({ state: 'reachable', status: 200 });
  });
});
