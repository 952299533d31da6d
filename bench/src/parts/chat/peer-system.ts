import { setTimeout as delay } from 'node:timers/promises';
import { startLoadProcess } from '../../env/load-process.ts';
import { withClient } from '../../env/postgres.ts';
import type { Peer } from '../../peers/peer.ts';
import type { Context } from '../context.ts';
import { measure, type System } from './system.ts';

const rowsPerMessage = 2;

/** An XMPP server tells its sender nothing, so a message counts when it was delivered and both its rows are in the archive. */
export async function peerSystem(context: Context, peer: Peer, most: number): Promise<System> {
  const load = startLoadProcess();
  await load.ask('connect', { kind: 'xmpp', port: peer.port, conversations: most });
  const pids = { server: peer.pid, postgres: context.postgres.pid };
  return {
    key: peer.name,
    label: `${peer.name} ${peer.version.split(/[-+]/)[0]}`,
    run: (drive) =>
      withClient(peer.databaseUrl, async (client) => {
        await peer.emptyArchive(client);
        const start = performance.now();
        const run = await measure(load, drive, pids);
        const wanted = run.result.said * rowsPerMessage;
        if ((await peer.archived(client)) >= wanted) return run;
        const limit = performance.now() + 30_000;
        while ((await peer.archived(client)) < wanted) {
          if (performance.now() > limit) throw new Error(`${peer.name} did not store all that it delivered.`);
          await delay(20);
        }
        return { ...run, rate: run.result.said / ((performance.now() - start) / 1000) };
      }),
    stop: async () => {
      await load.stop();
      await peer.stop();
    },
  };
}
