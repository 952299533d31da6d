import type { Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { RtpHeader, RtpPacket } from 'werift';
import { createTelephoneSocket } from './telephone-socket.ts';

const host = '127.0.0.1';
const header = new RtpHeader({ payloadType: 0, sequenceNumber: 1, timestamp: 160, ssrc: 7 });
const payload = Buffer.alloc(160, 0xff);

/** A socket that refuses ports as the real one does, and keeps where it sent. */
function wire() {
  const ports: number[] = [];
  const send = (_octets: Buffer, port: number) => {
    if (port < 1 || port > 65_535) throw new RangeError(`Port should be > 0 and < 65536. Received ${port}.`);
    ports.push(port);
  };
  return { ports, socket: Object.assign(new EventEmitter(), { send, close() {} }) as unknown as Socket };
}

async function connected(port: number) {
  const [sound, control] = [wire(), wire()];
  const heard: RtpPacket[] = [];
  const telephone = createTelephoneSocket({
    socket: sound.socket,
    control: control.socket,
    srtpKey: '',
    now: () => 0,
    onPacket: (packet) => heard.push(packet),
    onReport: () => undefined,
  });
  await telephone.connect({ host, port, srtpKey: null });
  const arrives = (from: number) =>
    sound.socket.emit('message', new RtpPacket(header, payload).serialize(), { address: host, port: from });
  return { telephone, sound, control, heard, arrives };
}

test('a packet from port 0 is not heard, and sound goes where it went', async () => {
  const { telephone, sound, heard, arrives } = await connected(4_000);
  arrives(0);
  telephone.send(header, payload);
  arrives(4_002);
  telephone.send(header, payload);
  expect(sound.ports).toEqual([4_000, 4_002]);
  expect(heard).toHaveLength(1);
});

test('a telephone on the highest port is sent its sound, and no reports', async () => {
  const { telephone, sound, control } = await connected(65_535);
  telephone.send(header, payload);
  telephone.report(Buffer.alloc(28));
  expect([sound.ports, control.ports]).toEqual([[65_535], []]);
});
