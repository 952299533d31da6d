import { connect, createServer, type Socket } from 'node:net';

/** A stretch of network between a client and a server that a test may cut, at any byte. */
export interface CuttingProxy {
  readonly url: string;
  /** Everything under way is gone; new connections pass. */
  cut(): void;
  /** Nothing passes any more, and nobody is told: a half-open network. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on('data', (bytes) => held || to.write(bytes));
      from.on('error', end);
      from.on('close', end);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const cut = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    hold() {
      held = true;
    },
    release() {
      held = false;
    },
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
