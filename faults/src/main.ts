import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { aloneOf, inOrder, type Lane, lanesOf } from './lanes.ts';
import { type RunPostgres, startRunPostgres } from './postgres.ts';
import { Progress } from './progress.ts';
import { startProxy } from './proxy.ts';
import { failed, lineOf, type Result, totals } from './report.ts';
import type { Row, RowContext } from './row.ts';
import { byName, inEachRun, rows } from './rows.ts';
import { Scene } from './scene.ts';
import { ServerProcess } from './server-process.ts';

/** Runs what the words ask for against the built server. @returns the exit code */
export async function runFaults(words: readonly string[], main: string): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      ci: { type: 'boolean' },
      full: { type: 'boolean' },
      small: { type: 'boolean' },
      only: { type: 'string' },
      json: { type: 'string' },
      single: { type: 'boolean' },
    },
  });
  const size = values.full ? 'full' : values.small ? 'small' : 'ci';
  const wanted = values.only?.toUpperCase().split(',');
  const unknown = wanted?.find((id) => !rows.some((row) => row.id === id));
  if (unknown !== undefined)
    throw new Error(`There is no row ${unknown}; there are ${rows.map(({ id }) => id).join(', ')}.`);
  const results: Result[] = [];
  // Cut short: what was started ends with the process, by its exit handlers.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  let postgres: RunPostgres | undefined;
  const chosen = rows.filter(({ id }) =>
    wanted ? wanted.includes(id) : !byName.has(id) && (size !== 'ci' || inEachRun.has(id)),
  );
  const [first, second] = lanesOf(chosen);
  const lanes = size === 'full' && !values.single ? [first, second] : [inOrder(chosen)];
  const alone = lanes.length > 1 ? aloneOf(chosen) : [];
  const progress = new Progress(chosen, size === 'full', lanes.length);
  try {
    const server = await startRunPostgres();
    postgres = server;
    const work = async (lane: Lane) => {
      for (let row = lane(); row !== undefined; row = lane()) {
        progress.begin(row);
        const result = await runRow(row, size, main, server, progress);
        results.push(result);
        // After each row, so that a run cut short keeps what it has.
        if (values.json !== undefined) keep(values.json, { size, results });
        process.stdout.write(`${lineOf(result)}\n`);
      }
    };
    await work(inOrder(alone));
    await Promise.all(lanes.map(work));
  } finally {
    await postgres?.stop();
  }
  process.stdout.write(`${totals(results)}\n`);
  return results.length > 0 && results.every(({ violations }) => violations.length === 0) ? 0 : 1;
}

/** Whole or not at all: a kill in the middle leaves the last one. */
function keep(file: string, kept: { readonly size: RowContext['size']; readonly results: readonly Result[] }): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

async function runRow(
  row: Row,
  size: RowContext['size'],
  main: string,
  postgres: RunPostgres,
  progress: Progress,
): Promise<Result> {
  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const scenes: Scene[] = [];
  const ends: (() => Promise<void>)[] = [];
  try {
    const outcome = await row.run({
      size,
      main,
      progress: (done, of, what) => progress.tell(row, done, of, what),
      database: () => postgres.database(),
      async scene({ failpoint, ownPostgres = false, throughProxy, nodeOptions, env, folder, network } = {}) {
        const real = ownPostgres ? null : (await postgres.database()).url;
        const past = throughProxy === 'database' || network !== undefined;
        if (network !== undefined) ends.push(async () => network.close());
        const toDatabase = past && real !== null ? await startProxy(real, network?.backHost) : null;
        if (toDatabase !== null) ends.push(() => toDatabase.close());
        const server = await ServerProcess.start({
          main,
          databaseUrl: toDatabase?.url ?? real,
          ...(failpoint === undefined ? {} : { failpoint }),
          ...(nodeOptions === undefined ? {} : { nodeOptions }),
          ...(env === undefined ? {} : { env }),
          ...(folder === undefined ? {} : { folder }),
          ...(network === undefined ? {} : { prefix: network.prefix, host: network.host }),
        });
        const scene = new Scene(
          server,
          toDatabase ?? (throughProxy === 'clients' ? await startProxy(server.url) : null),
          real,
          size === 'small' ? 8_000 : 30_000,
        );
        scenes.push(scene);
        return scene;
      },
    });
    return { id: row.id, fault: row.fault, seconds: seconds(), judged: true, ...outcome };
  } catch (error) {
    return failed(row, seconds(), error);
  } finally {
    for (const scene of scenes) await scene.end();
    for (const end of ends) await end();
  }
}
