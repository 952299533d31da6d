// Installs, builds and runs Alongside with its demo bank. Built-ins only until the packages are there.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { agreed } from './lib/ask.mjs';
import { buildAll } from './lib/build.mjs';
import { Failure, runScript } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inRoot } from './lib/root.mjs';
import { runServer } from './lib/server-process.mjs';
import { help, parseUpOptions, serverCommand } from './lib/up-options.mjs';

const main = inRoot('apps/server/dist/main.js');
const embedded = inRoot('packages/store/dist/embedded/index.js');

await runScript(async () => {
  const options = parseUpOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20)) {
    throw new Failure(`Alongside needs Node 20.20 or later; this is ${process.version}.`);
  }
  // The caller's folder, not the repository's: npm changes into the latter.
  const data = resolve(process.env.INIT_CWD ?? process.cwd(), options.data);
  if (options.reset && options.databaseUrl !== undefined) {
    throw new Failure('--reset empties the embedded database only; empty the one behind --database-url yourself.');
  }
  if (options.reset && !options.yes && existsSync(data)) await confirmReset(data);
  await ensureInstalled();
  await buildAll({ toRun: true });
  if (options.reset) await reset(data);
  return runServer(serverCommand({ ...options, data }, main), { onForce: () => endPostgres(data) });
});

/** @param {string} data */
async function confirmReset(data) {
  if (!process.stdin.isTTY) throw new Failure(`--reset would delete ${data}; add --yes to agree.`);
  if (!(await agreed(`This deletes everything in ${data}.`))) throw new Failure('Nothing was deleted.');
}

/** @param {string} data */
async function reset(data) {
  if (!existsSync(data)) return;
  const known = ['postgres', 'demo.json'].some((name) => existsSync(join(data, name)));
  if (!known && readdirSync(data).length > 0) {
    throw new Failure(`${data} does not look like a data folder of Alongside, so nothing was deleted.`);
  }
  await callEmbedded('removeEmbeddedPostgres', data);
  rmSync(data, { recursive: true, force: true });
}

/** A killed server leaves its PostgreSQL running. @param {string} data */
async function endPostgres(data) {
  await callEmbedded('endAbandonedPostgres', data);
}

/** @param {'removeEmbeddedPostgres' | 'endAbandonedPostgres'} name @param {string} data */
async function callEmbedded(name, data) {
  const launcher = await import(embedded);
  try {
    await launcher[name](join(data, 'postgres'));
  } catch (error) {
    if (error instanceof Error && error instanceof launcher.EmbeddedPostgresError) throw new Failure(error.message);
    throw error;
  }
}
