import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { call, startHelp } from '../src/calls.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

const SIZE = '320m';
const SECONDS = { small: 4, ci: 6, full: 30 };
const LONGEST_BACK = 10_000;

export const diskFull: Row = {
  id: 'F5',
  fault: 'the disk with the database, the files and the log is full, then has space again',
  minutes: 1,
  async run({ size, scene: open }) {
    const folder = mkdtempSync(join(tmpdir(), 'alongside-faults-disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0755`, 'none', folder]);
    if (mounted.status !== 0) {
      rmdirSync(folder);
      return {
        figures: {},
        violations: [],
        skipped: 'a small file system of its own can be mounted by root on Linux only',
      };
    }
    chmodSync(folder, 0o755);
    const ballast = join(folder, 'ballast');
    try {
      const scene = await open({ ownPostgres: true, folder });
      const { server } = scene;
      const pairs = [];
      for (let n = 0; n < 10; n += 1) {
        const { client, started } = await scene.customer();
        pairs.push({ client, conversationId: started.conversationId });
      }
      const probe = await startHelp(server.url, server.demo, 'probe');
      const where = `/v1/conversations/${probe.conversationId}`;
      scene.talk(pairs);
      await scene.until(() => scene.acked >= 300, 20_000);
      fill(ballast);
      const answers = new Map<string, number>();
      let slowest = 0;
      let tries = 0;
      const reads = { good: 0, all: 0 };
      const until = performance.now() + SECONDS[size] * 1000;
      while (performance.now() < until) {
        // What is freed meanwhile, as old logs, is taken too.
        fill(`${ballast}-${answers.size}`);
        const begin = performance.now();
        tries += 1;
        const sent = await call(server.url, 'POST', `${where}/entries`, {
          token: probe.token,
          body: { clientId: `full-${tries}`, body: { kind: 'text', text: 'x'.repeat(7_000) } },
        }).catch(() => ({ status: 0, code: 'no answer' }));
        slowest = Math.max(slowest, performance.now() - begin);
        const word = `${sent.status} ${sent.code ?? ''}`.trim();
        answers.set(word, (answers.get(word) ?? 0) + 1);
        const read = await call(server.url, 'GET', `${where}/entries?after=0`, probe).catch(() => null);
        reads.all += 1;
        if (read?.status === 200) reads.good += 1;
        await delay(100);
      }
      const upload = await fetch(`${server.url}${where}/files?name=note.txt`, {
        method: 'POST',
        headers: { authorization: `Bearer ${probe.token}`, 'content-type': 'application/octet-stream' },
        body: 'x'.repeat(200_000),
      }).then(
        async (response) => `${response.status} ${/"code":"(\w+)"/.exec(await response.text())?.[1] ?? ''}`.trim(),
        () => '0 no answer',
      );
      const alive = await call(server.url, 'GET', '/v1/health').then(
        ({ status }) => status,
        () => 0,
      );
      const lived = !server.ended;
      rmSync(ballast);
      for (let n = 0; n <= answers.size; n += 1) rmSync(`${ballast}-${n}`, { force: true });
      const healed = performance.now();
      const last = scene.acked;
      const wentOn = lived && (await scene.until(() => scene.acked >= last + 100, 30_000));
      const back = Math.round(performance.now() - healed);
      const { figures, violations } = await scene.judge();
      // The probe's own messages went past the clients' logs; what was not answered may exist or not.
      const known = violations.filter(({ what }) => !what.includes('/full-'));
      const untyped = [...answers.keys()].filter((word) => !/^(201|200|503 |429 )/.test(word));
      return {
        figures: {
          ...figuresOf(figures),
          'sends while full': [...answers].map(([word, count]) => `${word}: ${count}`).join(', '),
          'slowest ms': Math.round(slowest),
          'reads answered': `${reads.good} of ${reads.all}`,
          'upload while full': upload,
          'back after ms': back,
        },
        violations: [
          ...known,
          ...goal(lived, 'the server ended'),
          ...goal(alive === 200, `liveness was ${alive}`),
          ...goal(untyped.length === 0, `sends were answered ${untyped.join(', ')}`),
          ...goal(!upload.startsWith('500') && !upload.startsWith('0'), `an upload was answered ${upload}`),
          ...goal(reads.good >= reads.all * 0.9, `${reads.good} of ${reads.all} reads were answered`),
          ...goal(wentOn && back <= LONGEST_BACK, `messages went on after ${back} ms`),
        ],
      };
    } finally {
      // The scene ends after this: what still runs there keeps the file system until then.
      spawnSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    }
  },
};

/** Takes all the space there is. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let bytes = 1_048_576; bytes >= 512; bytes /= 2) {
      try {
        for (;;) writeSync(file, Buffer.alloc(bytes));
      } catch {
        // Full for pieces of this size.
      }
    }
  } finally {
    closeSync(file);
  }
}
