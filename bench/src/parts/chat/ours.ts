import type pg from 'pg';
import { startLoadProcess } from '../../env/load-process.ts';
import { type Database, withClient } from '../../env/postgres.ts';
import { type Product, startProduct } from '../../env/product.ts';
import { seedPopulation } from '../../seed/population.ts';
import type { Context } from '../context.ts';
import { measure, type Run, type System } from './system.ts';

export interface Ours {
  readonly product: Product;
  readonly database: Database;
}

export async function startOurs(context: Context, name: string, node: string[] = []): Promise<Ours> {
  const { postgres, main, profile } = context;
  const database = await postgres.createDatabase(name);
  const product = await startProduct({ main, databaseUrl: database.url, node: [...profile, ...node] });
  return { product, database };
}

/** Every acknowledged message must be a row. Only messages count: the sweep of an earlier run's agents writes into the logs as well. */
async function checked({ database }: Ours, work: () => Promise<Run>): Promise<Run> {
  return withClient(database.adminUrl, async (client) => {
    const before = await storedMessages(client);
    const run = await work();
    const stored = (await storedMessages(client)) - before;
    const { acknowledged, said } = run.result;
    if (stored < acknowledged || stored > said)
      throw new Error(`${said} said, ${acknowledged} acknowledged, ${stored} stored.`);
    return run;
  });
}

async function storedMessages(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>("SELECT count(*) AS n FROM entries WHERE body->>'kind' = 'text'");
  return Number(rows[0]?.n);
}

/** Driven by thin clients: connected once, for all runs. */
export async function oursWithThinClients(
  context: Context,
  ours: Ours,
  most: number,
  names: { key: string; label: string } = { key: 'ours', label: 'Alongside' },
): Promise<System> {
  const { product, database } = ours;
  const population = await withClient(database.adminUrl, async (client) => {
    const seeded = await seedPopulation(client, product.demo.tenant.id, most);
    // As the database does by itself within a minute; in the middle of a run it would have every statement planned anew.
    await client.query('ANALYZE');
    return seeded;
  });
  const load = startLoadProcess();
  await load.ask('connect', { kind: 'native', url: product.url, bare: false, population });
  const pids = { server: product.pid, postgres: context.postgres.pid };
  return { ...names, run: (drive) => checked(ours, () => measure(load, drive, pids)), stop: () => load.stop() };
}

/** Driven by the SDK: new chats and new clients for each run, as a chat has tens of messages and not thousands. */
export function oursWithSdk(context: Context, ours: Ours): System {
  const { product, database } = ours;
  const pids = { server: product.pid, postgres: context.postgres.pid };
  return {
    key: 'ours-sdk',
    label: 'Alongside, SDK clients',
    async run(drive) {
      const population = await withClient(database.adminUrl, (client) =>
        seedPopulation(client, product.demo.tenant.id, drive.active),
      );
      const load = startLoadProcess();
      try {
        await load.ask('connect', { kind: 'sdk', url: product.url, bare: false, population });
        return await checked(ours, () => measure(load, drive, pids));
      } finally {
        await load.stop();
      }
    },
    stop: async () => {},
  };
}
