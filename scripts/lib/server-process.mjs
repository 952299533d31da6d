import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Milliseconds in which a second signal counts as an echo of the first. */
const samePress = 700;

/**
 * Runs the server in the foreground until it ends. The first Ctrl-C (or SIGTERM, SIGHUP) asks it once to stop; the
 * second kills it.
 *
 * @param {string[]} parameters of node
 * @param {{ onForce?: () => Promise<void> }} [options] called after a kill, to look after what the server leaves behind
 * @returns {Promise<number>} its exit code
 */
export function runServer(parameters, { onForce } = {}) {
  return new Promise((resolve, reject) => {
    // A session of its own: a terminal sends Ctrl-C to the whole group, and the server would count it twice.
    const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    let asked = 0;
    let askedAt = 0;
    const onSignal = (/** @type {NodeJS.Signals} */ name) => {
      // npm hands on the signal that the terminal has already sent to us: both are one press of the keys.
      if (asked > 0 && performance.now() - askedAt < samePress) return;
      asked += 1;
      askedAt = performance.now();
      if (asked === 1) {
        if (process.stderr.isTTY) process.stderr.write('\nStopping; press Ctrl-C again to force it.\n');
        child.kill('SIGTERM');
        return;
      }
      process.stderr.write(`Forced to end by ${name}.\n`);
      child.kill('SIGKILL');
    };
    const names = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    for (const name of names) process.on(name, onSignal);
    const end = () => {
      for (const name of names) process.off(name, onSignal);
    };
    child.once('error', (error) => {
      end();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      end();
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      if (signal === 'SIGKILL' && asked > 1 && onForce !== undefined) onForce().then(() => resolve(exitCode), reject);
      else resolve(exitCode);
    });
  });
}
