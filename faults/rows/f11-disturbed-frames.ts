import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { goal, type Row } from '../src/row.ts';

const RUNS = { small: 500, ci: 10_000, full: 100_000 };

export const disturbedFrames: Row = {
  id: 'F11',
  minutes: 2,
  lane: 'works',
  fault:
    'frames reach the SDK late, twice, in another order or never; random runs over a network that exists only in memory',
  async run({ size }) {
    const vitest = spawn(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'packages/sdk/src/convergence.test.ts'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ALONGSIDE_CONVERGENCE_RUNS: String(RUNS[size]) },
      },
    );
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
    };
    vitest.stdout.on('data', hear);
    vitest.stderr.on('data', hear);
    await once(vitest, 'exit');
    const kept = vitest.exitCode === 0;
    return { figures: { runs: RUNS[size] }, violations: goal(kept, said.slice(-4_000)) };
  },
};
