import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { openRelayChannel } from './relay-channel.ts';
import type { RelayAddress } from './relay-address.ts';

/** A question of RFC 8656 and its answer, as far as looking at a relay goes: long-term credentials, nothing is sent through it. */
export interface RelayClient {
  /** @returns the error's number; 0: an allocation stands. Rejects where nobody answers. */
  allocate(family: 4 | 6): Promise<number>;
  /** @returns the error's number; 0: the relay would send to that address */
  permit(address: string): Promise<number>;
  close(): void;
}

const cookie = 0x2112_a442;
const types = { allocate: 0x003, permit: 0x008 };
const attributes = {
  username: 0x06,
  integrity: 0x08,
  error: 0x09,
  peer: 0x12,
  realm: 0x14,
  nonce: 0x15,
  family: 0x17,
  transport: 0x19,
};
const againMilliseconds = 500;

/** Rejects where the relay cannot be reached; `patience` in milliseconds is for each question. */
export async function openRelayClient(
  relay: RelayAddress,
  { username, credential }: { readonly username: string; readonly credential: string },
  patience = 10_000,
): Promise<RelayClient> {
  const channel = await openRelayChannel(relay, patience);
  const awaited = new Map<string, (message: Buffer) => void>();
  channel.hear((message) => awaited.get(message.subarray(8, 20).toString('hex'))?.(message));
  let [realm, nonce] = ['', Buffer.alloc(0)];

  const attribute = (type: number, value: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  const send = (id: Buffer, question: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const key = id.toString('hex');
      const end = () => {
        clearInterval(again);
        clearTimeout(timer);
        awaited.delete(key);
      };
      const again = setInterval(() => channel.again && channel.send(question), againMilliseconds);
      const timer = setTimeout(() => {
        end();
        reject(new Error('the relay does not answer'));
      }, patience);
      awaited.set(key, (answer) => {
        end();
        resolve(answer);
      });
      channel.send(question);
    });
  const ask = async (type: number, bodyOf: (id: Buffer) => readonly Buffer[]): Promise<Map<number, Buffer>> => {
    const id = randomBytes(12);
    const head = (length: number) => {
      const written = Buffer.alloc(20);
      written.writeUInt16BE(type, 0);
      written.writeUInt16BE(length, 2);
      written.writeUInt32BE(cookie, 4);
      id.copy(written, 8);
      return written;
    };
    const named =
      nonce.length === 0
        ? []
        : [
            attribute(attributes.username, Buffer.from(username)),
            attribute(attributes.realm, Buffer.from(realm)),
            attribute(attributes.nonce, nonce),
          ];
    let message = Buffer.concat([...bodyOf(id), ...named]);
    if (named.length > 0) {
      const key = createHash('md5').update(`${username}:${realm}:${credential}`).digest();
      const signed = createHmac('sha1', key)
        .update(head(message.length + 24))
        .update(message)
        .digest();
      message = Buffer.concat([message, attribute(attributes.integrity, signed)]);
    }
    return attributesOf(await send(id, Buffer.concat([head(message.length), message])));
  };
  const errorOf = (answer: Map<number, Buffer>) => {
    const error = answer.get(attributes.error);
    return error === undefined ? 0 : (error[2] ?? 0) * 100 + (error[3] ?? 0);
  };

  return {
    async allocate(family) {
      const body = () => [
        attribute(attributes.transport, Buffer.of(17, 0, 0, 0)),
        attribute(attributes.family, Buffer.of(family === 4 ? 1 : 2, 0, 0, 0)),
      ];
      const first = await ask(types.allocate, body);
      realm = first.get(attributes.realm)?.toString() ?? '';
      nonce = Buffer.from(first.get(attributes.nonce) ?? []);
      return nonce.length === 0 ? errorOf(first) : errorOf(await ask(types.allocate, body));
    },
    permit: async (address) =>
      errorOf(await ask(types.permit, (id) => [attribute(attributes.peer, xored(address, id))])),
    close: () => channel.close(),
  };
}

function attributesOf(answer: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= answer.length; ) {
    const length = answer.readUInt16BE(at + 2);
    found.set(answer.readUInt16BE(at), answer.subarray(at + 4, at + 4 + length));
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return found;
}

/** The address as XOR-PEER-ADDRESS holds it. */
function xored(address: string, id: Buffer): Buffer {
  const octets = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : octetsOf(address);
  const head = Buffer.of(0, octets.length === 4 ? 1 : 2, 0x21 ^ 0x0f, 0x12 ^ 0xa0);
  const mask = Buffer.concat([Buffer.of(0x21, 0x12, 0xa4, 0x42), id]);
  return Buffer.concat([head, Buffer.from(octets.map((octet, index) => octet ^ (mask[index] ?? 0)))]);
}

/** The 16 octets of an IPv6 address, with or without a dotted end. */
export function octetsOf(address: string): Buffer {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain =
    dotted === null
      ? address
      : `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`;
  const [front = '', back] = plain.split('::');
  const words = (text: string) => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)));
  const [first, last] = [words(front), back === undefined ? [] : words(back)];
  const all = back === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill(0), ...last];
  const octets = Buffer.alloc(16);
  for (const [index, word] of all.entries()) octets.writeUInt16BE(word, index * 2);
  return octets;
}
