import { randomBytes } from 'node:crypto';
import { createSocket, type Socket as Datagrams } from 'node:dgram';

const PATIENCE_MS = 15_000;

interface Message {
  /** `INVITE` of a request, `486` of an answer. */
  readonly what: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly text: string;
}

/** Who calls the company. */
export interface Caller {
  readonly number: string;
  /** Resolves when an answer with this status has come. */
  hears(status: number): Promise<void>;
  /** Gives up while it rings. */
  cancel(): Promise<void>;
}

const one = ({ headers }: Message, name: string): string => headers.get(name)?.[0] ?? '';

function parse(bytes: Buffer): Message | null {
  const text = bytes.toString('utf8');
  const [head = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at < 0) continue;
    const name = line.slice(0, at).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(at + 1).trim()]);
  }
  const [word = '', second = ''] = first.split(' ');
  return first === '' ? null : { what: word === 'SIP/2.0' ? second : word, headers, text };
}

/** A telephone network of a hundred lines: SIP over UDP on loopback, as RFC 3261 writes it. */
export class Carrier {
  /** How calls that the company places are answered. */
  refuses = 486;
  readonly #socket: Datagrams;
  readonly #server: number;
  readonly #seen: Message[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Datagrams, server: number) {
    this.#socket = socket;
    this.#server = server;
    socket.on('message', (bytes) => {
      const message = parse(bytes);
      if (message === null) return;
      this.#seen.push(message);
      this.#take(message);
      for (const look of [...this.#waiting]) look();
    });
  }

  /** `server`: the UDP port on which the company's server speaks SIP. */
  static async open(server: number): Promise<Carrier> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new Carrier(socket, server);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Calls the company. */
  call(to: string, number: string): Caller {
    const callId = randomBytes(8).toString('hex');
    const branch = `z9hG4bK${randomBytes(6).toString('hex')}`;
    const tag = randomBytes(4).toString('hex');
    const uri = `sip:${to}@127.0.0.1`;
    const write = (method: string, toTag = '', body = '') =>
      this.#send(
        [
          `${method} ${uri} SIP/2.0`,
          `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=${branch};rport`,
          'Max-Forwards: 70',
          `From: <sip:${number}@127.0.0.1>;tag=${tag}`,
          `To: <${uri}>${toTag}`,
          `Call-ID: ${callId}`,
          `CSeq: 1 ${method}`,
          `Contact: <sip:${number}@127.0.0.1:${this.port}>`,
          ...(body === '' ? [] : ['Content-Type: application/sdp']),
        ],
        body,
      );
    write('INVITE', '', description);
    const answer = (status: number) =>
      this.#until(
        (message) =>
          message.what === String(status) &&
          one(message, 'call-id') === callId &&
          one(message, 'cseq').endsWith('INVITE'),
        `${status} to the call of ${number}`,
      );
    return {
      number,
      hears: async (status) => void (await answer(status)),
      async cancel() {
        write('CANCEL');
        const over = await answer(487);
        write('ACK', /;tag=[^;>]+$/.exec(one(over, 'to'))?.[0]);
      },
    };
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }

  #take(message: Message): void {
    if (message.what === 'OPTIONS' || message.what === 'BYE') this.#answer(message, 200);
    if (message.what === 'INVITE') {
      this.#answer(message, 100);
      this.#answer(message, this.refuses);
    }
  }

  #answer({ headers, ...message }: Message, status: number): void {
    const request = { headers, ...message };
    this.#send([
      `SIP/2.0 ${status} Answer`,
      ...(headers.get('via') ?? []).map((via) => `Via: ${via}`),
      `From: ${one(request, 'from')}`,
      `To: ${one(request, 'to')}${status === 100 ? '' : ';tag=carrier'}`,
      `Call-ID: ${one(request, 'call-id')}`,
      `CSeq: ${one(request, 'cseq')}`,
    ]);
  }

  #send(lines: readonly string[], body = ''): void {
    const text = [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
    this.#socket.send(text, this.#server, '127.0.0.1');
  }

  #until(fits: (message: Message) => boolean, what: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.#seen.find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${what} did not come; there came ${this.#seen.map((seen) => seen.what).join(', ')}.`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
      look();
    });
  }
}

const description = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 30000 RTP/AVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=sendrecv',
  '',
].join('\r\n');
