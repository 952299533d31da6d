import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from '@alongside/domain';
import { type DownMessage, readUp, type UpMessage } from '../ipc/messages.ts';
import type { MediaSettings } from '../settings.ts';

export interface EngineProcess {
  readonly pid: number | undefined;
  /** False: it is gone, or its channel is full. */
  say(message: DownMessage): boolean;
  kill(): void;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
}

/** Starts the engine's process and hands over its settings. What it prints goes to the log. */
export function startEngineProcess(options: {
  readonly file: string;
  readonly settings: MediaSettings;
  readonly log: Logger;
  readonly onMessage: (message: UpMessage) => void;
}): EngineProcess {
  const { log } = options;
  const child: ChildProcess = fork(options.file, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--enable-source-maps'],
    // Only what a process needs to run: no secret of the server's environment goes where packets from anywhere are parsed.
    env: { PATH: process.env.PATH, TZ: process.env.TZ, NODE_ENV: process.env.NODE_ENV },
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (words: Buffer) =>
      log.warn({ pid: child.pid, reason: words.toString().slice(0, 2_000) }, 'The media process says.'),
    );
  child.on('message', (value) => {
    const message = readUp(value);
    if (message === null) log.error({ pid: child.pid }, 'The media process sent what is no message.');
    else options.onMessage(message);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      log.info({ pid: child.pid, code, signal }, 'The media process has ended.');
      resolve();
    });
    child.once('error', (error) => {
      log.error({ error }, 'The media process cannot be started.');
      if (child.pid === undefined) resolve();
    });
  });
  const say = (message: DownMessage) => {
    if (!child.connected) return false;
    child.send(message, () => undefined);
    return true;
  };
  say({ type: 'begin', settings: options.settings });
  return { pid: child.pid, say, kill: () => void child.kill('SIGKILL'), gone };
}
