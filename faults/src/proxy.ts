import { connect, createServer, type Socket } from 'node:net';

/** A stretch of network that may lose either direction, hang, refuse or be cut. */
export interface FaultyPath {
  readonly url: string;
  /** From now on bytes in these directions vanish, on open and new connections; nobody is told. */
  swallow(directions: { toServer: boolean; toClient: boolean }): void;
  /** What has lost bytes can never go on: its connections are cut; new ones pass. */
  heal(): void;
  cut(): void;
  close(): Promise<void>;
}

/** `host`: where it listens, if not on this machine alone. */
export async function startProxy(target: string, host = '127.0.0.1'): Promise<FaultyPath> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let swallowed = { toServer: false, toClient: false };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    near.on('data', (bytes) => {
      if (swallowed.toServer) return;
      if (!far.write(bytes)) near.pause();
    });
    far.on('drain', () => near.resume());
    far.on('data', (bytes) => {
      if (swallowed.toClient) return;
      // Passed on no faster than it is read, so that a slow reader is slow at the server too.
      if (!near.write(bytes)) far.pause();
    });
    near.on('drain', () => far.resume());
    for (const socket of pair) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const url = new URL(target);
  url.hostname = host;
  url.port = String(address.port);
  const cut = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: url.href.replace(/\/$/, ''),
    swallow(directions) {
      swallowed = directions;
    },
    heal() {
      swallowed = { toServer: false, toClient: false };
      cut();
    },
    cut,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
