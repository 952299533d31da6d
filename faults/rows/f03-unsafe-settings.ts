import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '@alongside/store/embedded';
import { runProgram } from '../src/program.ts';
import { goal, type Outcome, type Row } from '../src/row.ts';
import { ServerProcess } from '../src/server-process.ts';

const SETTINGS = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

export const unsafeSettings: Row = {
  id: 'F3',
  lane: 'works',
  fault: 'PostgreSQL runs with fsync, full_page_writes or synchronous_commit off',
  minutes: 1,
  async run({ main }) {
    const folder = mkdtempSync(join(tmpdir(), 'alongside-faults-unsafe-'));
    // PostgreSQL may run as another account, which must reach its programs.
    chmodSync(folder, 0o755);
    const dataDir = join(folder, 'postgres');
    const violations: Outcome['violations'][number][] = [];
    const miss = (met: boolean, what: string) => violations.push(...goal(met, what));
    let refused = 0;
    let named = 0;
    let started = 0;
    try {
      const safe = await startEmbeddedPostgres({ dataDir });
      const real = binariesOf(dataDir);
      const sound = await runProgram(main, ['doctor', '--database-url', safe.url]);
      miss(sound.code === 0, `doctor ended with ${sound.code} on sound settings: ${sound.output}`);
      await safe.stop();
      for (const setting of SETTINGS) {
        const bin = switchedOff(folder, real, setting);
        const postgres = await startEmbeddedPostgres({ dataDir: `${dataDir}-${setting}`, bin });
        try {
          const given = ['--database-url', postgres.url];
          const refusal = await runProgram(main, ['serve', '--demo', '--port', '0', ...given]);
          const says = refusal.output.includes(`${setting} = off`) && refusal.output.includes('--unsafe');
          if (refusal.code === 1 && says) refused += 1;
          else miss(false, `with ${setting} off serve ended with ${refusal.code}: ${refusal.output}`);
          const doctor = await runProgram(main, ['doctor', ...given]);
          if (doctor.code === 1 && doctor.output.includes(`${setting} is off`)) named += 1;
          else miss(false, `with ${setting} off doctor ended with ${doctor.code}: ${doctor.output}`);
          const server = await ServerProcess.start({ main, databaseUrl: postgres.url, env: { ALONGSIDE_UNSAFE: '1' } });
          started += 1;
          await server.remove();
        } finally {
          await postgres.stop();
        }
      }
      // The one of our own cannot be made unsafe by its files.
      const auto = join(dataDir, 'cluster', 'postgresql.auto.conf');
      writeFileSync(auto, SETTINGS.map((setting) => `${setting} = off\n`).join(''));
      const ours = await startEmbeddedPostgres({ dataDir });
      const checked = await runProgram(main, ['doctor', '--database-url', ours.url]);
      await ours.stop();
      miss(checked.code === 0, `an edited file made our own PostgreSQL unsafe: ${checked.output}`);
      return {
        figures: { settings: SETTINGS.length, refused, 'named by doctor': named, 'started with --unsafe': started },
        violations,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Where the programs of this cluster are, by its own note of how it was started. */
function binariesOf(dataDir: string): string {
  const [program = ''] = readFileSync(join(dataDir, 'cluster', 'postmaster.opts'), 'utf8').split(' ');
  return dirname(program);
}

/** The same programs, with a setting put behind all others: the last one wins. */
function switchedOff(folder: string, real: string, setting: string): string {
  const bin = join(folder, setting);
  if (existsSync(bin)) return bin;
  mkdirSync(bin);
  chmodSync(bin, 0o755);
  const wrapper = (program: string, more: string) =>
    writeFileSync(join(bin, program), `#!/bin/sh\nexec '${real}/${program}' "$@"${more}\n`, { mode: 0o755 });
  wrapper('initdb', '');
  // Asked for its version it takes no settings.
  writeFileSync(
    join(bin, 'postgres'),
    `#!/bin/sh\ncase "$1" in --version|-V) exec '${real}/postgres' "$@";; esac\nexec '${real}/postgres' "$@" -c ${setting}=off\n`,
    { mode: 0o755 },
  );
  return bin;
}
