import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Failure } from './failure.mjs';
import { progress } from './progress.mjs';
import { inRoot } from './root.mjs';
import { inParallel } from './run.mjs';
import { measure, oversized, sizeEntries, sizeTable, writeSizes } from './sizes.mjs';
import { inputsOf, isFresh, markBuilt, targets, unmarkBuilt } from './targets.mjs';

/**
 * Builds what is out of date.
 *
 * @param {{ only?: string[], toRun?: boolean }} [options] names of targets, or those that are needed to run; without
 * either all of them
 * @returns {Promise<string[]>} the names of what was built
 */
export async function buildAll({ only, toRun = false } = {}) {
  const wanted = targets()
    .filter((target) => only === undefined || only.includes(target.name))
    .filter((target) => !(toRun && target.forPublishing));
  const missing = wanted.find((target) => !existsSync(inRoot(target.needs)));
  if (missing !== undefined) throw new Failure(`${missing.needs} is missing, so the ${missing.name} cannot be built.`);
  const keys = new Map(wanted.map((target) => [target.name, inputsOf(target)]));
  const stale = wanted.filter((target) => !isFresh(target, keys.get(target.name) ?? ''));
  if (stale.length === 0) return [];

  const shown = progress(`Building ${stale.map(({ name }) => name).join(', ')}`);
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  const build = async (/** @type {(typeof stale)[number]} */ target) => {
    if (target.after !== undefined) await running.get(target.after);
    unmarkBuilt(target);
    await target.build(target);
    markBuilt(target, keys.get(target.name) ?? '');
  };
  const outcomes = await inParallel(
    stale.map((target) => () => {
      const done = build(target);
      running.set(target.name, done);
      // The others go on: what they build is good, and all complaints come at once.
      return done.then(
        () => undefined,
        (error) => ({ target, error }),
      );
    }),
    Math.max(2, availableParallelism()),
  );
  const failures = outcomes.filter((outcome) => outcome !== undefined);
  if (failures.length > 0) {
    shown.fail();
    const defect = failures.find(({ error }) => !(error instanceof Failure) && !('errors' in error));
    if (defect !== undefined) throw defect.error;
    throw new Failure(`Could not build: ${failures.map(({ target }) => target.name).join(', ')}; see the lines above.`);
  }
  shown.done();
  return stale.map(({ name }) => name);
}

/** Measures, prints and stores the sizes that are promised. @returns {boolean} false when one is over its limit */
export function reportSizes() {
  const sizes = measure(sizeEntries());
  writeSizes(sizes);
  process.stdout.write(`\n${sizeTable(sizes)}\n`);
  return oversized(sizes).length === 0;
}
