// Builds the product and the benchmark where they are out of date, then runs the benchmark. See docs/performance.md.
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import { Failure, runScript } from '../scripts/lib/failure.mjs';
import { root } from '../scripts/lib/root.mjs';

await runScript(async () => {
  await ensureInstalled();
  const { buildAll } = await import('../scripts/lib/build.mjs');
  await buildAll({ toRun: true });
  const { bundleBench } = await import('./bundle.mjs');
  const main = await bundleBench();
  const { needsBrowser, runBench } = await import(main);
  const words = process.argv.slice(2);
  if (needsBrowser(words)) {
    const chromium = await ensureChromium();
    if ('reason' in chromium)
      throw new Failure(
        `Co-browse and telephony are measured in a browser: ${chromium.reason}. Or leave them out with --only.`,
      );
    process.env.CHROMIUM_PATH = chromium.path;
  }
  return runBench(words, root);
});
