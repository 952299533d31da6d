import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { call } from '../src/calls.ts';
import {
  ageNotes,
  compareFiles,
  countNotes,
  sentTwice,
  type Uploaded,
  type Uploader,
  upload,
  uploadHalf,
} from '../src/files.ts';
import { figuresOf, p95Of } from '../src/report.ts';
import type { Row } from '../src/row.ts';
import { SdkCustomer } from '../src/sdk-client.ts';

/** Kills in the middle of uploads; seconds without the disk; uploads while it is slow. */
const SIZES = {
  small: { kills: 2, away: 2, slow: 4 },
  ci: { kills: 4, away: 5, slow: 10 },
  full: { kills: 20, away: 30, slow: 40 },
};
/** Milliseconds that a slow disk takes at most, and in which a text is to be answered meanwhile. */
const SLOW = 3_000;
const TEXT_ANSWERED = 1_000;
const TAKES_AGAIN = 2_000;
/** The SDK waits longer and longer between two tries, half a minute at most. */
const LONGEST_BACK = 35_000;
/** The sweep looks every 15 s. */
const SWEPT = 25_000;

export const filesAway: Row = {
  id: 'F28',
  lane: 'waits',
  fault: 'the store of files dies in the middle of uploads, is away, is slow; clients break off half-way',
  minutes: 3,
  async run({ size, scene: open, progress }) {
    const { kills, away, slow } = SIZES[size];
    const wrong: string[] = [];
    const miss = (met: boolean, what: string) => met || wrong.push(what);
    const scene = await open({ failpoint: 'blobs.written=kill' });
    const { server } = scene;
    const files = join(server.dataDir, 'files');
    const people: Uploader[] = [];
    const pairs: Parameters<typeof scene.talk>[0][number][] = [];
    for (let n = 0; n < 6; n += 1) {
      const { client, started } = await scene.customer();
      people.push(started);
      pairs.push({ client, conversationId: started.conversationId });
    }
    // Not judged as the others: files are drawn by the SDK, and the judge knows texts only.
    const sdk = await SdkCustomer.start({ url: scene.address, demo: server.demo, customerId: 'with files' });
    const good: { readonly id: string; readonly token: string }[] = [];
    const take = (person: Uploader, { status, id }: Uploaded): boolean => {
      if (status === 201 && id !== null) good.push({ id, token: person.token });
      return status === 201;
    };
    const all = (text: string) => Promise.all(people.map((person) => upload(server.url, person, text)));
    const steps = kills + 4;

    // Half-written: dies between the bytes and their name, or between their name and their row.
    let unanswered = 0;
    const sdkSent: Promise<unknown>[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      sdkSent.push(sdk.alongside.conversation.sendFile(fileOf(`kill ${kill}`)).accepted);
      const sending = all(`file of kill ${kill}\n`.repeat(2_000));
      await server.killAtFailpoint();
      for (const [n, answer] of (await sending).entries()) if (!take(people[n]!, answer)) unanswered += 1;
      server.failpoint = kill % 2 === 0 ? 'file.put=kill' : 'blobs.written=kill';
      await server.start();
      progress(kill + 1, steps, 'steps: kills');
    }
    miss(unanswered >= kills, `only ${unanswered} uploads were cut off by ${kills} kills`);
    miss(readdirSync(join(files, 'unfinished')).length === 0, 'half-written files outlived the start');

    for (const [n, answer] of (await all('before it goes away')).entries())
      miss(take(people[n]!, answer), `an upload was answered ${answer.status} ${answer.code}`);

    // Clients that break off.
    await Promise.all(people.map((person) => uploadHalf(server.url, person, 100_000)));

    // Away, as a disk that is not mounted any more. What is old enough to be swept must not be forgotten meanwhile.
    scene.talk(pairs, 20);
    const aside = `${files}-aside`;
    const said = scene.acked;
    const notedBefore = await ageNotes(scene.store);
    renameSync(files, aside);
    mkdirSync(files);
    const waiting = sdk.alongside.conversation.sendFile(fileOf('while away'));
    let waitingAnswered = false;
    waiting.accepted.then(
      () => {
        waitingAnswered = true;
      },
      () => {},
    );
    const refusals = new Map<string, number>();
    const until = performance.now() + Math.max(away * 1_000, 17_000);
    let reads = 0;
    let slowest = 0;
    for (let n = 0; performance.now() < until; n += 1) {
      for (const { status, code, milliseconds } of await all(`away ${n}`)) {
        const word = `${status} ${code ?? ''}`.trim();
        refusals.set(word, (refusals.get(word) ?? 0) + 1);
        slowest = Math.max(slowest, milliseconds);
      }
      const [one] = good;
      if (one !== undefined) {
        const { status, code } = await call(server.url, 'GET', `/v1/files/${one.id}`, one);
        miss(status === 503, `a file was answered ${status} ${code} while the disk was away`);
        reads += 1;
      }
      await delay(200);
    }
    const shownAsSent = waitingAnswered;
    const saidMeanwhile = scene.acked - said;
    const notedAfter = await countNotes(scene.store);
    rmSync(files, { recursive: true });
    renameSync(aside, files);
    const returned = performance.now();
    const first = await upload(server.url, people[0]!, 'back again');
    miss(take(people[0]!, first), `the first upload after it was back was answered ${first.status} ${first.code}`);
    miss(first.milliseconds <= TAKES_AGAIN, `the first upload after it was back took ${first.milliseconds} ms`);
    await waiting.accepted;
    const back = Math.round(performance.now() - returned);
    miss(!shownAsSent, 'a message was accepted whose file could not be kept');
    miss(
      [...refusals.keys()].join() === '503 store_unavailable',
      `uploads were answered ${[...refusals.keys()].join(', ')}`,
    );
    miss(saidMeanwhile > 0, 'no text was answered while the disk was away');
    miss(
      notedAfter >= notedBefore,
      `${notedBefore - notedAfter} keys were forgotten while nobody could delete their bytes`,
    );
    miss(back <= LONGEST_BACK, `the waiting file was accepted ${back} ms after the disk was back`);
    miss(!server.ended, 'the server ended');
    progress(kills + 2, steps, 'steps: away');
    scene.hush();

    // Slow: who sends a text does not wait for those who send files.
    await server.stop();
    server.failpoint = `blobs.written=delay:${SLOW}`;
    await server.start();
    await scene.untilAllAnswered(10_000);
    const texts: number[] = [];
    const slowFiles: number[] = [];
    let uploading = true;
    const [writer, ...uploaders] = people;
    const text = (async () => {
      for (let n = 0; uploading; n += 1) {
        const begin = performance.now();
        await pairs[0]!.client.say(writer!.conversationId, `beside slow files ${n}`).answered;
        texts.push(performance.now() - begin);
        await delay(50);
      }
    })();
    for (let n = 0; n < slow; n += uploaders.length) {
      const answers = await Promise.all(uploaders.map((person) => upload(server.url, person, `slow ${n}`)));
      for (const [at, answer] of answers.entries()) {
        miss(take(uploaders[at]!, answer), `a slow upload was answered ${answer.status} ${answer.code}`);
        slowFiles.push(answer.milliseconds);
      }
    }
    uploading = false;
    await text;
    const textTimes = p95Of(texts);
    miss(textTimes.p95 <= TEXT_ANSWERED, `texts took ${textTimes.p95} ms beside slow files`);
    progress(kills + 3, steps, 'steps: slow');

    // What nothing names goes, as soon as it is an hour old; what is named is there, and is given out.
    await Promise.all(sdkSent);
    await ageNotes(scene.store);
    const end = performance.now() + SWEPT;
    let found = await compareFiles(files, scene.store);
    while (performance.now() < end && (found.orphans.length > 0 || (await countNotes(scene.store)) > 0)) {
      await delay(500);
      found = await compareFiles(files, scene.store);
    }
    miss(found.orphans.length === 0, `${found.orphans.length} files are left that nothing names`);
    miss(found.missing.length === 0, `${found.missing.length} files are named and not there`);
    let served = 0;
    for (const { id, token } of good) {
      const { status, code } = await call(server.url, 'GET', `/v1/files/${id}`, { token });
      if (status === 200) served += 1;
      else wrong.push(`an uploaded file was answered ${status} ${code}`);
    }
    const twice = await sentTwice(scene.store);
    miss(twice.length === 0, `files were sent twice: ${twice.join(', ')}`);

    // Is the comparison any good?
    const tenant = join(files, 'blobs', 'files', server.demo.tenant.id);
    const some = good[0]?.id ?? '';
    writeFileSync(join(tenant, '00000000-0000-4000-8000-000000000000.blob'), 'planted');
    renameSync(join(tenant, `${some}.blob`), join(tenant, `${some}.gone`));
    const planted = await compareFiles(files, scene.store);
    renameSync(join(tenant, `${some}.gone`), join(tenant, `${some}.blob`));
    rmSync(join(tenant, '00000000-0000-4000-8000-000000000000.blob'));
    miss(planted.orphans.length === 1 && planted.missing.length === 1, 'a planted and a missing file were not found');

    sdk.close();
    const { figures, violations } = await scene.judge();
    return {
      figures: {
        ...figuresOf(figures),
        'kills in uploads': kills,
        'uploads cut off': unanswered,
        'uploads taken': good.length,
        'given out again': served,
        'refused while away': [...refusals].map(([word, count]) => `${word} ${count}`).join(', '),
        'slowest refusal ms': slowest,
        'downloads refused': reads,
        'texts answered meanwhile': saidMeanwhile,
        'upload taken again after ms': first.milliseconds,
        'waiting file accepted after ms': back,
        'slow uploads p95 ms': p95Of(slowFiles).p95,
        'texts beside them p95 ms': textTimes.p95,
        orphans: found.orphans.length,
        missing: found.missing.length,
        'planted found': planted.orphans.length + planted.missing.length,
      },
      violations: [...violations, ...wrong.map((what) => ({ rule: 'goal' as const, what }))],
    };
  },
};

const fileOf = (name: string) => ({
  name: `${name}.txt`,
  mediaType: 'text/plain',
  data: Buffer.from(`${name}\n`.repeat(500)),
});
