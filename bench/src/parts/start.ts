import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '@alongside/store/embedded';
import { startProduct } from '../env/product.ts';
import { median, quantile, rounded } from '../report/statistics.ts';
import type { Context } from './context.ts';
import { firstMessages } from './first-messages.ts';

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
}
export interface StartResults {
  /** From nothing: an empty folder, a new PostgreSQL, all migrations, the demo tenant; until the server answers that it is ready. */
  readonly cold: Spread;
  /** The same folder again. */
  readonly warm: Spread;
  /** Killed with its PostgreSQL left behind, as after a crash. */
  readonly afterKill: Spread;
  readonly tapToOffer: Spread;
  readonly acceptToFirstMessage: Spread;
}

export async function runStart(context: Context): Promise<StartResults> {
  const repeats = context.quick ? 2 : 5;
  const cold: number[] = [];
  const warm: number[] = [];
  const afterKill: number[] = [];
  let contacts = { tapToOffer: [] as number[], acceptToFirstMessage: [] as number[] };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const dataDir = mkdtempSync(join(tmpdir(), 'alongside-bench-start-'));
    const begin = async (times: number[]) => {
      const start = performance.now();
      const product = await startProduct({ main: context.main, dataDir });
      times.push(performance.now() - start);
      return product;
    };
    try {
      await (await begin(cold)).stop();
      const product = await begin(warm);
      if (repeat === 0) contacts = await firstMessages(product, context.quick ? 10 : 40);
      await product.program.stop('SIGKILL');
      await (await begin(afterKill)).stop();
      context.say(
        `start ${repeat + 1}/${repeats}: cold ${Math.round(cold.at(-1) ?? 0)} ms, warm ${Math.round(warm.at(-1) ?? 0)} ms`,
      );
    } finally {
      await removeEmbeddedPostgres(join(dataDir, 'postgres'));
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  return {
    cold: spread(cold),
    warm: spread(warm),
    afterKill: spread(afterKill),
    tapToOffer: spread(contacts.tapToOffer),
    acceptToFirstMessage: spread(contacts.acceptToFirstMessage),
  };
}

function spread(values: readonly number[]): Spread {
  return { p50: rounded(median(values)), p95: rounded(quantile(values, 0.95)), runs: values.length };
}
