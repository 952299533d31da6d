import { randomUUID } from 'node:crypto';
import {
  authenticate,
  type ChannelVisitor,
  keepLargeEvent,
  type Platform,
  storeFile,
  sweepFiles,
  uploadOnChannel,
} from '@alongside/domain';
import { type ErrorBody, LIMITS } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHelp } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let database: pg.Client;
let visitor: ChannelVisitor;
beforeAll(async () => {
  server = await startTestServer();
  database = new pg.Client({ connectionString: server.demo.database });
  await database.connect();
  const channelId = `chat_${randomUUID()}`;
  await server.platform.store.transaction(tenantId(), (tx) =>
    tx.channels.saveChannel({
      id: channelId,
      name: 'App',
      mode: 'multi',
      identity: 'anonymous',
      openId: null,
      queueId: null,
      hoursId: null,
      needsAgents: false,
      files: { enabled: true, maxMegabytes: 1, types: [] },
      preContactForm: null,
      contactFields: [],
      customerFields: [],
      transcript: false,
      proactive: false,
      welcomeText: null,
    }),
  );
  visitor = { brandId: server.demo.tenant.brandId, channelId, visitorId: randomUUID() };
});
afterAll(async () => {
  await database.end();
  await server.stop();
});

const tenantId = () => server.demo.tenant.id;
async function inDatabase<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  await database.query('BEGIN');
  await database.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId()]);
  const { rows } = await database.query<T>(sql, values);
  await database.query('COMMIT');
  return rows;
}
const used = () => server.platform.store.transaction(tenantId(), (tx) => tx.files.usedBytes());
const upload = (bytes: Uint8Array, platform: Platform = server.platform, name = 'a.txt') =>
  uploadOnChannel(platform, visitor, { name, bytes });
const noted = async () => (await inDatabase<{ key: string }>('SELECT key FROM noted_blobs')).map(({ key }) => key);

test('[FILE3] a photograph is kept without the place where it was taken', async () => {
  const exif = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0 GPS 52.37N', 'latin1');
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 7, 0, 9, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8]), head, exif, frame, Buffer.from([0xff, 0xd9])]);
  const { id, width, bytes } = await upload(photo, server.platform, 'photo.jpg');
  const kept = await server.platform.blobs.get(`files/${tenantId()}/${id}`);
  expect(Buffer.from(kept!).includes('GPS')).toBe(false);
  expect([width, bytes]).toEqual([9, kept!.byteLength]);
});

test('[FILE4] what the files of a company take is counted as they come and go, and what does not fit is refused', async () => {
  const before = await used();
  const { id } = await upload(Buffer.from('x'.repeat(1000)));
  expect(await used()).toBe(before + 1000);
  const full: Platform = { ...server.platform, tenantFileBytes: before + 2500 };
  const all = await Promise.allSettled([1, 2, 3].map(() => upload(Buffer.from('y'.repeat(1000)), full)));
  expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  const refused = all.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: 'file_quota_exceeded' });
  expect(await used()).toBe(before + 2000);
  await inDatabase(`UPDATE files SET created_at = created_at - interval '2 days' WHERE id = $1`, [id]);
  await sweepFiles(server.platform);
  expect(await used()).toBe(before + 1000);
  expect(await server.platform.blobs.get(`files/${tenantId()}/${id}`)).toBeNull();
});

test('[FILE4] a conversation holds so much', async () => {
  const started = await startHelp(server);
  const { conversationId } = started;
  const customer = (await authenticate(server.platform, started.token))!;
  const send = () =>
    storeFile(server.platform, customer, { conversationId, name: 'a.txt', bytes: Buffer.from('words') });
  const { id } = await send();
  await inDatabase('UPDATE files SET bytes = $2 WHERE id = $1', [id, LIMITS.conversationFileBytes - 3]);
  await expect(send()).rejects.toMatchObject({ code: 'file_quota_exceeded' });
  const answer = await fetch(`${server.url}/v1/conversations/${conversationId}/files?name=a.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${started.token}`, 'content-type': 'application/octet-stream' },
    body: 'words',
  });
  expect([answer.status, ((await answer.json()) as ErrorBody).error.code]).toEqual([413, 'file_quota_exceeded']);
});

test('what a crash leaves between bytes and row is removed after an hour, and nothing else', async () => {
  const killed: Platform = {
    ...server.platform,
    blobs: {
      ...server.platform.blobs,
      async put(key, bytes) {
        await server.platform.blobs.put(key, bytes);
        throw new Error('killed');
      },
    },
  };
  const before = new Set(await noted());
  await expect(upload(Buffer.from('left behind'), killed)).rejects.toThrow('killed');
  const whole = await upload(Buffer.from('whole'));
  const [left = '', ...more] = (await noted()).filter((key) => !before.has(key));
  expect(more).toEqual([]);
  await sweepFiles(server.platform);
  expect(await server.platform.blobs.get(left)).not.toBeNull();
  await inDatabase(`UPDATE noted_blobs SET since = since - interval '1 hour'`);
  await sweepFiles(server.platform);
  expect(await server.platform.blobs.get(left)).toBeNull();
  expect(await noted()).not.toContain(left);
  expect(await server.platform.blobs.get(`files/${tenantId()}/${whole.id}`)).not.toBeNull();
});

test('the bytes of a large event that has ended go when the blob store is back, also of one whose maker died', async () => {
  const { platform } = server;
  const away: Platform = {
    ...platform,
    blobs: {
      ...platform.blobs,
      put: async () => Promise.reject(new Error('killed')),
      delete: async () => Promise.reject(new Error('away')),
    },
  };
  const [, id] = /([0-9a-f-]{36})\.json/.exec(await keepLargeEvent(platform, tenantId(), 'an event')) ?? [];
  const key = `large-events/${tenantId()}/${id}`;
  await expect(keepLargeEvent(away, tenantId(), 'nobody was told of it')).rejects.toThrow('killed');
  expect(await platform.blobs.get(key)).not.toBeNull();
  await inDatabase(`UPDATE large_events SET expires_at = expires_at - interval '1 hour'`);
  await sweepFiles(away).catch(() => undefined);
  expect(await inDatabase('SELECT FROM large_events')).toEqual([]);
  await sweepFiles(platform);
  expect(await platform.blobs.get(key)).toBeNull();
  expect((await noted()).filter((one) => one.startsWith('large-events/'))).toEqual([]);
});
