import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine } from './env/machine.ts';
import { type BenchPostgres, startBenchPostgres } from './env/postgres.ts';
import { endAll } from './env/processes.ts';
import { help, type Options, type Part, readOptions } from './options.ts';
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

/** Parts that are measured in a real browser. */
const IN_BROWSER: readonly Part[] = ['cobrowse', 'telephony'];

/** Whether what these words ask for needs a browser. */
export function needsBrowser(words: readonly string[]): boolean {
  const { help: asksHelp, from, only } = readOptions(words);
  return !asksHelp && from === null && only.some((part) => IN_BROWSER.includes(part));
}

/**
 * The benchmark's command line; resolves with the exit code. A missed goal is a finding, not a failure of the run. A part that fails takes no other
 * with it; but then nothing is documented.
 */
export async function runBench(words: readonly string[], root: string): Promise<number> {
  const options = readOptions(words);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { results, failed } =
    options.from === null
      ? await measure(options, root)
      : { results: JSON.parse(readFileSync(options.from, 'utf8')) as Results, failed: [] };
  for (const table of tablesOf(results)) process.stdout.write(drawTable(table));
  if (options.from === null) process.stdout.write(`\nAll figures: ${keep(root, results)}\n`);
  if (failed.length > 0) {
    process.stderr.write(`Failed, and missing above: ${failed.join(', ')}. Nothing was documented.\n`);
    return 1;
  }
  if (options.document) {
    writeFileSync(join(root, 'bench/results/reference.json'), `${JSON.stringify(results, null, 2)}\n`);
    writeDocument(root, results);
  }
  return 0;
}

/** The first Ctrl-C unwinds the run, so that servers end and folders go; the second ends it where it stands. Says whether there was one. */
function unwindOnSignal(): () => boolean {
  let unwinding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      process.stderr.write('Stopping what was started; once more ends at once.\n');
      unwinding = true;
      endAll();
      process.once(signal, () => process.exit(130));
    });
  return () => unwinding;
}

type Found = { -readonly [Key in keyof typeof RUNS]?: Results[Key] };

/** In the order in which they are measured. */
const RUNS = {
  start: ['start', runStart],
  chat: ['chat', runChat],
  idle: ['idle', runIdle],
  storm: ['storm', runStorm],
  routing: ['routing', runRouting],
  visitors: ['visitors', runVisitors],
  cobrowse: ['cobrowse', runCobrowse],
  media: ['media', runMedia],
  telephony: ['telephony', runTelephony],
  digitalChat: ['digital-chat', runDigitalChat],
  growth: ['growth', runGrowth],
} as const satisfies { readonly [Key in keyof Results]?: readonly [Part, (context: Context) => Promise<Results[Key]>] };

async function measure(
  options: Options,
  root: string,
): Promise<{ readonly results: Results; readonly failed: readonly Part[] }> {
  const unwinding = unwindOnSignal();
  const begin = performance.now();
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const postgres = await startBenchPostgres();
  const found: Found = {};
  const failed: Part[] = [];
  try {
    const context = contextOf(options, root, postgres);
    for (const [key, [part, run]] of Object.entries(RUNS)) {
      if (!options.only.includes(part)) continue;
      try {
        Object.assign(found, { [key]: await run(context) });
      } catch (error) {
        if (unwinding()) throw error;
        failed.push(part);
        context.say(`${part} failed: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
    const { version, settings } = postgres;
    const minutes = Math.round((performance.now() - begin) / 6_000) / 10;
    const { quick, repeats } = options;
    const mode = quick ? 'quick' : 'full';
    const results: Results = {
      format: 1,
      startedAt,
      minutes,
      mode,
      repeats,
      machine,
      postgres: { version, settings },
      ...found,
    };
    return { results, failed };
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
