import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canInstall } from './apt.mjs';

/** The telephone and the carrier of the tests, by Debian's names for them. */
const programs = [
  { program: 'baresip', package: 'baresip' },
  { program: 'sipp', package: 'sip-tester' },
];

/**
 * Finds the programs that play a telephone and a carrier, or installs Debian's where that may be done.
 *
 * @returns {Promise<{ reason: string } | undefined>} why the tests with them cannot run; undefined: they can
 */
export async function ensureSipPrograms() {
  for (const { program, package: name } of programs) {
    if (isThere(program) || (canInstall() && (await aptInstall(name)) && isThere(program))) continue;
    return { reason: `no ${program} found; install it with: ${installCommand(name)}` };
  }
  return undefined;
}

/** @param {string} name */
function installCommand(name) {
  return process.getuid?.() === 0 ? `apt-get install -y ${name}` : `sudo apt-get install -y ${name}`;
}

/** @param {string} program */
function isThere(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), '/usr/bin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
