import { join } from 'node:path';
import { startBenchPostgres } from './env/postgres.ts';
import { readOptions } from './options.ts';
import { runChat } from './parts/chat/chat.ts';
import { runIdle } from './parts/idle.ts';
import { runStorm } from './parts/storm.ts';
import type { Context } from './parts/context.ts';

export async function runBench(words: readonly string[], root: string): Promise<number> {
  const options = readOptions(words);
  const postgres = await startBenchPostgres();
  const context: Context = {
    quick: options.quick,
    repeats: options.repeats,
    postgres,
    main: join(root, 'apps/server/dist/main.js'),
    oneRowMain: join(root, 'bench/dist/one-row-server.js'),
    say: (line) => process.stderr.write(`${line}\n`),
  };
  try {
    if (options.only.includes('chat')) console.log(JSON.stringify(await runChat(context), null, 1));
    if (options.only.includes('idle')) console.log(JSON.stringify(await runIdle(context), null, 1));
    if (options.only.includes('storm')) console.log(JSON.stringify(await runStorm(context), null, 1));
  } finally {
    await postgres.stop();
  }
  return 0;
}
