import { createSocket, type Socket } from 'node:dgram';

export interface PortPool {
  /** Two bound sockets, for sound on a free even port of the range and for reports on the port above; null: all are taken. */
  open(): Promise<{ readonly socket: Socket; readonly control: Socket; readonly port: number } | null>;
  release(port: number): void;
}

/** Even ports of a range, each used by one socket; the next search begins after the last, so that a port rests before it is used again. */
export function createPortPool(host: string, [lowest, highest]: readonly [number, number]): PortPool {
  const first = lowest + (lowest & 1);
  const count = Math.max(0, Math.floor((highest - first + 1) / 2));
  const taken = new Set<number>();
  let next = 0;

  const bind = (port: number): Promise<Socket | null> =>
    new Promise((resolve) => {
      const socket = createSocket('udp4');
      socket.once('error', () => {
        socket.close();
        resolve(null);
      });
      socket.bind(port, host, () => {
        socket.removeAllListeners('error');
        // An unreachable peer is no fault of the engine's; that nothing arrives is told as such.
        socket.on('error', () => undefined);
        resolve(socket);
      });
    });

  return {
    async open() {
      for (let tried = 0; tried < count; tried += 1) {
        const port = first + (next % count) * 2;
        next += 1;
        if (taken.has(port)) continue;
        taken.add(port);
        const socket = await bind(port);
        const control = socket === null ? null : await bind(port + 1);
        if (socket !== null && control !== null) return { socket, control, port };
        socket?.close();
        taken.delete(port);
      }
      return null;
    },
    release: (port) => void taken.delete(port),
  };
}
