import { type ChildProcess, fork, type ForkOptions, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Everything that this run has started and not yet stopped. */
const running = new Set<ChildProcess>();

// A run that is cut short must not leave a server behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Ends everything at once: whoever waits for one of them fails, and the run unwinds. */
export function endAll(): void {
  for (const child of running) child.kill('SIGTERM');
}

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has printed so far, for the message when it fails. */
  output(): string;
  /** Asks it to end, insists after ten seconds. Safe to call twice. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

function watch(child: ChildProcess): Started {
  const { pid } = child;
  if (pid === undefined) throw new Error('A program of the benchmark could not be started.');
  running.add(child);
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.once('exit', () => running.delete(child));
  return {
    child,
    pid,
    output: () => text,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(patience);
    },
  };
}

export function start(command: string, parameters: readonly string[], options: SpawnOptions = {}): Started {
  return watch(spawn(command, [...parameters], { stdio: ['ignore', 'pipe', 'pipe'], ...options }));
}

/** A Node program of ours with a line for messages. */
export function startFork(module: string, parameters: readonly string[] = [], options: ForkOptions = {}): Started {
  return watch(fork(module, [...parameters], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], ...options }));
}

/** Waits until `ready` says so; a program that ends first makes it fail with what it printed. */
export async function untilReady(what: string, program: Started, ready: () => Promise<boolean>, limit = 60_000) {
  const end = performance.now() + limit;
  for (;;) {
    if (await ready()) return;
    const { exitCode, signalCode } = program.child;
    if (exitCode !== null || signalCode !== null)
      throw new Error(`${what} ended (${exitCode ?? signalCode}):\n${program.output()}`);
    if (performance.now() > end) throw new Error(`${what} was not ready in time:\n${program.output()}`);
    await delay(20);
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Processor time in microseconds of a process, with its children where asked. Linux; 0 elsewhere. */
export function processorTime(pid: number, withChildren = false): number {
  const own = ticks(pid) * 10_000;
  return withChildren ? own + childrenOf(pid).reduce((sum, child) => sum + ticks(child) * 10_000, 0) : own;
}

function ticks(pid: number): number {
  const fields = stat(pid);
  return fields === undefined ? 0 : Number(fields[11]) + Number(fields[12]);
}

function childrenOf(parent: number): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && stat(pid)?.[1] === String(parent));
  } catch {
    return [];
  }
}

/** The fields after the name, which may hold anything. */
function stat(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined;
  }
}
