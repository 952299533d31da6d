import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canInstall } from './apt.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/**
 * The browser for browser tests: CHROMIUM_PATH, then what the system has.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  const wanted = env.CHROMIUM_PATH;
  if (wanted !== undefined && wanted !== '') return isProgram(wanted) ? wanted : undefined;
  const folders = [...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/bin', '/snap/bin'];
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...macApplications].find(isProgram);
}

/**
 * Finds a browser, or installs Debian's where that may be done.
 *
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted !== undefined && wanted !== '') return { reason: `CHROMIUM_PATH is ${wanted}, which is no program` };
  if (canInstall() && (await aptInstall('chromium'))) {
    const installed = findChromium();
    if (installed !== undefined) return { path: installed };
  }
  return { reason: `no Chromium found; install one with: ${installCommand()}` };
}

/** The one command to type. */
function installCommand() {
  if (process.platform === 'darwin') return 'brew install --cask chromium';
  return process.getuid?.() === 0 ? 'apt-get install -y chromium' : 'sudo apt-get install -y chromium';
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
