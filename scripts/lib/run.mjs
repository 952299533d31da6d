import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 + n style codes become 1; 127 when the program does not exist
 * @property {string} output standard output and error as they came, when captured
 * @property {number} milliseconds
 */

/**
 * Runs a program to its end. Never rejects: a missing program is an outcome too.
 *
 * @param {string} command
 * @param {string[]} parameters
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean }} [options] without `capture` its output is shown
 * @returns {Promise<Outcome>}
 */
export function run(command, parameters, options = {}) {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: options.capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    const end = (/** @type {number} */ code) => resolve({ code, output, milliseconds: performance.now() - start });
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/**
 * Runs tasks with a limit on how many at once; results keep the order of the tasks.
 *
 * @template T
 * @param {(() => Promise<T>)[]} tasks
 * @param {number} limit
 * @returns {Promise<T[]>}
 */
export async function inParallel(tasks, limit) {
  /** @type {T[]} */
  const results = new Array(tasks.length);
  let next = 0;
  const worker = async () => {
    while (next < tasks.length) {
      const index = next;
      next += 1;
      const task = tasks[index];
      if (task !== undefined) results[index] = await task();
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, worker));
  return results;
}
