import type { Logger } from '@alongside/domain';

/** A stop that takes longer than this is cut off: something hangs. */
const LONGEST_STOP_MILLISECONDS = 9_500;

export interface Stopping {
  /** null: somebody asked for it; else why it could not go on. */
  readonly asked: Promise<string | null>;
  now(failure: string): void;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP asks for an orderly stop, the second forces it. What nobody caught also stops the process, in order and with
 * exit code 1: a process that goes on after it would be half dead.
 */
export function untilAskedToStop(log: Logger): Stopping {
  let ask: (failure: string | null) => void = () => {};
  const asked = new Promise<string | null>((resolve) => {
    ask = resolve;
  });
  let stopping = false;
  const begin = (failure: string | null) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => force('The stop took too long.'), LONGEST_STOP_MILLISECONDS).unref();
    ask(failure);
  };
  const force = (why: string): never => {
    process.stderr.write(`${why}\n`);
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (stopping ? force(`Forced by ${signal}.`) : begin(null)));
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.error({ error, where: event }, 'Nobody caught this.');
      begin('An unexpected error ended the server; it is in the log.');
    });
  }
  return { asked, now: begin };
}
