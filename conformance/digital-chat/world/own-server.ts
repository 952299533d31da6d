import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoFile, openDesk, readDemo } from './demo.ts';
import type { Desk } from './desk.ts';

const MAIN = 'apps/server/dist/main.js';
const START_MS = 60_000;

/** A demo server of a suite's own, with its data in a folder of its own, that may be killed and started again on the same port. */
export class OwnServer {
  readonly #data = mkdtempSync(join(tmpdir(), 'alongside-killed-'));
  readonly #port: number;
  #child: ChildProcess | null = null;
  demo!: DemoFile;

  private constructor(port: number) {
    this.#port = port;
  }

  static async open(): Promise<OwnServer> {
    if (!existsSync(MAIN)) throw new Error(`${MAIN} is not built; run \`npm run build\`.`);
    const server = new OwnServer(await freePort());
    try {
      await server.start();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  get isUp(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async start(): Promise<void> {
    const args = [MAIN, 'serve', '--demo', '--data', this.#data, '--port', String(this.#port), '--log', 'stderr'];
    const env = { ...process.env, ALONGSIDE_RATE_SCALE: '0' };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4000);
        if (/ is ready /.test(said)) resolve();
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
      setTimeout(() => reject(new Error(`The server was not ready in time:\n${said}`)), START_MS).unref();
    });
    this.demo = readDemo(join(this.#data, 'demo.json'));
  }

  desk(): Promise<Desk> {
    return openDesk(this.demo);
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** As the machine's power does it: nothing is said or saved any more. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Orderly, to be started again. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Orderly, and everything removed. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** The same port before and after the kill: clients connect again to the address they know. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
