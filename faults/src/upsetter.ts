import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Held, ORDERS_VARIABLE, type Orders } from './orders.ts';
import type { SceneOptions } from './row.ts';

/** The row's end of `upset.ts`: what the server must be started with, and how it is told what to do. */
export class Upsetter {
  readonly #folder = mkdtempSync(join(tmpdir(), 'alongside-faults-orders-'));
  readonly #file = join(this.#folder, 'orders.json');
  readonly #main: string;
  #number = 0;

  /** `main` is the built server: the bundle puts `upset.js` beside it. */
  constructor(main: string) {
    this.#main = main;
  }

  get options(): Required<Pick<SceneOptions, 'nodeOptions' | 'env'>> {
    const upset = pathToFileURL(join(dirname(this.#main), 'upset.js')).href;
    return { nodeOptions: ['--import', upset], env: { [ORDERS_VARIABLE]: this.#file } };
  }

  order(orders: Omit<Orders, 'number'>): void {
    this.#number += 1;
    writeFileSync(`${this.#file}.part`, JSON.stringify({ number: this.#number, ...orders }));
    renameSync(`${this.#file}.part`, this.#file);
  }

  /** What the server holds now. */
  async look(): Promise<Held> {
    this.order({ look: true });
    for (let n = 0; n < 200; n += 1) {
      await delay(50);
      try {
        const held = JSON.parse(readFileSync(`${this.#file}.seen`, 'utf8')) as Held;
        if (held.number === this.#number) return held;
      } catch {
        // Not written yet.
      }
    }
    throw new Error('The server did not say what it holds.');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
