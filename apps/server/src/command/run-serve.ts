import { createLog } from '../engines/log.ts';
import type { Settings } from './arguments.ts';
import { collectSeldom } from './heap-growth.ts';
import { logDestination } from './log-destination.ts';
import { serve } from './serve.ts';
import { untilAskedToStop } from './stopping.ts';
import { ownVersion } from './version.ts';

/** `alongside serve`, until it is asked to stop. */
export async function runServe(settings: Settings, say: (line: string) => void): Promise<number> {
  const begun = performance.now();
  collectSeldom();
  const log = createLog(logDestination(settings), settings.logLevel);
  const version = ownVersion();
  const stopping = untilAskedToStop(log);
  const context = {
    log,
    version,
    onProgress: progress(),
    onLost: (reason: string) => stopping.now(`PostgreSQL ended by itself (${reason}).`),
  };
  const running = await serve(settings, context);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  log.info({ version, pid: process.pid }, 'Ready.');
  say(`\nAlongside ${version} is ready after ${seconds} s: ${running.url}\n`);
  for (const line of running.lines) say(line);
  say('\nCtrl-C stops it.');
  const failure = await stopping.asked;
  await running.stop();
  log.info({ pid: process.pid }, 'Stopped.');
  if (failure === null) return 0;
  process.stderr.write(`${failure}\n`);
  return 1;
}

/** On a terminal one line that changes; nothing where nobody watches. */
function progress(): (step: string) => void {
  if (!process.stdout.isTTY) return () => {};
  return (step) => process.stdout.write(`\r\x1b[K  ${step} …${step === 'listening' ? '\r\x1b[K' : ''}`);
}
