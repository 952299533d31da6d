import { connect, type Socket } from 'node:net';

/**
 * A WebSocket that costs its process as little as it can: the load maker shares the machine with what it measures. Text frames only, no
 * compression; masks with zero, which the standard allows where nothing lies between the two ends.
 */
export interface LightSocket {
  send(text: string): void;
  /** Ends at once, without a closing handshake: what a lost network looks like to the server. */
  destroy(): void;
  /** Ends politely. */
  close(code: number): void;
}

export interface LightSocketEvents {
  open(): void;
  text(message: string): void;
  closed(code: number): void;
}

/** Loopback addresses to connect from, in turn, so that no run comes near the number of ports of one address. */
const sources = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 2}`);
let nextSource = 0;

export function loopbackSource(): string {
  nextSource = (nextSource + 1) % sources.length;
  return sources[nextSource] ?? '127.0.0.1';
}

export function openLightSocket(address: string, events: LightSocketEvents): LightSocket {
  const { hostname, port, pathname, search } = new URL(address);
  const localAddress = process.platform === 'linux' ? loopbackSource() : undefined;
  const socket = connect({ host: hostname, port: Number(port), ...(localAddress && { localAddress }) });
  let code = 1006;
  socket.setNoDelay(true);
  socket.once('connect', () => {
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
  });
  read(socket, events, (closeCode) => {
    code = closeCode;
    socket.end();
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => events.closed(code));
  return {
    send: (text) => void socket.write(frame(0x81, Buffer.from(text))),
    destroy: () => void socket.destroy(),
    close(closeCode) {
      const payload = Buffer.alloc(2);
      payload.writeUInt16BE(closeCode);
      socket.end(frame(0x88, payload));
    },
  };
}

function read(socket: Socket, events: LightSocketEvents, closing: (code: number) => void): void {
  let open = false;
  let rest: Buffer | null = null;
  socket.on('data', (chunk: Buffer) => {
    let data = rest === null ? chunk : Buffer.concat([rest, chunk]);
    rest = null;
    if (!open) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        rest = data;
        return;
      }
      if (!data.subarray(0, 12).toString('latin1').endsWith('101')) {
        socket.destroy();
        return;
      }
      open = true;
      events.open();
      data = data.subarray(end + 4);
    }
    let offset = 0;
    while (offset + 2 <= data.length) {
      const opcode = (data[offset] ?? 0) & 15;
      let length = (data[offset + 1] ?? 0) & 127;
      let head = 2;
      if (length === 126) {
        if (offset + 4 > data.length) break;
        length = data.readUInt16BE(offset + 2);
        head = 4;
      } else if (length === 127) {
        if (offset + 10 > data.length) break;
        length = Number(data.readBigUInt64BE(offset + 2));
        head = 10;
      }
      const start = offset + head;
      if (start + length > data.length) break;
      const payload = data.subarray(start, start + length);
      if (opcode === 1) events.text(payload.toString('utf8'));
      else if (opcode === 9) socket.write(frame(0x8a, payload));
      else if (opcode === 8) closing(length >= 2 ? payload.readUInt16BE(0) : 1005);
      offset = start + length;
    }
    if (offset < data.length) rest = data.subarray(offset);
  });
}

function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? 6 : length < 65_536 ? 8 : 14;
  const bytes = Buffer.alloc(head + length);
  bytes[0] = first;
  if (length < 126) bytes[1] = 0x80 | length;
  else if (length < 65_536) {
    bytes[1] = 0xfe;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 0xff;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  payload.copy(bytes, head);
  return bytes;
}
