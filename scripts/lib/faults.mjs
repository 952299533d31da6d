import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere } from './files.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';

/**
 * Runs the rows of the fault catalogue that are short enough for every run, and counts each as a test.
 *
 * @returns {Promise<import('./stages.mjs').Stage>}
 */
export async function runFaultRows() {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-fault-report-'));
  const report = join(folder, 'report.json');
  const outcome = await run(process.execPath, [inRoot('faults/faults.mjs'), '--ci', '--json', report]);
  const text = readIfThere(report);
  rmSync(folder, { recursive: true, force: true });
  /** @type {{ id: string, fault: string, violations: object[], skipped?: string }[]} */
  const rows = text === undefined ? [] : JSON.parse(text).results;
  const ran = rows.filter(({ skipped }) => skipped === undefined);
  const failed = ran.filter(({ violations }) => violations.length > 0).map(({ id, fault }) => `${id} ${fault}`);
  // A run that ended before its report must not pass for a good one.
  if (outcome.code !== 0 && failed.length === 0) failed.push(`the fault rows ended with ${outcome.code}`);
  return {
    name: 'faults',
    passed: ran.filter(({ violations }) => violations.length === 0).length,
    failed,
    skipped: rows.flatMap(({ id, fault, skipped }) =>
      skipped === undefined ? [] : [{ name: `${id} ${fault}`, reason: skipped }],
    ),
    milliseconds: outcome.milliseconds,
  };
}
