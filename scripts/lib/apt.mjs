import { existsSync } from 'node:fs';
import { progress } from './progress.mjs';
import { run } from './run.mjs';

/** Only root on a Debian kind of system can install. */
export const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs a Debian package; refreshes the package lists when the first attempt fails.
 *
 * @param {string} name
 * @returns {Promise<boolean>}
 */
export async function aptInstall(name) {
  if (!canInstall()) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', name], { capture: true, env });
  const shown = progress(`Installing Debian's ${name}`);
  let outcome = await install();
  if (outcome.code !== 0) {
    await run('apt-get', ['update'], { capture: true, env });
    outcome = await install();
  }
  if (outcome.code === 0) shown.done();
  else shown.fail();
  return outcome.code === 0;
}
