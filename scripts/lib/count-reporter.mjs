import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {string[]} failed full names, each with the beginning of why and where
 * @property {{ name: string, reason: string }[]} skipped
 */

/** A vitest reporter that writes what ran, failed and was skipped (and why) to the file in ALONGSIDE_COUNTS. */
export default class CountReporter {
  /**
   * @param {readonly any[]} modules
   * @param {readonly any[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.ALONGSIDE_COUNTS;
    if (file !== undefined) writeFileSync(file, JSON.stringify(countModules(modules, unhandledErrors)));
  }
}

/**
 * @param {readonly any[]} modules
 * @param {readonly any[]} unhandledErrors
 * @returns {Counts}
 */
export function countModules(modules, unhandledErrors) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: [], skipped: [] };
  for (const module of modules) {
    const before = counts.failed.length;
    for (const test of module.children.allTests()) {
      const name = `${module.relativeModuleId} > ${test.fullName}`;
      const result = test.result();
      if (result.state === 'passed') counts.passed += 1;
      else if (result.state === 'failed') counts.failed.push(`${name}${whyOf(result)}`);
      else counts.skipped.push({ name, reason: reasonOf(test, result) });
    }
    // A file that cannot be loaded, or whose hooks fail, has no failed test to show for it.
    if (module.state() === 'failed' && counts.failed.length === before) counts.failed.push(module.relativeModuleId);
  }
  for (const error of unhandledErrors) counts.failed.push(`unhandled error: ${error?.message ?? error}`);
  return counts;
}

/**
 * What a reader of the last lines alone needs to begin with: the first lines of the error, and the line of the test.
 *
 * @param {any} result
 */
function whyOf(result) {
  const error = result.errors?.[0];
  if (!error) return '';
  const message = stripVTControlCharacters(String(error.message ?? error));
  const lines = message.split('\n').map((line) => line.trim());
  const said = lines.filter(Boolean).slice(0, 4).join(' | ').slice(0, 300);
  const frames = /** @type {{ file: string, line: number }[]} */ (error.stacks ?? []);
  const frame = frames.find(({ file }) => file.endsWith('.test.ts')) ?? frames[0];
  return frame ? ` — ${said} (${basename(frame.file)}:${frame.line})` : ` — ${said}`;
}

/** @param {any} test @param {any} result */
function reasonOf(test, result) {
  if (result.note) return result.note;
  return test.options?.mode === 'todo' ? 'still to be written' : 'no reason given';
}
