import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVER = new URL('../../apps/server/dist/main.js', import.meta.url).pathname;

/** What a start writes for scripts: docs/demo-json.md. */
export interface Demo {
  readonly url: string;
  readonly console: string;
  readonly bank: string;
  readonly tenant: { readonly id: string; readonly domain: string };
  readonly admin: { readonly email: string; readonly password: string };
  readonly agents: readonly { readonly id: string; readonly email: string; readonly password: string }[];
  readonly onlineHelp: { readonly accessKeyId: string; readonly accessKeySecret: string };
  readonly phoneLink: {
    readonly domain: string;
    readonly apiToken: string;
    readonly voiceToken: string;
    readonly agentId: string;
  };
}

/** The built server with its demo, as a newcomer starts it, in a folder of its own. */
export class System {
  readonly #dataDir: string;
  readonly #words: readonly string[];
  #process: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  demo!: Demo;

  private constructor(dataDir: string, words: readonly string[]) {
    this.#dataDir = dataDir;
    this.#words = words;
  }

  /** `words`: further ones for `serve`. */
  static async start(words: readonly string[] = []): Promise<System> {
    const system = new System(await mkdtemp(join(tmpdir(), 'alongside-e2e-')), words);
    await system.#run('0');
    return system;
  }

  /** Of the server's own process. */
  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('The server does not run.');
    return pid;
  }

  async #run(port: string): Promise<void> {
    const words = ['serve', '--demo', '--data', this.#dataDir, '--port', port, ...this.#words];
    const child = spawn(process.execPath, [SERVER, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#ended = once(child, 'exit');
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('is ready')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
    });
    this.demo = JSON.parse(await readFile(join(this.#dataDir, 'demo.json'), 'utf8')) as Demo;
  }

  /** Ends the process without a word to anybody, and starts it again at the same address. */
  async killAndRestart(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#ended;
    await this.#run(new URL(this.demo.url).port);
  }

  /** Stops as Ctrl-C does, and starts again at the same address. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#run(new URL(this.demo.url).port);
  }

  async #stop(): Promise<void> {
    this.#process?.kill('SIGTERM');
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
