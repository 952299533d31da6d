import { spawnSync } from 'node:child_process';
import { aptInstall, canInstall } from './apt.mjs';

/** What the tests of calls are judged by: recordings by ffprobe and ffmpeg, the relay's configuration by coturn. */
const programs = [
  { program: 'ffprobe', question: '-version', package: 'ffmpeg' },
  { program: 'turnserver', question: '--version', package: 'coturn' },
];

/** Installs Debian's programs where that may be done; without them the tests say themselves what is missing. */
export async function ensureMediaPrograms() {
  for (const { program, question, package: name } of programs) {
    const isThere = spawnSync(program, [question], { stdio: 'ignore' }).error === undefined;
    if (!isThere && canInstall()) await aptInstall(name);
  }
}
