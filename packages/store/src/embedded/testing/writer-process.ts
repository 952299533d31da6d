import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export type Writer = {
  readonly url: string;
  readonly adopted: boolean;
  readonly postmaster: number;
};

/** The writer as one file that plain Node runs; it lies under node_modules so that it finds the packages. */
export async function buildWriter(): Promise<{ file: string; remove(): void }> {
  const source = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const folder = mkdtempSync(
    join(fileURLToPath(new URL('../../../../../node_modules', import.meta.url)), '.alongside-'),
  );
  const file = join(folder, 'writer.mjs');
  await build({
    entryPoints: [source],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One run of the writer, from its start to its death. */
export class WriterProcess {
  readonly committed: number[] = [];
  readonly child: ChildProcess;
  #lines: AsyncIterator<string>;
  #complaint = '';

  constructor(file: string, dataDir: string, identity: { uid?: number; gid?: number } = {}) {
    this.child = spawn(process.execPath, [file, dataDir], { stdio: ['ignore', 'pipe', 'pipe'], ...identity });
    this.child.stderr?.on('data', (chunk) => {
      this.#complaint += chunk;
    });
    this.#lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  /** Its first line; fails with what it complained of when it ends before. */
  async ready(): Promise<Writer> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the writer ended before it was ready: ${this.#complaint}`);
    return JSON.parse(line.value) as Writer;
  }

  /** Resolves when this many further rows are known to be committed. */
  async commits(count: number): Promise<void> {
    for (let seen = 0; seen < count; seen += 1) {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error(`the writer ended: ${this.#complaint}`);
      this.committed.push(Number(line.value));
    }
  }

  /** Kills it as a power cut would, and keeps what it had still printed. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    // A line that was cut off in the middle cannot come: each is one small write to a pipe.
    for (let line = await this.#lines.next(); line.done !== true; line = await this.#lines.next()) {
      if (!line.value.startsWith('{')) this.committed.push(Number(line.value));
    }
    await ended;
  }
}
