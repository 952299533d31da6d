// Builds the server with its crash points and the rows, then runs them. See docs/delivery.md.
import { runScript } from '../scripts/lib/failure.mjs';
import { ensureInstalled } from '../scripts/lib/install.mjs';

await runScript(async () => {
  await ensureInstalled();
  const words = process.argv.slice(2);
  const { bundleFaults } = await import('./bundle.mjs');
  if (words.includes('--mutants')) {
    const { runMutants } = await import('./run-mutants.mjs');
    return runMutants(words);
  }
  const { run, server } = await bundleFaults('product');
  const { runFaults } = await import(run);
  return runFaults(words, server);
});
// A row that broke may have left connections behind: they must not keep the process.
process.stdout.write('', () => process.exit());
