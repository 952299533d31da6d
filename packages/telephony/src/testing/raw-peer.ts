import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { parseMessage } from '../message/parse-message.ts';
import type { SipMessage, SipRequest, SipResponse } from '../message/sip-message.ts';

const PATIENCE = 5_000;

export interface Sent {
  readonly message: SipMessage;
  readonly at: number;
}

/** A carrier or telephone made by hand: says exactly what a test wants, word for word, over UDP. */
export class RawPeer {
  readonly host: string;
  readonly #socket: Socket;
  readonly #to: () => number;
  readonly #waiting = new Set<() => void>();
  readonly received: Sent[] = [];
  #read = 0;
  readonly #taken = new Set<string>();

  private constructor(socket: Socket, host: string, to: () => number) {
    this.#socket = socket;
    this.host = host;
    this.#to = to;
    socket.on('message', (bytes) => {
      const message = parseMessage(bytes);
      if (!message) return;
      this.received.push({ message, at: performance.now() });
      for (const wake of [...this.#waiting]) wake();
    });
  }

  /** `to`: the engine's port. */
  static async open(to: () => number, host = '127.0.0.1'): Promise<RawPeer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, host, resolve));
    return new RawPeer(socket, host, to);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  send(text: string | Uint8Array): void {
    this.#socket.send(text, this.#to(), '127.0.0.1');
  }

  /** The next message that was not read yet and fits; those before it are read. */
  async next(fits: (message: SipMessage) => boolean): Promise<SipMessage> {
    const limit = performance.now() + PATIENCE;
    for (;;) {
      for (; this.#read < this.received.length; this.#read += 1) {
        const sent = this.received[this.#read];
        if (sent && fits(sent.message)) {
          this.#read += 1;
          return sent.message;
        }
      }
      const left = limit - performance.now();
      if (left <= 0) throw new Error(`Nothing came that fits; there came: ${this.summary().join(', ') || 'nothing'}.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), left);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  async request(method: string): Promise<SipRequest> {
    return (await this.next((message) => message.kind === 'request' && message.method === method)) as SipRequest;
  }

  /** A 2xx that comes again, because our ACK was still on its way, is passed over. */
  async response(status: number): Promise<SipResponse> {
    const found = await this.next(
      (message) => message.kind === 'response' && message.status === status && !this.#taken.has(keyOf(message)),
    );
    if (status < 300) this.#taken.add(keyOf(found));
    return found as SipResponse;
  }

  summary(): string[] {
    return this.received.map(({ message }) =>
      message.kind === 'request' ? message.method : `${message.status} ${message.method}`,
    );
  }

  count(fits: (message: SipMessage) => boolean): number {
    return this.received.filter(({ message }) => fits(message)).length;
  }

  /** Everything that was sent before has been handled. Of a peer of a trunk only. */
  async settled(): Promise<void> {
    const { callId } = this.ask('OPTIONS');
    await this.next((message) => message.kind === 'response' && message.callId === callId);
  }

  /** An answer to a request that came, as it would stand on the wire. */
  reply(request: SipRequest, status: number, more: { tag?: string; fields?: string[]; body?: string } = {}): void {
    const { tag = 'peer', fields = [], body = '' } = more;
    const to = request.headers.get('to') ?? '';
    this.send(
      [
        `SIP/2.0 ${status} Answer`,
        ...request.headers.all('via').map((via) => `Via: ${via}`),
        `From: ${request.headers.get('from')}`,
        `To: ${request.to.parameters.has('tag') || status === 100 ? to : `${to};tag=${tag}`}`,
        `Call-ID: ${request.callId}`,
        `CSeq: ${request.cseq} ${request.method}`,
        `Contact: <sip:peer@${this.host}:${this.port}>`,
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        ...fields,
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
  }

  /** A request of our own making. */
  ask(method: string, more: Partial<RawRequest> = {}): RawRequest {
    const request: RawRequest = {
      uri: 'sip:+84241234567@127.0.0.1',
      branch: `z9hG4bK${randomBytes(6).toString('hex')}`,
      callId: randomBytes(6).toString('hex'),
      from: `"A caller" <sip:+84912345678@${this.host}>;tag=caller`,
      to: '<sip:+84241234567@127.0.0.1>',
      cseq: 1,
      fields: [],
      body: '',
      ...more,
      method,
    };
    this.send(this.write(request));
    return request;
  }

  write(request: RawRequest): string {
    const { method, uri, branch, callId, from, to, cseq, fields, body } = request;
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.host}:${this.port};branch=${branch};rport`,
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:caller@${this.host}:${this.port}>`,
      ...(body === '' || fields.some((field) => /^content-type/i.test(field)) ? [] : ['Content-Type: application/sdp']),
      ...fields,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }
}

const keyOf = (message: SipMessage) =>
  `${message.via.branch} ${message.method} ${message.kind === 'response' ? message.status : 0}`;

export interface RawRequest {
  readonly method: string;
  readonly uri: string;
  readonly branch: string;
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly cseq: number;
  readonly fields: readonly string[];
  readonly body: string;
}
