// Builds everything needed to run, skipping what has not changed. `--force` builds all of it; names pick targets.
import { parseArgs } from 'node:util';
import { Failure, runScript } from './lib/failure.mjs';

await runScript(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  });
  const { ensureInstalled } = await import('./lib/install.mjs');
  await ensureInstalled();
  const { targets, unmarkBuilt } = await import('./lib/targets.mjs');
  const names = targets().map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Failure(`There is no target "${unknown}"; there are: ${names.join(', ')}.`);
  if (values.force) for (const target of targets()) unmarkBuilt(target);
  const { buildAll, reportSizes } = await import('./lib/build.mjs');
  const built = await buildAll(positionals.length > 0 ? { only: positionals } : {});
  if (built.length === 0) {
    process.stdout.write('Nothing has changed since the last build.\n');
    return 0;
  }
  if (!reportSizes()) process.stderr.write('A size is over its limit (scripts/size-limits.json).\n');
  return 0;
});
