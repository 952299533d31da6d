import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Balancer, startBalancer } from './balancer.ts';
import type { RowContext } from './row.ts';
import { Scene } from './scene.ts';
import { ServerProcess, type ServerOptions } from './server-process.ts';

export interface Several {
  readonly nodes: readonly ServerProcess[];
  readonly balancer: Balancer;
  /** Its clients come by the balancer. */
  readonly scene: Scene;
  end(): Promise<void>;
}

/** Several processes on one database behind a balancer. `options` of each; what is different about one stands in `own`. */
export async function startSeveral(
  { main, database, size }: Pick<RowContext, 'main' | 'database' | 'size'>,
  count: number,
  own: (node: number, databaseUrl: string) => Promise<Partial<ServerOptions>> | Partial<ServerOptions>,
): Promise<Several> {
  const { url } = await database();
  const nodes: ServerProcess[] = [];
  const secret = randomBytes(32).toString('base64url');
  for (let n = 0; n < count; n += 1) {
    const { env, ...rest } = await own(n, url);
    nodes.push(
      await ServerProcess.start({
        main,
        databaseUrl: url,
        // Nothing here asks another process directly; that there is an address says that there are others.
        env: { ALONGSIDE_SECRET_KEY: secret, ALONGSIDE_PEER_URL: 'http://127.0.0.1:9', ...env },
        ...(nodes[0] === undefined ? {} : { demoFile: join(nodes[0].dataDir, 'demo.json') }),
        ...rest,
      }),
    );
  }
  const [first] = nodes;
  if (first === undefined) throw new Error('There are no processes.');
  const balancer = await startBalancer(nodes.map((node) => node.url));
  const scene = new Scene(first, balancer, url, size === 'small' ? 8_000 : 30_000);
  return {
    nodes,
    balancer,
    scene,
    async end() {
      await scene.end();
      for (const node of nodes.slice(1)) await node.remove();
    },
  };
}
