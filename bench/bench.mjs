// Builds the product and the benchmark where they are out of date, then runs the benchmark. See docs/performance.md.
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { runScript } from '../scripts/lib/failure.mjs';
import { root } from '../scripts/lib/root.mjs';

await runScript(async () => {
  await ensureInstalled();
  const { buildAll } = await import('../scripts/lib/build.mjs');
  await buildAll({ toRun: true });
  const { bundleBench } = await import('./bundle.mjs');
  const main = await bundleBench();
  const { runBench } = await import(main);
  return runBench(process.argv.slice(2), root);
});
