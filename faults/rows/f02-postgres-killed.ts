import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

const KILLS = { small: 1, ci: 3, full: 3 };

export const postgresKilled: Row = {
  id: 'F2',
  fault: 'kill -9 of PostgreSQL under load; the server stays and starts it again',
  async run({ size, scene: open }) {
    const scene = await open({ ownPostgres: true });
    const file = join(scene.server.dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const pairs = [];
    for (let n = 0; n < 10; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    scene.talk(pairs);
    const away: number[] = [];
    for (let kill = 0; kill < KILLS[size]; kill += 1) {
      const before = scene.acked;
      await scene.until(() => scene.acked >= before + 300, 20_000);
      const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      const begin = performance.now();
      const last = scene.acked;
      // What was committed just before may still be answered.
      await scene.until(() => scene.acked >= last + 50, 30_000);
      away.push(Math.round(performance.now() - begin));
    }
    const { figures, violations } = await scene.judge();
    const longest = Math.max(...away);
    return {
      figures: { kills: KILLS[size], ...figuresOf(figures), 'longest away ms': longest },
      violations: [
        ...violations,
        ...goal(!scene.server.ended, 'the server ended with its database'),
        ...goal(longest <= 10_000, `messages went on after ${longest} ms`),
      ],
    };
  },
};
