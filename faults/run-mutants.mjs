import { readFileSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inRoot } from '../scripts/lib/root.mjs';
import { run } from '../scripts/lib/run.mjs';
import { bundleFaults } from './bundle.mjs';

/**
 * Builds each mutant, runs the row that must catch it, and counts. A row that broke by itself, before it could judge, has caught nothing.
 *
 * @param {readonly string[]} words `--only` with a part of a name picks some
 * @returns {Promise<number>} the exit code
 */
export async function runMutants(words) {
  const list = inRoot('faults/dist/mutants.js');
  await build({ entryPoints: [inRoot('faults/src/mutants.ts')], outfile: list, bundle: true, format: 'esm' });
  /** @type {{ mutants: readonly { name: string, row: string, edits: import('./bundle.mjs').Edit[] }[] }} */
  const { mutants } = await import(pathToFileURL(list).href);
  const part = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined;
  const wanted = mutants.filter(({ name }) => part === undefined || name.includes(part));
  let caught = 0;
  for (const { name, row, edits } of wanted) {
    const folder = `mutants/${name.replaceAll(' ', '-')}`;
    const { server } = await bundleFaults(folder, edits);
    const report = inRoot('faults/dist', folder, 'report.json');
    rmSync(report, { force: true });
    const script = `import { runFaults } from './run.js'; process.exitCode = await runFaults(${JSON.stringify(['--small', '--only', row, '--json', report])}, ${JSON.stringify(server)});`;
    const { output, milliseconds } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: inRoot('faults/dist', folder),
      capture: true,
    });
    const found = foundIn(report);
    // A broken rule says more than a missed goal.
    const first = found.find(({ rule }) => rule !== 'goal') ?? found[0];
    if (first !== undefined) caught += 1;
    const seconds = (milliseconds / 1000).toFixed(1);
    process.stdout.write(
      first === undefined
        ? `NOT CAUGHT  ${name} by ${row} (${seconds} s)\n${output}\n`
        : `caught      ${name} by ${row} (${seconds} s): ${first.rule}: ${first.what}\n`,
    );
  }
  process.stdout.write(`${caught} of ${wanted.length} mutants caught\n`);
  return caught === wanted.length && caught > 0 ? 0 : 1;
}

/** What the row judged. @param {string} report @returns {{ rule: string, what: string }[]} */
function foundIn(report) {
  try {
    const { results } = JSON.parse(readFileSync(report, 'utf8'));
    return results.flatMap((/** @type {{ judged: boolean, violations: [] }} */ { judged, violations }) =>
      judged ? violations : [],
    );
  } catch {
    return [];
  }
}
