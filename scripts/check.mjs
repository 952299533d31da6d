// `npm run check`: format, lint, types, dependencies and unit tests, in less than a minute.
import { checks, passes } from './lib/checks.mjs';
import { runScript } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { inParallel } from './lib/run.mjs';
import { runProject } from './lib/vitest.mjs';

await runScript(async () => {
  await ensureInstalled();
  const results = await inParallel(
    checks.map((check) => () => passes(check)),
    2,
  );
  // Fewer of the random courses of events; `npm test` has all.
  const unit = await runProject('unit', 'unit', { env: { ALONGSIDE_CONVERGENCE_RUNS: '300' } });
  return results.every((ok) => ok) && unit.failed.length === 0 ? 0 : 1;
});
