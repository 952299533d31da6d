import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { spawnAs } from './identity.ts';
import type { DataLayout } from './layout.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { serverSettings } from './settings.ts';

const logLimit = 10 * 1024 * 1024;
/** Replay after a crash can take long on a slow disk; only a server that says nothing at all is given up. */
const READY_LIMIT = 300_000;
/** Children of a killed server, or a server that is just ending, hold the folder a little longer. */
const holdLimit = 15_000;

export interface Launch {
  /** 0 picks a free one. */
  readonly port: number;
  /** Beside those of every start. */
  readonly settings: Readonly<Record<string, string>>;
  /** Milliseconds until it must answer, if not the usual. */
  readonly readyLimit?: number;
}

export type Postmaster = { readonly pid: number; readonly port: number; readonly child: ChildProcess | undefined };

/**
 * Starts PostgreSQL and waits until it answers.
 *
 * @throws EmbeddedPostgresError `port_in_use`, `permission_denied`, `disk_full`, `start_failed`
 */
export async function launchPostmaster(engine: Engine, layout: DataLayout, launch: Launch): Promise<Postmaster> {
  const end = performance.now() + holdLimit;
  const { port } = launch;
  for (;;) {
    const chosen = port === 0 ? await freePort() : port;
    const outcome = await launchOnce(engine, layout, { ...launch, port: chosen });
    if (typeof outcome !== 'string') return outcome;
    const failure = startError(layout, chosen, outcome);
    const passing = failure.code === 'folder_locked' || (port === 0 && failure.code === 'port_in_use');
    if (!passing || performance.now() > end) throw failure;
    await delay(150);
  }
}

/** Resolves with what PostgreSQL wrote to its log when it ended instead of becoming ready. */
async function launchOnce(
  engine: Engine,
  layout: DataLayout,
  { port, settings, readyLimit = READY_LIMIT }: Launch,
): Promise<Postmaster | string> {
  const before = rotateLog(layout.log);
  const log = openSync(layout.log, 'a', 0o600);
  const parameters = ['-D', layout.cluster, ...serverSettings(port, engine.majorVersion, settings)];
  // A process group of its own: Ctrl-C in a terminal must reach us alone, so that we end it after our last write.
  const child = spawnAs(engine.identity, join(engine.bin, 'postgres'), parameters, {
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  const onEarlyExit = (): void => {
    failure ??= readFileSync(layout.log).subarray(before).toString('utf8');
  };
  child.once('exit', onEarlyExit);
  child.unref();
  const end = performance.now() + readyLimit;
  while (performance.now() < end) {
    if (failure !== undefined) return failure;
    const file = readPostmasterFile(layout.cluster);
    if (file !== undefined && file.pid === child.pid && file.status === 'ready') {
      // Its later end says nothing about the start, and the folder may be gone by then.
      child.off('exit', onEarlyExit);
      return { pid: file.pid, port, child };
    }
    await delay(10);
  }
  child.kill('SIGINT');
  return `PostgreSQL was not ready after ${readyLimit / 1000} s`;
}

function startError(layout: DataLayout, port: number, output: string): EmbeddedPostgresError {
  const line = output.split('\n').find((entry) => /FATAL|PANIC|ERROR/.test(entry)) ?? output.trim().split('\n').at(-1);
  const reason = (line ?? '').replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '') || 'it said nothing';
  if (/Address already in use/.test(output)) {
    return new EmbeddedPostgresError(
      'port_in_use',
      `Port ${port} on 127.0.0.1 is taken, so PostgreSQL cannot listen there; free it or choose another port.`,
    );
  }
  if (/could not bind .*Permission denied/.test(output)) {
    return new EmbeddedPostgresError(
      'port_in_use',
      `Port ${port} may not be used by this account; choose one above 1023.`,
    );
  }
  if (/lock file ".*" already exists|is still in use|pre-existing shared memory/.test(output)) {
    return new EmbeddedPostgresError(
      'folder_locked',
      `Another PostgreSQL still uses ${layout.cluster}; end it, or choose another data folder.`,
    );
  }
  if (/No space left on device/.test(output)) {
    return new EmbeddedPostgresError(
      'disk_full',
      `The disk under ${layout.root} is full; free some space and start again.`,
    );
  }
  if (/Permission denied|has wrong ownership|Operation not permitted/.test(output)) {
    return new EmbeddedPostgresError(
      'permission_denied',
      `PostgreSQL may not use ${layout.cluster} (${reason}); start as the account that owns it.`,
    );
  }
  return new EmbeddedPostgresError('start_failed', `PostgreSQL did not start: ${reason} (see ${layout.log}).`);
}

/** Keeps one old log beside the current one; returns the size from which new lines will follow. */
function rotateLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < logLimit) return size;
  renameSync(path, `${path}.1`);
  return 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
