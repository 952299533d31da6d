import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere } from './files.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';

/**
 * Runs a vitest project, shows its output and counts.
 *
 * @param {string} name of the stage
 * @param {string} project
 * @param {{ filters?: string[], exclude?: string[], env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<import('./stages.mjs').Stage>}
 */
export async function runProject(name, project, { filters = [], exclude = [], env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-counts-'));
  const counts = join(folder, 'counts.json');
  const outcome = await run(
    process.execPath,
    [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      // By itself vitest leaves one core free, which on a machine with two means half of it.
      `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`,
      '--reporter=default',
      `--reporter=${inRoot('scripts/lib/count-reporter.mjs')}`,
      ...exclude.flatMap((pattern) => ['--exclude', pattern]),
      ...filters,
    ],
    { env: { ...process.env, ...env, ALONGSIDE_COUNTS: counts } },
  );
  const text = readIfThere(counts);
  rmSync(folder, { recursive: true, force: true });
  /** @type {import('./count-reporter.mjs').Counts} */
  const result = text === undefined ? { passed: 0, failed: [], skipped: [] } : JSON.parse(text);
  // A run that broke before or after its tests must not pass for a good one.
  if (outcome.code !== 0 && result.failed.length === 0) result.failed.push(`vitest ended with ${outcome.code}`);
  return { name, ...result, milliseconds: outcome.milliseconds };
}

/**
 * How many tests a project has, without running them.
 *
 * @param {string} project
 * @returns {Promise<number>}
 */
export async function countTests(project) {
  const outcome = await run(
    process.execPath,
    [inRoot('node_modules/vitest/vitest.mjs'), 'list', '--project', project],
    { capture: true },
  );
  return outcome.output.split('\n').filter((line) => line.includes(' > ')).length;
}
