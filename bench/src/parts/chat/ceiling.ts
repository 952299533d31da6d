import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { startLoadProcess } from '../../env/load-process.ts';
import { type Database, withClient } from '../../env/postgres.ts';
import { type Started, startFork } from '../../env/processes.ts';
import { schema } from '../../ceiling/journal.ts';
import { seedLogs } from '../../seed/population.ts';
import type { Context } from '../context.ts';
import { measure, type System } from './system.ts';

export interface Ceiling {
  readonly program: Started;
  readonly url: string;
  readonly database: Database;
}

/** The ceiling's own server, on its own database of the same PostgreSQL. */
export async function startCeiling({ postgres }: Context): Promise<Ceiling> {
  const database = await postgres.createDatabase('ceiling');
  await withClient(database.url, (client) => client.query(schema));
  const program = startFork(fileURLToPath(new URL('ceiling.js', import.meta.url)), [database.url]);
  const [{ port }] = (await once(program.child, 'message')) as [{ port: number }];
  return { program, url: `http://127.0.0.1:${port}`, database };
}

/** Driven by thin clients: connected once, for all runs. */
export async function ceilingWithThinClients(context: Context, ceiling: Ceiling, most: number): Promise<System> {
  const population = await withClient(ceiling.database.adminUrl, (client) => seedLogs(client, most));
  const load = startLoadProcess();
  await load.ask('connect', { kind: 'native', url: ceiling.url, bare: true, population });
  const pids = { server: ceiling.program.pid, postgres: context.postgres.pid };
  return {
    key: 'ceiling',
    label: 'ceiling',
    run: (drive) => measure(load, drive, pids),
    stop: () => load.stop(),
  };
}

/** Driven by the SDK: new conversations and new clients for each run, as a chat has tens of messages and not thousands. */
export function ceilingWithSdk(context: Context, ceiling: Ceiling): System {
  const pids = { server: ceiling.program.pid, postgres: context.postgres.pid };
  return {
    key: 'ceiling-sdk',
    label: 'ceiling, SDK clients',
    async run(drive) {
      const population = await withClient(ceiling.database.adminUrl, (client) => seedLogs(client, drive.active));
      const load = startLoadProcess();
      try {
        await load.ask('connect', { kind: 'sdk', url: ceiling.url, bare: true, population });
        return await measure(load, drive, pids);
      } finally {
        await load.stop();
      }
    },
    stop: async () => {},
  };
}
