import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findRunningPostgresAsAdmin, removeEmbeddedPostgres, startEmbeddedPostgres } from '@alongside/store/embedded';
import { archiveNow, blobsIn, segmentsIn } from '../src/archive.ts';
import { call, startHelp } from '../src/calls.ts';
import { differing, type Heads, readChains, readHeads, readTail, writeMessages } from '../src/chains.ts';
import { runWords } from '../src/program.ts';
import { goal, type Row } from '../src/row.ts';
import { asPlainClient } from '../src/schema.ts';
import { inLanes } from '../src/light-client.ts';

/** Messages written past the server, half of them before the backup; conversations that hold them; people who talk and upload; seconds of it. */
const SIZES = {
  small: { messages: 10_000, conversations: 20, people: 6, seconds: 2, unarchived: 2 },
  ci: { messages: 50_000, conversations: 50, people: 10, seconds: 4, unarchived: 4 },
  full: { messages: 1_000_000, conversations: 500, people: 20, seconds: 8, unarchived: 75 },
};
/** Milliseconds. */
const RESTORED = 5 * 60_000;
/** A segment that is not full is archived after a minute; the rest is the way there. */
const LOST_AT_MOST = 75_000;

interface Upload {
  readonly id: string;
  readonly token: string;
}

export const restored: Row = {
  id: 'F32',
  fault: 'the machine is lost: a backup and the archived log bring everything back, and a moment between',
  minutes: 5,
  async run({ size, main, scene: open, progress }) {
    const { messages, conversations, people, seconds, unarchived } = SIZES[size];
    const folder = mkdtempSync(join(tmpdir(), 'alongside-faults-archive-'));
    const archive = join(folder, 'archive');
    const wrong: string[] = [];
    const miss = (met: boolean, what: string) => met || wrong.push(what);
    const STEPS = 10;
    try {
      const env: Record<string, string> = { ALONGSIDE_ARCHIVE: archive };
      const scene = await open({ ownPostgres: true, env });
      const { server } = scene;
      const { dataDir } = server;
      const kept = `${dataDir}-kept`;
      const second = join(folder, 'second');
      const third = join(folder, 'third');
      const admin = () => findRunningPostgresAsAdmin(join(dataDir, 'postgres')) ?? '';

      const many = await inLanes(
        Array.from({ length: conversations }, (_, n) => n),
        4,
        (n) => startHelp(server.url, server.demo, `many-${n}`),
      );
      const ids = many.map(({ conversationId }) => conversationId);
      await writeMessages(admin(), ids, messages / conversations / 2);
      progress(1, STEPS, 'steps: the first half is written');

      const pairs: Parameters<typeof scene.talk>[0][number][] = [];
      const tokens: { token: string; conversationId: string }[] = [];
      for (let n = 0; n < people; n += 1) {
        const { client, started } = await scene.customer();
        pairs.push({ client, conversationId: started.conversationId });
        tokens.push(started);
      }
      const uploads: Upload[] = [];
      let uploading = true;
      const uploader = (async () => {
        for (let n = 0; uploading; n += 1) {
          const { token, conversationId } = tokens[n % tokens.length]!;
          const id = await upload(server.url, token, conversationId, n).catch(() => null);
          if (id !== null) uploads.push({ id, token });
          await delay(50);
        }
      })();
      scene.talk(pairs, 5);
      await scene.until(() => uploads.length >= 10, 20_000);

      const backupBegan = performance.now();
      const backup = await runWords(main, ['backup', '--data', dataDir, '--archive', archive]);
      const backupSeconds = Math.round((performance.now() - backupBegan) / 100) / 10;
      if (backup.code !== 0) throw new Error(`The backup ended with ${backup.code}: ${backup.output}`);
      miss(
        /every later moment/i.test(backup.output),
        `the backup did not see that the server archives: ${backup.output}`,
      );
      progress(2, STEPS, 'steps: the backup is there');
      await writeMessages(admin(), ids, messages / conversations / 2);
      await delay(seconds * 500);

      await archiveNow(admin());
      // A moment to which to return: nobody writes, all is answered, and later there is more.
      scene.hush();
      uploading = false;
      await uploader;
      await scene.until(
        () => pairs.every(({ client }) => [...client.logs.values()].every((log) => !log.outbox.length)),
        10_000,
      );
      const moment = { heads: await readHeads(admin()), uploads: uploads.length, at: await clockOf(admin()) };
      await delay(200);
      progress(3, STEPS, 'steps: on to the last archived segment');

      scene.talk(pairs, 5);
      await delay(seconds * 500);
      for (let n = 0; n < 5; n += 1) {
        const { token, conversationId } = tokens[n % tokens.length]!;
        uploads.push({ id: await upload(server.url, token, conversationId, 1_000 + n), token });
      }
      const safeUploads = uploads.length;
      const safe = await readHeads(admin());
      const safeAcked = scene.acked;
      await archiveNow(admin());
      await delay(unarchived * 1000);

      // The machine is lost: without a word, and with its disk. What was on it is kept for the judge alone.
      const lastAcked = scene.acked;
      const pid = postmasterOf(dataDir);
      const lostAt = await clockOf(admin());
      await server.kill();
      process.kill(pid, 'SIGKILL');
      for (const { client } of pairs) client.close();
      await delay(1_000);
      renameSync(dataDir, kept);
      progress(5, STEPS, 'steps: everything is gone');

      const begin = performance.now();
      const restoring = await runWords(main, ['restore', '--data', dataDir, '--archive', archive]);
      const restoreMs = performance.now() - begin;
      if (restoring.code !== 0) throw new Error(`The restore ended with ${restoring.code}: ${restoring.output}`);
      progress(7, STEPS, 'steps: restored');
      const source = await startEmbeddedPostgres({ dataDir: join(kept, 'postgres') });
      const figures: Record<string, number | string> = {};
      try {
        // Before the server adds to it.
        const looked = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
        const heads = await readHeads(looked.adminUrl);
        const chains = await readChains(looked.adminUrl, heads);
        await looked.stop();
        const wanted = await readChains(source.adminUrl, heads);
        const different = differing(wanted, chains);
        miss(different.length === 0, `${different.length} conversations are not what they were, as ${different[0]}`);
        const behind = [...safe].filter(([id, last]) => (heads.get(id) ?? 0) < last);
        const lostOfArchived = behind.reduce((sum, [id, last]) => sum + last - (heads.get(id) ?? 0), 0);
        miss(lostOfArchived === 0, `${lostOfArchived} entries are lost that were in the archive`);
        const tail = await readTail(source.adminUrl, heads);
        const lostMs = tail.oldest === null ? 0 : lostAt.getTime() - tail.oldest.getTime();
        miss(lostMs <= LOST_AT_MOST, `the oldest entry that is lost was ${lostMs} ms old`);

        // The old archive is of another history.
        const refused = await runWords(main, ['serve', '--port', '0', '--data', dataDir, '--archive', archive]);
        miss(
          refused.code === 1 && /new, empty folder/.test(refused.output),
          `the old archive was taken: ${refused.output}`,
        );
        env.ALONGSIDE_ARCHIVE = join(folder, 'archive-2');
        const startMs = await server.start();
        const began = performance.now();
        const { client, started } = await scene.customer();
        await client.say(started.conversationId, 'after the restore').answered;
        const rto = restoreMs + startMs + performance.now() - began;
        miss(rto <= RESTORED, `it took ${Math.round(rto / 1000)} s to serve again`);
        const gone: string[] = [];
        let served = 0;
        for (const [n, { id, token }] of uploads.entries()) {
          const { status } = await call(server.url, 'GET', `/v1/files/${id}`, { token });
          if (status === 200) served += 1;
          else if (n < safeUploads) gone.push(`file ${id} was answered ${status}`);
        }
        wrong.push(...gone);
        const again = await runWords(main, ['backup', '--data', dataDir, '--archive', env.ALONGSIDE_ARCHIVE]);
        miss(again.code === 0, `a backup of what was restored ended with ${again.code}: ${again.output}`);
        Object.assign(figures, {
          entries: [...heads.values()].reduce((sum, last) => sum + last, 0),
          'acknowledged before the last archived segment': safeAcked,
          'of those lost': lostOfArchived,
          'acknowledged after it': lastAcked - safeAcked,
          'entries lost with the rest': tail.entries,
          'the oldest of them s before the end': Math.round(lostMs / 100) / 10,
          conversations: heads.size,
          'of them different': different.length,
          'backup s': backupSeconds,
          'restore s': Math.round(restoreMs / 100) / 10,
          'serving again s': Math.round(rto / 100) / 10,
          'files uploaded': uploads.length,
          'served again': served,
        });
        progress(8, STEPS, 'steps: served again');

        // The moment between, with one file lost from the archive: it must be named.
        const blobs = blobsIn(archive).filter((path) => uploads.slice(0, 5).some(({ id }) => path.includes(id)));
        const [victim = ''] = blobs;
        const bytes = readFileSync(victim);
        rmSync(victim);
        const between = ['restore', '--archive', archive, '--until', moment.at.toISOString()];
        const back = await runWords(main, [...between, '--data', second]);
        writeFileSync(victim, bytes);
        const missing = back.output.split('\n').filter((line) => line.includes('missing: '));
        miss(
          back.code === 1 && missing.length === 1,
          `one file was missing and ${missing.length} were named: ${back.output}`,
        );
        const then = await startEmbeddedPostgres({ dataDir: join(second, 'postgres') });
        let caught = 0;
        try {
          const found = await readHeads(then.adminUrl);
          const off = [...moment.heads].filter(([id, last]) => found.get(id) !== last);
          miss(
            off.length === 0 && found.size === moment.heads.size,
            `${off.length} conversations are not as of that moment`,
          );
          const before = await readChains(source.adminUrl, moment.heads);
          const other = differing(before, await readChains(then.adminUrl, moment.heads));
          miss(other.length === 0, `${other.length} conversations differ from what they were at that moment`);
          // Is the comparison any good? One letter of one entry.
          caught = await changedIsCaught(then.adminUrl, moment.heads, before);
          miss(caught === 1, `one entry was changed, and ${caught} conversations were found to differ`);
        } finally {
          await then.stop();
        }
        progress(9, STEPS, 'steps: the moment between');

        // An archive with a hole, and one with a damaged segment, are not taken for whole.
        const [last, inner] = [...segmentsIn(archive)].reverse();
        const holes: string[] = [];
        for (const [name, spoil] of size === 'full'
          ? [[inner, 'away'] as const]
          : ([
              [inner, 'away'],
              [last, 'damaged'],
            ] as const)) {
          const path = join(archive, 'wal', name ?? '');
          const good = readFileSync(path);
          if (spoil === 'away') rmSync(path);
          else writeFileSync(path, good.subarray(0, good.length / 2));
          const tried = await runWords(main, ['restore', '--data', third, '--archive', archive]);
          writeFileSync(path, good);
          if (tried.code === 1 && /lacks [0-9A-F]{24} or has it damaged/.test(tried.output)) holes.push(spoil);
          else wrong.push(`with ${name} ${spoil} the restore ended with ${tried.code}: ${tried.output}`);
          rmSync(third, { recursive: true, force: true });
        }
        Object.assign(figures, {
          'entries of the moment between': [...moment.heads.values()].reduce((sum, at) => sum + at, 0),
          'lost file named': missing.length,
          'changed entry found': caught,
          'spoilt archives refused': holes.join(', ') || 'none',
        });
      } finally {
        await source.stop();
        await removeEmbeddedPostgres(join(kept, 'postgres'));
        rmSync(kept, { recursive: true, force: true });
      }
      return { figures, violations: wrong.flatMap((what) => goal(false, what)) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const clockOf = (adminUrl: string): Promise<Date> =>
  asPlainClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date(0);
  });

const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** In some conversations, for one is enough. */
async function changedIsCaught(adminUrl: string, all: Heads, before: ReadonlyMap<string, string>): Promise<number> {
  const heads = new Map([...all].filter(([, last]) => last > 0).slice(0, 20));
  const [one] = heads.keys();
  await asPlainClient(adminUrl, (client) =>
    client.query(`UPDATE entries SET author_name = author_name || '.' WHERE conversation_id = $1 AND seq = 1`, [one]),
  );
  const some = new Map([...before].filter(([id]) => heads.has(id)));
  return differing(some, await readChains(adminUrl, heads)).length;
}

async function upload(url: string, token: string, conversationId: string, n: number): Promise<string> {
  const response = await fetch(`${url}/v1/conversations/${conversationId}/files?name=note-${n}.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: `The contents of file ${n}.\n`.repeat(40),
    signal: AbortSignal.timeout(10_000),
  });
  if (response.status >= 300) throw new Error(`Upload: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}
