import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Started } from './processes.ts';

/** What a process holds after its garbage was collected, in bytes. */
export interface Memory {
  /** All of its pages, those it shares counted by its share. */
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
}

/** Reaches into a Node program that was started with `--inspect=127.0.0.1:0`. */
export async function measureMemory(program: Started): Promise<Memory> {
  const address = /Debugger listening on (ws:\/\/\S+)/.exec(program.output())?.[1];
  if (address === undefined) throw new Error('The program was not started with --inspect.');
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
  let last = 0;
  const call = (method: string, params: object = {}) =>
    new Promise<{ result?: { value?: { heapUsed: number; external: number } } }>((resolve) => {
      last += 1;
      const id = last;
      const listen = (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8'));
        if (message.id !== id) return;
        socket.off('message', listen);
        resolve(message.result);
      };
      socket.on('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
  // Twice, with a pause: what the first finds dead may hold more, and pages go back to the system a little later.
  for (let pass = 0; pass < 3; pass += 1) {
    await call('HeapProfiler.collectGarbage');
    await delay(500);
  }
  const { result } = await call('Runtime.evaluate', { expression: 'process.memoryUsage()', returnByValue: true });
  socket.close();
  const resident = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${program.pid}/smaps_rollup`, 'utf8'))?.[1] ?? '0';
  return {
    resident: Number(resident) * 1024,
    heap: result?.value?.heapUsed ?? 0,
    external: result?.value?.external ?? 0,
  };
}

/** The most that a process has ever held, in bytes. */
export function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}
