import type { Socket, SocketType } from 'node:dgram';
import { UdpTransport } from 'werift';

/** What the library's own method knows of itself. */
interface Transport {
  readonly socket: Socket;
  readonly socketType: SocketType;
  readonly options: {
    readonly port?: number;
    readonly portRange?: readonly [number, number];
    readonly interfaceAddresses?: Partial<Record<SocketType, string>>;
  };
}

/** Where the next search begins: a port rests before it is used again, and processes that share a range begin apart. */
let next = process.pid * 61;

/**
 * The library looks for a free port, lets it go and then binds it. Another process with the same range may have it by then, and the error of a socket
 * to which nobody listens ends this process with all its calls. So a port is taken by binding it, in every connection of this process.
 */
export function takePortsByBinding(): void {
  Object.assign(UdpTransport.prototype, {
    async init(this: Transport): Promise<void> {
      const { port = 0, portRange: [lowest, highest] = [port, port], interfaceAddresses } = this.options;
      const address = interfaceAddresses?.[this.socketType];
      // What becomes of packets is told by ICE.
      this.socket.on('error', () => undefined);
      const count = highest - lowest + 1;
      for (let tried = 0; tried < count; tried += 1) {
        next += 1;
        if (await binds(this.socket, lowest + (next % count), address)) return;
      }
      throw new Error(`No UDP port from ${lowest} to ${highest} is free.`);
    },
  });
}

const binds = (socket: Socket, port: number, address: string | undefined): Promise<boolean> =>
  new Promise((resolve) => {
    const bound = () => {
      socket.off('error', refused);
      resolve(true);
    };
    const refused = () => {
      socket.off('listening', bound);
      // Unbound again only when its listeners have been told.
      setImmediate(resolve, false);
    };
    socket.once('listening', bound).once('error', refused);
    socket.bind({ port, ...(address !== undefined && { address }) });
  });
