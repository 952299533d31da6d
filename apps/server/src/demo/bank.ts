import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@alongside/domain';
import { hostInUrl } from '../command/host-in-url.ts';
import { HOUSE } from '../http/app-folders.ts';

const MAIN = join(HOUSE, 'apps', 'demo', 'dist', 'backend', 'main.js');
const STOP_MILLISECONDS = 3_000;

export interface BankOptions {
  readonly alongsideUrl: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly tenant: string;
  /** Signs the links that open the advisers' phone. */
  readonly voiceToken: string;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
}

export interface Bank {
  readonly url: string;
  /** Opens the bank's own services, for requests with this signature. */
  openServices(key: { keyId: string; secret: string }): Promise<void>;
  stop(): Promise<void>;
}

type Told = { kind: 'ready' } | { kind: 'listening'; url: string } | { kind: 'failed'; message: string };

export const bankIsBuilt = (): boolean => existsSync(MAIN);

/** The demo bank in a process of its own, as a company's backend would be. It ends with the channel to us, so it never outlives us. */
export async function startBank(options: BankOptions): Promise<Bank> {
  const child = fork(MAIN, [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C is for us, who then end it in order.
    detached: true,
    env: {
      PATH: process.env.PATH,
      ALONGSIDE_URL: options.alongsideUrl,
      ACCESS_KEY_ID: options.accessKeyId,
      ACCESS_KEY_SECRET: options.accessKeySecret,
      TENANT: options.tenant,
      VOICE_TOKEN: options.voiceToken,
      HOST: options.host,
      PORT: String(options.port),
    },
  });
  child.stderr?.on('data', (text: Buffer) =>
    options.log.warn({ where: 'demo bank', reason: text.toString().trim().slice(0, 500) }, 'The demo bank says:'),
  );
  const { port } = new URL(await listening(child));
  const url = `http://${hostInUrl(options.host)}:${port}`;
  child.once('exit', (code) =>
    options.log.info({ where: 'demo bank', code: String(code) }, 'The demo bank has ended.'),
  );
  return {
    url,
    openServices: (key) =>
      new Promise((done) => {
        child.on('message', (told: Told) => told.kind === 'ready' && done());
        child.once('exit', () => done());
        child.send({ kind: 'company', ...key });
      }),
    stop: () => stop(child),
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The demo bank ended with code ${code}.`)));
    child.once('message', (told: Told) =>
      told.kind === 'listening'
        ? resolve(told.url)
        : reject(new Error(told.kind === 'failed' ? told.message : told.kind)),
    );
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}
