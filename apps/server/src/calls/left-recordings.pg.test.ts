import { randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expireCallRecordings, sweepFiles } from '@alongside/domain';
import type { Call } from '@alongside/protocol';
import pg from 'pg';
import { expect, test } from 'vitest';
import { calling, speaking, startCallServer, verb } from '../testing/call-scene.ts';
import { call, signIn } from '../testing/client.ts';
import { storeLeftRecordings } from './left-recordings.ts';
import { storeRecordings } from './store-recordings.ts';

/** Older than anything that is still being written. */
const OLD = new Date(Date.now() - 120_000);

/** A call in progress, and a folder that a media engine records into. */
async function scene() {
  const { server, media } = await startCallServer();
  const talk = await calling(server);
  await speaking(media, talk);
  const folder = join(server.dataDir, 'recordings');
  await mkdir(folder);
  const supervisor = (await signIn(server, server.demo.agents[3]!)).token;
  return {
    server,
    talk,
    folder,
    end: () => verb(server, talk.agent.token, 'POST', `/v1/calls/${talk.callId}/end`),
    async leave(name: string, content: Uint8Array, at: Date | null = OLD): Promise<string> {
      const path = join(folder, name);
      await writeFile(path, content);
      if (at !== null) await utimes(path, at, at);
      return path;
    },
    look: () => storeLeftRecordings(server.platform, folder),
    recordings: async () =>
      (await call<Call>(server, 'GET', `/v1/calls/${talk.callId}`, { token: supervisor })).body.recordings,
    content: async (recordingId: string) => {
      const headers = { authorization: `Bearer ${supervisor}` };
      const answer = await fetch(`${server.url}/v1/calls/${talk.callId}/recordings/${recordingId}`, { headers });
      return Buffer.from(await answer.arrayBuffer());
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

test('[CALL10] a recording that was left behind is stored once its call is over, and is gone from the folder', async () => {
  await using at = await scene();
  const { callId } = at.talk;
  const legId = randomUUID();
  await at.leave(`${callId}.0a1b2c.${legId}.sound-and-video.webm`, Buffer.from('a film'));
  await at.leave(`${callId}.0a1b2c.all.sound.webm`, Buffer.from('all of them'));
  await at.look();
  expect(await at.recordings()).toEqual([]);
  await at.end();
  await at.leave(`${callId}.0a1b2c.${legId}.screen.webm`, Buffer.from('still written'), null);
  await at.look();
  const found = (await at.recordings()).sort((a, b) => a.contentType.localeCompare(b.contentType));
  expect(found).toMatchObject([
    { legId: null, contentType: 'audio/webm', bytes: 11, consent: 'given' },
    { legId, contentType: 'video/webm', bytes: 6 },
  ]);
  expect(String(await at.content(found[0]!.id))).toBe('all of them');
  expect(await readdir(at.folder)).toEqual([`${callId}.0a1b2c.${legId}.screen.webm`]);
});

test('sound whose process died before it could write how long it is can be played', async () => {
  await using at = await scene();
  await at.end();
  // As the engine opens one: the head without sizes, then half a second of 8,000 octets each.
  await at.leave(
    `${at.talk.callId}.0a1b2c.all.sound.wav`,
    Buffer.concat([Buffer.alloc(58), Buffer.alloc(4_000, 0xff)]),
  );
  await at.leave(`${at.talk.callId}.3d4e5f.all.sound.wav`, Buffer.alloc(58));
  await at.leave(`${at.talk.callId}.3d4e5f.all.sound.webm`, Buffer.alloc(0));
  await at.look();
  const [found, ...more] = await at.recordings();
  expect(found).toMatchObject({ contentType: 'audio/wav', milliseconds: 500 });
  const stored = await at.content(found!.id);
  expect([stored.toString('latin1', 0, 4), stored.readUInt32LE(54)]).toEqual(['RIFF', 4_000]);
  // Nothing was written to the others.
  expect(more).toEqual([]);
  expect(await readdir(at.folder)).toEqual([]);
});

test('a file that is stored and could not be removed is not stored twice', async () => {
  await using at = await scene();
  await at.end();
  const { callId } = at.talk;
  const name = `${callId}.0a1b2c.all.sound.webm`;
  const path = await at.leave(name, Buffer.from('once'));
  const { platform, demo } = at.server;
  const file = { path, legId: null, contentType: 'audio/webm', bytes: 4, milliseconds: 20 };
  await storeRecordings(platform, { tenantId: demo.tenant.id, callId, consent: 'given' }, [file]);
  await at.leave(name, Buffer.from('once'));
  await at.look();
  expect(await at.recordings()).toHaveLength(1);
  expect(await readdir(at.folder)).toEqual([]);
});

test('one that cannot be stored holds up no other, and stays; so does one of a call that nobody knows', async () => {
  await using at = await scene();
  await at.end();
  const unknown = `${randomUUID()}.0a1b2c.all.sound.webm`;
  const broken = `0.0a1b2c.all.sound.webm`;
  await at.leave(broken, Buffer.from('no call has this id'));
  await at.leave(unknown, Buffer.from('of an older database'));
  await at.leave(`${at.talk.callId}.0a1b2c.all.sound.webm`, Buffer.from('stored'));
  await at.look();
  expect(await at.recordings()).toHaveLength(1);
  expect((await readdir(at.folder)).sort()).toEqual([broken, unknown].sort());
});

test('[CALL10] a recording that was kept long enough is shown to nobody, and its bytes go', async () => {
  await using at = await scene();
  await at.end();
  await at.leave(`${at.talk.callId}.0a1b2c.all.sound.webm`, Buffer.from('old'));
  await at.look();
  const [{ id } = { id: '' }] = await at.recordings();
  const { platform, demo } = at.server;
  const key = `calls/${demo.tenant.id}/${at.talk.callId}/${id}`;
  expect(await platform.blobs.get(key)).not.toBeNull();
  const database = new pg.Client({ connectionString: demo.database });
  await database.connect();
  await database.query('BEGIN');
  await database.query(`SELECT set_config('app.tenant', $1, true)`, [demo.tenant.id]);
  await database.query(`UPDATE call_recordings SET created_at = created_at - interval '91 days'`);
  await database.query('COMMIT');
  await database.end();
  expect(await expireCallRecordings(platform)).toBe(1);
  expect(await at.recordings()).toEqual([]);
  await sweepFiles(platform);
  expect(await platform.blobs.get(key)).toBeNull();
});
