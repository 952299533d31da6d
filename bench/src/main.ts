import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine } from './env/machine.ts';
import { type BenchPostgres, startBenchPostgres } from './env/postgres.ts';
import { endAll } from './env/processes.ts';
import { help, type Options, readOptions } from './options.ts';
import { runChat } from './parts/chat/chat.ts';
import type { Context } from './parts/context.ts';
import { runGrowth } from './parts/growth.ts';
import { runIdle } from './parts/idle.ts';
import { runRouting } from './parts/routing.ts';
import { runStart } from './parts/start.ts';
import { runStorm } from './parts/storm.ts';
import { runDigitalChat } from './digital-chat/run-digital-chat.ts';
import { runCobrowse } from './cobrowse/run-cobrowse.ts';
import { runMedia } from './media/run-media.ts';
import { runTelephony } from './telephony/run-telephony.ts';
import { runVisitors } from './visitors/run-visitors.ts';
import { writeDocument } from './report/document.ts';
import { drawTable } from './report/draw-table.ts';
import type { Results } from './report/results.ts';
import { tablesOf } from './report/tables.ts';

/** The benchmark's command line; resolves with the exit code. A missed goal is a finding, not a failure of the run. */
export async function runBench(words: readonly string[], root: string): Promise<number> {
  const options = readOptions(words);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const results =
    options.from === null ? await measure(options, root) : (JSON.parse(readFileSync(options.from, 'utf8')) as Results);
  for (const table of tablesOf(results)) process.stdout.write(drawTable(table));
  if (options.from === null) process.stdout.write(`\nAll figures: ${keep(root, results)}\n`);
  if (options.document) {
    writeFileSync(join(root, 'bench/results/reference.json'), `${JSON.stringify(results, null, 2)}\n`);
    writeDocument(root, results);
  }
  return 0;
}

/** The first Ctrl-C unwinds the run, so that servers end and folders go; the second ends it where it stands. */
function unwindOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      process.stderr.write('Stopping what was started; once more ends at once.\n');
      endAll();
      process.once(signal, () => process.exit(130));
    });
}

async function measure(options: Options, root: string): Promise<Results> {
  unwindOnSignal();
  const begin = performance.now();
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const postgres = await startBenchPostgres();
  try {
    const context = contextOf(options, root, postgres);
    const asked = (part: Options['only'][number]) => options.only.includes(part);
    const found = {
      ...(asked('start') && { start: await runStart(context) }),
      ...(asked('chat') && { chat: await runChat(context) }),
      ...(asked('idle') && { idle: await runIdle(context) }),
      ...(asked('storm') && { storm: await runStorm(context) }),
      ...(asked('routing') && { routing: await runRouting(context) }),
      ...(asked('visitors') && { visitors: await runVisitors(context) }),
      ...(asked('cobrowse') && { cobrowse: await runCobrowse(context) }),
      ...(asked('media') && { media: await runMedia(context) }),
      ...(asked('telephony') && { telephony: await runTelephony(context) }),
      ...(asked('digital-chat') && { digitalChat: await runDigitalChat(context) }),
      ...(asked('growth') && { growth: await runGrowth(context) }),
    };
    const { version, settings } = postgres;
    const minutes = Math.round((performance.now() - begin) / 6_000) / 10;
    const { quick, repeats } = options;
    return {
      format: 1,
      startedAt,
      minutes,
      mode: quick ? 'quick' : 'full',
      repeats,
      machine,
      postgres: { version, settings },
      ...found,
    };
  } finally {
    await postgres.stop();
  }
}

function contextOf({ quick, repeats, profile }: Options, root: string, postgres: BenchPostgres): Context {
  return {
    quick,
    repeats,
    postgres,
    main: join(root, 'apps/server/dist/main.js'),
    oneRowMain: join(root, 'bench/dist/one-row-server.js'),
    profile: profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`],
    say: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** @returns the file that holds this run */
function keep(root: string, results: Results): string {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${results.startedAt.replaceAll(':', '-').slice(0, 19)}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}
