import { createHash, randomUUID } from 'node:crypto';
import { get } from 'node:http';
import {
  authenticate,
  type ChannelVisitor,
  fileAddress,
  fileIdIn,
  keepLargeEvent,
  type Platform,
  readLargeEvent,
  type Scanner,
  storeFile,
  sweepFiles,
  uploadOnChannel,
} from '@alongside/domain';
import type { ChannelSettings, ErrorBody } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, startHelp } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let server: TestServer;
let database: pg.Client;
let visitor: ChannelVisitor;
beforeAll(async () => {
  server = await startTestServer();
  database = new pg.Client({ connectionString: server.demo.database });
  await database.connect();
  visitor = { brandId: server.demo.tenant.brandId, channelId: await addChannel(), visitorId: randomUUID() };
});
afterAll(async () => {
  await database.end();
  await server.stop();
});

async function addChannel(types: string[] = [], enabled = true): Promise<string> {
  const id = `chat_${randomUUID()}`;
  await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
    tx.channels.saveChannel({
      id,
      name: id,
      mode: 'multi',
      identity: 'anonymous',
      openId: null,
      queueId: null,
      hoursId: null,
      needsAgents: false,
      files: { enabled, maxMegabytes: 1, types: types.map((mimeType) => ({ mimeType, description: '' })) },
      preContactForm: null,
      contactFields: [],
      customerFields: [],
      transcript: false,
      proactive: false,
      welcomeText: null,
    }),
  );
  return id;
}

const upload = (name: string, bytes: Uint8Array, platform: Platform = server.platform, who = visitor) =>
  uploadOnChannel(platform, who, { name, bytes });
const addressOf = (file: { id: string; name: string }) =>
  new URL(fileAddress(server.platform, server.demo.tenant.id, file), server.url);
const withScanner = (scan: Scanner['scan']): Platform => ({ ...server.platform, scanner: { scan } });
async function inDatabase(sql: string, values: unknown[] = []): Promise<unknown[]> {
  await database.query('BEGIN');
  await database.query(`SELECT set_config('app.tenant', $1, true)`, [server.demo.tenant.id]);
  const { rows } = await database.query(sql, values);
  await database.query('COMMIT');
  return rows;
}

test('a file is what its bytes say, within what channel and house take', async () => {
  expect(await upload('../a\u202e.png', PNG)).toMatchObject({ mediaType: 'image/png', width: 1, height: 1 });
  expect((await upload('picture', PNG)).name).toBe('picture.png');
  const pictures = { ...visitor, channelId: await addChannel(['image/*']) };
  expect(await upload('a.png', PNG, server.platform, pictures)).toMatchObject({ mediaType: 'image/png' });
  const refused = { code: 'file_type_refused' };
  const text = Buffer.from('plain words');
  await expect(upload('a.txt', text, server.platform, pictures)).rejects.toMatchObject(refused);
  await expect(upload('a.exe', PNG)).rejects.toMatchObject(refused);
  for (const [name, content] of [
    ['a.png', '<!doctype html><script>1</script>'],
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
    ['a.html', '<html></html>'],
  ] as const)
    await expect(upload(name, Buffer.from(content)), name).rejects.toMatchObject(refused);
  const none = { ...visitor, channelId: await addChannel([], false) };
  await expect(upload('a.png', PNG, server.platform, none)).rejects.toMatchObject(refused);
  const large = Buffer.concat([PNG, Buffer.alloc(1024 * 1024)]);
  await expect(upload('a.png', large)).rejects.toMatchObject({ code: 'file_too_large' });
  const unknown = { ...visitor, channelId: `chat_${randomUUID()}` };
  await expect(upload('a.png', PNG, server.platform, unknown)).rejects.toMatchObject({ code: 'not_found' });
});

test('its address gives the bytes to whoever holds it, to be kept and never run', async () => {
  const file = await upload('grün "x".png', PNG);
  const answer = await fetch(addressOf(file), { headers: { origin: 'https://bank.example' } });
  expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(PNG)]).toEqual([200, true]);
  const { headers } = answer;
  expect(headers.get('content-type')).toBe('image/png');
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="gr_n _x_.png"/);
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
});

test('an address that was changed, or has ended, gives nothing', async () => {
  const [file, other] = [await upload('a.png', PNG), await upload('b.png', PNG)];
  const good = addressOf(file);
  const changed = (change: (url: URL) => void) => {
    const url = new URL(good);
    change(url);
    return url;
  };
  const until = Number(good.searchParams.get('until'));
  const addresses = [
    changed((url) => url.searchParams.delete('signature')),
    changed((url) => url.searchParams.set('signature', '')),
    changed((url) => url.searchParams.set('until', String(until + 3600))),
    changed((url) => url.searchParams.set('until', `${until}.0`)),
    changed((url) => {
      url.pathname = url.pathname.replace(file.id, other.id);
    }),
    changed((url) => {
      url.pathname = url.pathname.replace(server.demo.tenant.id, randomUUID());
    }),
    changed((url) => {
      url.pathname = url.pathname.replace(file.id, 'x');
    }),
  ];
  for (const address of addresses) expect((await fetch(address)).status, address.href).toBe(404);
  expect((await fetch(good)).status).toBe(200);
  const late = { ...server.platform, clock: { now: () => new Date(Date.now() - 2 * 3600_000) } };
  const ended = new URL(fileAddress(late, server.demo.tenant.id, file), server.url);
  expect((await fetch(ended)).status).toBe(404);
  // Said in a message it is still the file's, as long as we signed it.
  expect(fileIdIn(server.platform, ended.href)).toBe(file.id);
  for (const address of [...addresses.slice(0, 6).map(({ href }) => href), 'https://evil.example/', 'x'])
    expect(fileIdIn(server.platform, address), address).toBeNull();
});

test('what the scanner finds bad is not kept; what nobody could look at is given out once it has been', async () => {
  await expect(
    upload(
      'a.png',
      PNG,
      withScanner(async () => 'infected'),
    ),
  ).rejects.toMatchObject({
    code: 'file_type_refused',
  });
  const file = await upload(
    'a.png',
    PNG,
    withScanner(async () => 'unavailable'),
  );
  const waiting = await fetch(addressOf(file));
  expect([waiting.status, ((await waiting.json()) as ErrorBody).error.code]).toEqual([503, 'file_quarantined']);
  await inDatabase(`UPDATE files SET created_at = created_at - interval '1 min' WHERE id = $1`, [file.id]);
  await sweepFiles(withScanner(async () => 'unavailable'));
  await sweepFiles(server.platform);
  expect((await fetch(addressOf(file))).status).toBe(503);
  await sweepFiles(withScanner(async () => 'clean'));
  expect((await fetch(addressOf(file))).status).toBe(200);
});

test('what is found bad later is gone for good', async () => {
  const file = await upload(
    'a.png',
    PNG,
    withScanner(async () => 'unavailable'),
  );
  await inDatabase(`UPDATE files SET created_at = created_at - interval '1 min' WHERE id = $1`, [file.id]);
  await sweepFiles(withScanner(async () => 'infected'));
  expect((await fetch(addressOf(file))).status).toBe(404);
  expect(await server.platform.blobs.get(`files/${server.demo.tenant.id}/${file.id}`)).toBeNull();
  expect(
    await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
      tx.files.takeIntoThread([file.id], visitor.channelId, randomUUID()),
    ),
  ).toEqual([]);
});

test('files of conversations are looked through too', async () => {
  const started = await startHelp(server);
  const customer = await authenticate(server.platform, started.token);
  const send = (scan: Scanner['scan']) =>
    storeFile(withScanner(scan), customer!, { conversationId: started.conversationId, name: 'a.png', bytes: PNG });
  await expect(send(async () => 'infected')).rejects.toMatchObject({ code: 'file_type_refused' });
  const get = async (id: string) => (await call(server, 'GET', `/v1/files/${id}`, { token: started.token })).status;
  expect(await get((await send(async () => 'unavailable')).id)).toBe(503);
  expect(await get((await send(async () => 'clean')).id)).toBe(200);
});

test('an upload that no message takes within a day is forgotten with its bytes', async () => {
  const [old, young] = [await upload('a.png', PNG), await upload('a.png', PNG)];
  await inDatabase(`UPDATE files SET created_at = created_at - interval '25 h' WHERE id = $1`, [old.id]);
  await sweepFiles(server.platform);
  expect((await fetch(addressOf(old))).status).toBe(404);
  expect(await server.platform.blobs.get(`files/${server.demo.tenant.id}/${old.id}`)).toBeNull();
  expect((await fetch(addressOf(young))).status).toBe(200);
});

test('a large event is read by its address without credentials, from any page with any header, for a quarter of an hour', async () => {
  const text = JSON.stringify({ eventId: randomUUID(), text: 'ü'.repeat(100_000) });
  const address = new URL(await keepLargeEvent(server.platform, server.demo.tenant.id, text), server.url);
  const answer = await fetch(address, { headers: { origin: 'https://bank.example' } });
  expect([answer.status, await answer.text()]).toEqual([200, text]);
  expect(answer.headers.get('content-type')).toMatch('application/json');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const asked = 'x-trace-id, x-sdk-version, authorization';
  const preflight = await fetch(address, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://bank.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': asked,
    },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, asked]);
  for (const change of [{ signature: 'x' }, { until: String(Number(address.searchParams.get('until')) + 1) }]) {
    const other = new URL(address);
    for (const [name, value] of Object.entries(change)) other.searchParams.set(name, value);
    expect((await fetch(other)).status).toBe(404);
  }
  const later = { ...server.platform, clock: { now: () => new Date(Date.now() + 901_000) } };
  expect(await readLargeEvent(later, address.pathname, Object.fromEntries(address.searchParams))).toBeNull();
  await inDatabase(`UPDATE large_events SET expires_at = clock_timestamp()`);
  await sweepFiles(server.platform);
  expect((await fetch(address)).status).toBe(404);
  const id = /([0-9a-f-]{36})\.json/.exec(address.pathname)![1]!;
  expect(await server.platform.blobs.get(`large-events/${server.demo.tenant.id}/${id}`)).toBeNull();
});

test('with an origin of its own, files are there and nothing else is', async () => {
  const apart = await startTestServer({ filesOrigin: 'http://files.example.net' });
  try {
    const at = async (host: string, path: string) => {
      const { port } = new URL(apart.url);
      return new Promise<number>((settle, fail) => {
        get({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
          response.resume();
          settle(response.statusCode ?? 0);
        }).on('error', fail);
      });
    };
    const here = new URL(apart.url).host;
    for (const path of ['/console/', '/v1/health', '/openapi.json', '/chat/1.0/brand/1001/channel/x'])
      expect(await at('files.example.net', path), path).toBe(404);
    expect(await at(here, '/v1/health')).toBe(200);
    const id = randomUUID();
    await apart.platform.blobs.put('k', PNG);
    const channelId = `chat_${randomUUID()}`;
    await apart.platform.store.transaction(apart.demo.tenant.id, async (tx) => {
      const files = { enabled: true, maxMegabytes: 1, types: [] };
      await tx.channels.saveChannel({ ...plainChannel, id: channelId, files });
      const sha256 = createHash('sha256').update(PNG).digest('hex');
      const file = { id, name: 'a.png', mediaType: 'image/png', bytes: PNG.length, key: 'k', sha256 };
      await tx.files.saveOnChannel({ ...file, channelId, uploaderId: id });
    });
    const path = fileAddress(apart.platform, apart.demo.tenant.id, { id, name: 'a.png' });
    expect([await at('files.example.net', path), await at(here, path)]).toEqual([200, 404]);
  } finally {
    await apart.stop();
  }
});

const plainChannel: Omit<ChannelSettings, 'id' | 'files'> = {
  name: 'x',
  mode: 'multi',
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: false,
  proactive: false,
  welcomeText: null,
};
