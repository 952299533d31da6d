import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushPayload, WebPushSubscription } from '@alongside/protocol';

/** One push as the browser behind the service would find it. */
export interface ReceivedPush {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Decrypted with the browser's own keys. */
  readonly payload: PushPayload;
  /** What the VAPID token says, after its signature was verified with the key beside it. */
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
  /** The key that signed it, base64url. */
  readonly publicKey: string;
}

/**
 * A push service on this machine with the browsers behind it, written after RFC 8030, 8188, 8291 and 8292 and not after our sender: refuses what is not
 * signed for it, and opens what it gets.
 */
export class PushService {
  readonly got: ReceivedPush[] = [];
  /** Bodies of webhooks, at `/hook`. */
  readonly hooks: string[] = [];
  answer: (response: ServerResponse, path: string) => void = (response) => response.writeHead(201).end();
  readonly #server: Server;
  readonly #browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
  readonly #waiting = new Set<() => void>();

  constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  async open(): Promise<this> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A browser that subscribes. */
  browser(): WebPushSubscription & { readonly path: string } {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(12).toString('hex')}`;
    this.#browsers.set(path, { ecdh, auth });
    const keys = { p256dh: ecdh.getPublicKey().toString('base64url'), auth: auth.toString('base64url') };
    return { path, endpoint: this.origin + path, keys };
  }

  /** Waits until what came fits. */
  async until(fits: (got: readonly ReceivedPush[]) => boolean): Promise<readonly ReceivedPush[]> {
    await new Promise<void>((done, fail) => {
      const look = () => {
        if (!fits(this.got)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        done();
      };
      const timer = setTimeout(() => fail(new Error(`Waited 20 s; there came ${this.got.length}.`)), 20_000);
      this.#waiting.add(look);
      look();
    });
    return this.got;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const path = request.url ?? '';
    if (path === '/hook') {
      this.hooks.push(Buffer.concat(chunks).toString());
      response.writeHead(204).end();
      for (const look of [...this.#waiting]) look();
      return;
    }
    const browser = this.#browsers.get(path);
    const { headers } = request;
    if (!browser || headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(String(headers.ttl)))
      return void response.writeHead(400).end();
    try {
      const { claims, publicKey } = proven(String(headers.authorization), this.origin);
      const payload = JSON.parse(decrypted(Buffer.concat(chunks), browser)) as PushPayload;
      this.got.push({ path, headers, payload, claims, publicKey });
    } catch {
      return void response.writeHead(403).end();
    }
    this.answer(response, path);
    for (const look of [...this.#waiting]) look();
  }
}

function proven(authorization: string, audience: string): Pick<ReceivedPush, 'claims' | 'publicKey'> {
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${body}`);
  const good = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as ReceivedPush['claims'];
  const now = Date.now() / 1000;
  if (!good || claims.aud !== audience || claims.exp < now || claims.exp > now + 86_400)
    throw new Error('Not a token for this service.');
  return { claims, publicKey };
}

function decrypted(message: Buffer, { ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer }): string {
  const salt = message.subarray(0, 16);
  const idLength = message[20] ?? 0;
  const sender = message.subarray(21, 21 + idLength);
  const record = message.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const ikm = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  // What follows the last 2 is padding.
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}
