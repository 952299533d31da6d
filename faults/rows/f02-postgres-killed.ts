import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { asPlainClient } from '../src/schema.ts';

const KILLS = { small: 1, ci: 3, full: 20 };
/** The server gives up on a PostgreSQL that ends four times within a minute: it is started anew before that. */
const KILLS_OF_ONE_LIFE = 3;
/** Milliseconds. */
const LONGEST_BACK = 5_000;

export const postgresKilled: Row = {
  id: 'F2',
  fault: 'kill -9 of PostgreSQL under load; the server stays and starts it again',
  minutes: 1,
  async run({ size, scene: open, progress }) {
    const scene = await open({ ownPostgres: true });
    const file = join(scene.server.dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const pairs = [];
    for (let n = 0; n < 10; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    scene.talk(pairs);
    const away: number[] = [];
    let ended = false;
    const back: number[] = [];
    for (let kill = 0; kill < KILLS[size]; kill += 1) {
      progress(kill, KILLS[size], 'kills');
      if (kill > 0 && kill % KILLS_OF_ONE_LIFE === 0) {
        ended ||= scene.server.ended;
        await scene.server.stop();
        await scene.server.start();
      }
      const before = scene.acked;
      await scene.until(() => scene.acked >= before + 300, 20_000);
      const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
      // Every second time all of its processes at once, as `pg_ctl stop -m immediate` does it.
      process.kill(pid, kill % 2 === 0 ? 'SIGKILL' : 'SIGQUIT');
      const begin = performance.now();
      const last = scene.acked;
      const answers = untilItAnswers(scene.server.demo.database);
      // What was committed just before may still be answered.
      await scene.until(() => scene.acked >= last + 50, 30_000);
      away.push(Math.round(performance.now() - begin));
      back.push(Math.max(0, performance.now() - (await answers)));
    }
    const { figures, violations } = await scene.judge();
    const longest = Math.max(...away);
    const longestBack = Math.round(Math.max(...back));
    return {
      figures: {
        kills: KILLS[size],
        ...figuresOf(figures),
        'longest away ms': longest,
        'of them after it was back': longestBack,
      },
      violations: [
        ...violations,
        ...goal(!ended && !scene.server.ended, 'the server ended with its database'),
        ...goal(longestBack <= LONGEST_BACK, `messages went on ${longestBack} ms after PostgreSQL was back`),
      ],
    };
  },
};

/** When the database answers again, in milliseconds of this process. */
async function untilItAnswers(url: string): Promise<number> {
  // What was killed may still answer for a moment.
  await delay(50);
  for (;;) {
    try {
      await asPlainClient(url, (client) => client.query('SELECT 1'));
      return performance.now();
    } catch {
      await delay(25);
    }
  }
}
