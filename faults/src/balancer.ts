import { connect, createServer, type Socket } from 'node:net';
import type { FaultyPath } from './proxy.ts';

/** The simplest balancer: each new connection goes to the next process that takes one. It knows nothing of HTTP and of health. */
export interface Balancer extends FaultyPath {
  /** Connections that are open to a process now. */
  openTo(target: string): number;
}

export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket; readonly target: string }>();
  let next = 0;
  const pass = (near: Socket, tries: number): void => {
    const target = targets[next++ % targets.length] ?? '';
    const { hostname, port } = new URL(target);
    const far = connect(Number(port), hostname);
    const refused = () => {
      if (near.destroyed || tries >= targets.length) near.destroy();
      else pass(near, tries + 1);
    };
    far.once('error', refused);
    far.once('connect', () => {
      far.off('error', refused);
      const pair = { near, far, target };
      pairs.add(pair);
      const end = () => {
        near.destroy();
        far.destroy();
        pairs.delete(pair);
      };
      for (const socket of [near, far]) socket.on('error', end).on('close', end);
      near.pipe(far);
      far.pipe(near);
      if (near.destroyed) end();
    });
  };
  const server = createServer((near) => {
    near.on('error', () => {});
    pass(near, 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The balancer has no port.');
  const cut = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    openTo: (target) => [...pairs].filter((pair) => pair.target === target).length,
    swallow() {
      throw new Error('This balancer loses nothing.');
    },
    heal() {},
    cut,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
