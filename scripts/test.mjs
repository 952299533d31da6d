// `npm test`: everything there is to run, installing what it needs first. The last line counts.
import { buildAll, reportSizes } from './lib/build.mjs';
import { checks, passes } from './lib/checks.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { Failure, runScript } from './lib/failure.mjs';
import { runFaultRows } from './lib/faults.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { ensureMediaPrograms } from './lib/media-programs.mjs';
import { inParallel } from './lib/run.mjs';
import { ensureSipPrograms } from './lib/sip-programs.mjs';
import { summary } from './lib/stages.mjs';
import { ensureSystemPostgres } from './lib/system-postgres.mjs';
import { countTests, runProject } from './lib/vitest.mjs';

const inCi = ['true', '1'].includes(process.env.CI ?? '');

await runScript(async () => {
  await ensureInstalled();
  const chromium = await ensureChromium();
  /** @type {import('./lib/stages.mjs').Stage[]} */
  const stages = [await buildStage(), await checkStage()];
  heading('unit');
  stages.push(await runProject('unit', 'unit'));
  heading('packages');
  stages.push(await runProject('packages', 'build'));
  heading('media engine');
  stages.push(await runProject('media engine', 'media'));
  heading('telephones');
  stages.push(await telephoneStage());
  heading('store on the embedded PostgreSQL');
  stages.push(await runProject('postgres, embedded', 'pg'));
  heading('store on the system PostgreSQL');
  stages.push(await systemPostgresStage());
  heading('conformance');
  stages.push(await runProject('conformance', 'conformance'));
  heading('end to end');
  stages.push(await browserStage(chromium));
  heading('faults');
  stages.push(await runFaultRows());
  const { text, ok } = summary(stages);
  process.stdout.write(`\n${text}\n`);
  return ok ? 0 : 1;
});

/** @param {string} title */
function heading(title) {
  process.stdout.write(`\n== ${title}\n`);
}

async function buildStage() {
  heading('build');
  const start = performance.now();
  /** @type {string[]} */
  const failed = [];
  try {
    await buildAll();
    if (!reportSizes()) process.stdout.write('A size is over its limit; the size test will say which.\n');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stdout.write(`${error.message}\n`);
    failed.push(error.message);
  }
  return {
    name: 'build',
    passed: failed.length === 0 ? 1 : 0,
    failed,
    skipped: [],
    milliseconds: performance.now() - start,
  };
}

async function checkStage() {
  heading('check');
  const start = performance.now();
  const results = await inParallel(
    checks.map((check) => async () => ({ name: check.name, ok: await passes(check) })),
    2,
  );
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  return {
    name: 'check',
    passed: results.length - failed.length,
    failed,
    skipped: [],
    milliseconds: performance.now() - start,
  };
}

/** The store must behave alike on the oldest PostgreSQL we support and on the one we bring. */
async function systemPostgresStage() {
  const name = 'postgres, system';
  const system = await ensureSystemPostgres();
  if ('reason' in system) return notRun(name, 'pg', system.reason);
  return runProject(name, 'pg', {
    filters: ['packages/store', 'packages/testkit'],
    exclude: ['packages/store/src/embedded/**'],
    env: { ALONGSIDE_TEST_POSTGRES_BIN: system.bin },
  });
}

/** Real telephones and a carrier, which share no code with us. */
async function telephoneStage() {
  const missing = await ensureSipPrograms();
  return missing === undefined ? runProject('telephones', 'sip') : notRun('telephones', 'sip', missing.reason);
}

/** @param {{ path: string } | { reason: string }} chromium */
async function browserStage(chromium) {
  await ensureMediaPrograms();
  if ('path' in chromium) return runProject('end to end', 'e2e', { env: { CHROMIUM_PATH: chromium.path } });
  return notRun('end to end', 'e2e', chromium.reason);
}

/**
 * A stage that this machine cannot run: its tests count as skipped, and as a failure in CI, where nobody would look.
 *
 * @param {string} name
 * @param {string} project
 * @param {string} reason
 */
async function notRun(name, project, reason) {
  process.stdout.write(`Not run: ${reason}.\n`);
  const count = await countTests(project);
  return {
    name,
    passed: 0,
    failed: inCi ? [`not run in CI: ${reason}`] : [],
    skipped: count === 0 ? [] : [{ name: `all of ${project}`, reason }],
    skippedMore: Math.max(0, count - 1),
    milliseconds: 0,
  };
}
