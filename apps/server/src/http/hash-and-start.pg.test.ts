import type { OnlineHelpStatus, Started, StartOnlineHelp } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, mintHash } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

let count = 0;
async function granted(change: Partial<StartOnlineHelp> = {}): Promise<StartOnlineHelp> {
  count += 1;
  const customerId = `hash-${count}`;
  const deviceHash = `device-${count}`;
  return {
    tenant: 'demo',
    customerId,
    customerName: 'Ada',
    deviceHash,
    transactionHash: await mintHash(server, { customerId, deviceHash }),
    startId: `start-id-${count}`,
    helpType: 'CHAT',
    isLoggedIn: true,
    ...change,
  };
}
const start = (body: object) => call<Started>(server, 'POST', '/v1/online-help/start', { body });
const withoutId = (error: unknown) => ({ ...(error as object), requestId: '' });

test('[HASH1] a start with the right hash, customer and device opens a conversation', async () => {
  const { status, body } = await start(await granted());
  expect(status).toBe(201);
  const help = await call<OnlineHelpStatus>(server, 'GET', '/v1/online-help', { token: body.token });
  expect(help.body).toMatchObject({
    conversationId: body.conversationId,
    contactId: body.contactId,
    state: 'waiting',
    lastSeq: 1,
  });
});

test('[HASH2] every mismatch gives the same answer', async () => {
  const used = await granted();
  await start(used);
  const cases: Record<string, object> = {
    'a random hash': await granted({ transactionHash: 'f'.repeat(64) }),
    'another device': await granted({ deviceHash: 'D2' }),
    'another customer': await granted({ customerId: '999' }),
    'a used hash': { ...used, startId: 'another-start' },
    'a used hash from another device': { ...used, deviceHash: 'D2' },
    'another tenant': await granted({ tenant: 'nobody' }),
  };
  const answers = new Set<string>();
  for (const [name, body] of Object.entries(cases)) {
    const answer = await start(body);
    expect([answer.status, answer.error?.code], name).toEqual([401, 'start_refused']);
    answers.add(JSON.stringify(withoutId(answer.error)));
  }
  expect(answers.size).toBe(1);
});

test('[HASH1] a hash past its lifetime is refused like any other', async () => {
  const lifetime = (transactionHashSeconds: number) =>
    server.platform.store.transaction(server.demo.tenant.id, (tx) =>
      tx.directory.updateSettings({ transactionHashSeconds }),
    );
  await lifetime(0);
  const body = await granted();
  await lifetime(300);
  expect((await start(body)).error?.code).toBe('start_refused');
  expect((await start(await granted())).status).toBe(201);
});

test('[HASH3] of twenty starts at once with one hash one succeeds', async () => {
  const body = await granted();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => start({ ...body, startId: `race-${index}-${body.startId}` })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 201).map(({ error }) => error?.code))).toEqual(
    new Set(['start_refused']),
  );
});

test('[HASH4] a repeat with the same start id returns the same conversation, from another device nothing', async () => {
  const body = await granted();
  const first = await start(body);
  const again = await start(body);
  expect(again.status).toBe(201);
  expect(again.body.conversationId).toBe(first.body.conversationId);
  expect((await call(server, 'GET', '/v1/online-help', { token: again.body.token })).status).toBe(200);
  expect((await start({ ...body, deviceHash: 'other' })).error?.code).toBe('start_refused');
});

test('[CALL5] voice and video start like a chat; another kind is refused before the hash is used', async () => {
  const body = await granted();
  expect((await start({ ...body, helpType: 'DANCE' })).error).toMatchObject({
    code: 'invalid_request',
    field: '/helpType',
  });
  const started = await start({ ...body, helpType: 'VIDEO_CALL' });
  expect(started.status).toBe(201);
  const mine = await call<{ calls: object[] }>(server, 'GET', '/v1/my-calls', { token: started.body.token });
  expect(mine.body.calls).toMatchObject([{ kind: 'video', direction: 'inbound', state: 'requested' }]);
});

test('[HASH5] no secret that was handed out stands in the database', async () => {
  const body = await granted();
  const { token } = (await start(body)).body;
  const { ticket } = (await call<{ ticket: string }>(server, 'POST', '/v1/socket-tickets', { token })).body;
  const client = new pg.Client({ connectionString: server.demo.database });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  let dump = '';
  await client.query("SELECT set_config('app.tenant', $1, false)", [server.demo.tenant.id]);
  for (const { name } of rows) dump += JSON.stringify((await client.query(`SELECT t::text FROM ${name} t`)).rows);
  await client.end();
  expect(dump, 'row-level security let the rows through').toContain(body.customerId);
  for (const secret of [
    body.transactionHash,
    token,
    ticket,
    server.demo.admin.password,
    server.demo.onlineHelp.accessKeySecret,
  ]) {
    if (!secret) throw new Error('A secret of this test is missing.');
    expect(dump).not.toContain(secret);
    // Its random end by itself, without what names its kind.
    expect(dump).not.toContain(secret.slice(-40));
  }
});
