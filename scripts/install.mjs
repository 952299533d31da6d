// npm-free installation check: installs packages only when node_modules does not match package-lock.json.
import { runScript } from './lib/failure.mjs';
import { ensureInstalled } from './lib/install.mjs';

await runScript(async () => {
  const installed = await ensureInstalled();
  if (!installed) process.stdout.write('The packages are up to date.\n');
});
