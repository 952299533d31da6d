import { fileURLToPath } from 'node:url';
import type { Answered, Tasks } from '../load/worker.ts';
import { startFork } from './processes.ts';

/** A second process that plays the clients. */
export interface LoadProcess {
  readonly pid: number;
  ask<K extends keyof Tasks>(task: K, value: Tasks[K]['ask']): Promise<Tasks[K]['answer']>;
  stop(): Promise<void>;
}

export function startLoadProcess(execArgv: string[] = []): LoadProcess {
  const started = startFork(fileURLToPath(new URL('load.js', import.meta.url)), [], { execArgv });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  started.child.on('message', (answered: Answered) => {
    const one = waiting.get(answered.id);
    waiting.delete(answered.id);
    if (answered.ok) one?.resolve(answered.value);
    else one?.reject(new Error(`The load process failed: ${answered.reason}`));
  });
  started.child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`The load process ended:\n${started.output()}`));
  });
  return {
    pid: started.pid,
    ask: <K extends keyof Tasks>(task: K, value: Tasks[K]['ask']) =>
      new Promise<Tasks[K]['answer']>((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve: resolve as (value: unknown) => void, reject });
        started.child.send({ id: last, task, value });
      }),
    stop: () => started.stop(),
  };
}
