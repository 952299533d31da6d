import { counted, seconds, table } from './text.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} passed
 * @property {string[]} failed names of what failed
 * @property {{ name: string, reason: string }[]} skipped
 * @property {number} milliseconds
 * @property {number} [skippedMore] how many more were skipped, where they cannot be named one by one
 */

/**
 * The last lines of a test run: a table, what failed, what was skipped and why, and the totals alone on the last line.
 *
 * @param {Stage[]} stages
 * @returns {{ text: string, ok: boolean }} not ok when something failed or nothing ran
 */
export function summary(stages) {
  const skippedIn = (/** @type {Stage} */ stage) => stage.skipped.length + (stage.skippedMore ?? 0);
  const total = (/** @type {(stage: Stage) => number} */ figure) =>
    stages.reduce((sum, stage) => sum + figure(stage), 0);
  const passed = total((stage) => stage.passed);
  const failed = total((stage) => stage.failed.length);
  const skipped = total(skippedIn);
  const lines = [
    table(
      ['stage', 'passed', 'failed', 'skipped', 'time'],
      stages.map((stage) => [
        stage.name,
        String(stage.passed),
        String(stage.failed.length),
        String(skippedIn(stage)),
        seconds(stage.milliseconds),
      ]),
    ),
    ...stages.flatMap((stage) => stage.failed.map((name) => `FAILED ${stage.name}: ${name}`)),
    ...skipLines(stages),
    ...(passed + failed === 0 ? ['No test was executed, which counts as a failure.'] : []),
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
  ];
  return { text: lines.join('\n'), ok: failed === 0 && passed > 0 };
}

/** Skips with one reason share a line. @param {Stage[]} stages */
function skipLines(stages) {
  return stages.flatMap((stage) => {
    /** @type {Map<string, string[]>} */
    const byReason = new Map();
    for (const { name, reason } of stage.skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
    return [...byReason].map(([reason, names]) => {
      const shown = names.length > 3 ? `${names.slice(0, 3).join('; ')}; …` : names.join('; ');
      const count = names.length + (stage.skippedMore ?? 0);
      return `SKIPPED ${stage.name}: ${counted(count, 'test')} (${reason}): ${shown}`;
    });
  });
}
