import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the server writes for scripts: docs/demo-json.md. */
export interface Demo {
  readonly url: string;
  readonly database: string;
  readonly tenant: { readonly id: string; readonly domain: string };
  readonly agents: readonly { readonly id: string; readonly email: string; readonly password: string }[];
  readonly admin: { readonly email: string; readonly password: string };
  readonly onlineHelp: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

export interface ServerOptions {
  /** The built program. */
  readonly main: string;
  /** Null: it starts a PostgreSQL of its own in its data folder. */
  readonly databaseUrl: string | null;
  /** `<place>=<action>`: packages/domain/src/kernel/failpoint.ts. */
  readonly failpoint?: string;
  /** For Node itself, before the program. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it is started with, and where it listens then. */
  readonly prefix?: readonly string[];
  readonly host?: string;
  /** Where its data folder is made; the system's folder for temporary files if absent. */
  readonly folder?: string;
  /** Another process' file for scripts: with it this one finds the same demo on the same database. */
  readonly demoFile?: string;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The system under test: the real server in a process of its own, which a row may end in any way. Its rate limits are off. */
export class ServerProcess {
  readonly #options: ServerOptions;
  readonly dataDir: string;
  #child: ChildProcess | null = null;
  #gone: Promise<unknown> = Promise.resolve();
  #port = '0';
  #said = '';
  demo!: Demo;
  /** Of the next start: `<place>=<action>`; null: none. */
  failpoint: string | null;

  private constructor(options: ServerOptions, dataDir: string) {
    this.#options = options;
    this.failpoint = options.failpoint ?? null;
    this.dataDir = dataDir;
  }

  static async start(options: ServerOptions): Promise<ServerProcess> {
    const server = new ServerProcess(options, await mkdtemp(join(options.folder ?? tmpdir(), 'alongside-faults-')));
    if (options.demoFile !== undefined) await copyFile(options.demoFile, join(server.dataDir, 'demo.json'));
    await server.start();
    return server;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get url(): string {
    return this.demo.url;
  }

  /** Starts it again at the same address. Returns the milliseconds until it was ready. */
  async start(): Promise<number> {
    const begin = performance.now();
    const { main, databaseUrl, nodeOptions = [], env, prefix = [], host } = this.#options;
    const words = ['serve', '--demo', '--data', this.dataDir, '--port', this.#port];
    if (databaseUrl !== null) words.push('--database-url', databaseUrl);
    if (host !== undefined) words.push('--host', host);
    const [program = '', ...rest] = [...prefix, process.execPath, ...nodeOptions, main, ...words];
    const child = spawn(program, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ALONGSIDE_RATE_SCALE: '0', ALONGSIDE_FAILPOINT: this.failpoint ?? '', ...env },
    });
    running.add(child);
    this.#child = child;
    this.#gone = once(child, 'exit').then(() => running.delete(child));
    this.#said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.#said += chunk.toString();
        if (this.#said.includes('is ready')) resolve();
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${this.#said}`)));
    });
    this.demo = JSON.parse(await readFile(join(this.dataDir, 'demo.json'), 'utf8')) as Demo;
    this.#port = new URL(this.demo.url).port;
    return performance.now() - begin;
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#gone;
  }

  /** Lets it die by itself at its failpoint; resolves when it has. */
  async killAtFailpoint(): Promise<void> {
    this.#child?.kill('SIGUSR2');
    await this.#gone;
  }

  /** Asks it to stop; how it ended and after how many milliseconds. */
  async stop(): Promise<{ code: number | null; milliseconds: number }> {
    const begin = performance.now();
    this.#child?.kill('SIGTERM');
    await this.#gone;
    return { code: this.#child?.exitCode ?? null, milliseconds: performance.now() - begin };
  }

  get ended(): boolean {
    return this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async remove(): Promise<void> {
    if (!this.ended) await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
