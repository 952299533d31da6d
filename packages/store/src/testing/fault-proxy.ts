import { connect, createServer, type Socket } from 'node:net';

/** A way to the database that can be broken: refusing, cutting, or silent as a machine that hangs. */
export interface FaultProxy {
  /** The database's address by way of this proxy. */
  readonly url: string;
  /** Cuts every connection and takes no new one. */
  refuse(): Promise<void>;
  /** Keeps connections open and takes new ones, and carries nothing. */
  hang(): void;
  /** Cuts every connection once the next bytes have reached the database, so that their answer is lost. */
  cutAfterNextRequest(): void;
  /** Cuts every connection now; new ones work. */
  cut(): void;
  heal(): Promise<void>;
  close(): Promise<void>;
}

export async function createFaultProxy(target: string): Promise<FaultProxy> {
  const address = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'open' | 'hanging' | 'cut after request' = 'open';

  const server = createServer((near) => {
    const far = connect(Number(address.port), address.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const drop = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('error', drop).on('close', drop);
    near.on('data', (bytes) => {
      if (mode === 'hanging') return;
      if (mode === 'cut after request') {
        mode = 'open';
        // The database has the request and will act on it; nobody will hear.
        far.write(bytes, () => near.destroy());
        near.removeAllListeners('close');
        pairs.delete(pair);
        far.end();
        return;
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (mode !== 'hanging') near.write(bytes);
    });
  });

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The proxy has no port.');
  const { port } = bound;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const cut = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  const stopListening = () =>
    new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));

  return {
    url: url.href,
    async refuse() {
      const stopped = stopListening();
      cut();
      await stopped;
    },
    hang() {
      mode = 'hanging';
    },
    cutAfterNextRequest() {
      mode = 'cut after request';
    },
    cut,
    async heal() {
      // What hung has lost bytes and can never go on.
      if (mode === 'hanging') cut();
      mode = 'open';
      if (!server.listening) await listen(port);
    },
    async close() {
      const stopped = stopListening();
      cut();
      await stopped;
    },
  };
}
