import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface SippRun {
  /** 0: everything went as the scenario says. */
  readonly code: number;
  readonly output: string;
}

export interface Sipp {
  readonly port: number;
  /** For the one who is called: what is sent before is lost. */
  readonly listens: Promise<void>;
  readonly done: Promise<SippRun>;
}

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

/** Plays one scenario against the engine: as the caller, or (`waits`) as the one who is called. */
export function sipp(options: {
  readonly scenario: URL | 'uac' | 'uas';
  readonly port: number;
  /** The engine's. */
  readonly to: number;
  readonly calls?: number;
  readonly waits?: boolean;
  readonly more?: readonly string[];
}): Sipp {
  const { scenario, port, to, calls = 1, waits = false, more = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'alongside-sipp-'));
  const what = typeof scenario === 'string' ? ['-sn', scenario] : ['-sf', scenario.pathname];
  const words = [
    ...what,
    ...['-i', '127.0.0.1', '-mi', '127.0.0.1', '-p', `${port}`, '-m', `${calls}`, '-s', '+84241234567'],
    ...['-nostdin', '-timeout', '30s', '-timeout_error', '-trace_err', '-error_file', join(folder, 'errors')],
    ...more,
    ...(waits ? [] : [`127.0.0.1:${to}`]),
  ];
  const child = spawn('sipp', words, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TERM: 'dumb' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
  const done = new Promise<SippRun>((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ code: code ?? 1, output });
    });
  });
  let ended = false;
  void done.then(() => {
    ended = true;
  });
  return { port, listens: bound(port, () => ended), done };
}

const SOCKETS = '/proc/net/udp';

/** Somebody has bound this port, or never will; where the system does not say, a second is given. */
async function bound(port: number, ended: () => boolean): Promise<void> {
  if (!existsSync(SOCKETS)) return delay(1_000);
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  while (!ended() && !readFileSync(SOCKETS, 'utf8').includes(hex)) await delay(10);
}
