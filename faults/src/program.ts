import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** One run of the built program to its end, in a data folder of its own. `onStart` is given the way to kill it. */
export async function runProgram(
  main: string,
  words: readonly string[],
  onStart: (kill: () => void) => void = () => {},
): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'alongside-faults-program-'));
  try {
    return await runWords(main, [...words, '--data', folder], onStart);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same with these words alone. */
export function runWords(
  main: string,
  words: readonly string[],
  onStart: (kill: () => void) => void = () => {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const endWithRun = () => child.kill('SIGKILL');
    process.once('exit', endWithRun);
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', endWithRun);
      resolve({ code, output });
    });
    onStart(endWithRun);
  });
}
