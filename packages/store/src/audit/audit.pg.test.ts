import { audit, type AuditedChange, type Refused, SYSTEM_ACTOR, type Transaction, walkAudit } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addTenant, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
/** Past the server: as whoever holds the database can do anything. */
let owner: pg.Client;
let tenantId: string;
beforeAll(async () => {
  fixture = await createFixture();
  owner = new pg.Client({ connectionString: fixture.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await fixture[Symbol.asyncDispose]();
});
beforeEach(async () => {
  ({ id: tenantId } = await addTenant(fixture.store));
});

const ada = {
  kind: 'agent',
  tenantId: 't',
  sessionId: 's',
  agentId: 'a1',
  role: 'administrator',
  name: 'Ada Ş',
  ip: '203.0.113.7',
} as const;
const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => fixture.store.transaction(tenantId, work);
const say = (change: AuditedChange, by: Parameters<typeof audit>[1] = ada) =>
  inTransaction(async (tx) => audit(tx, by, change));
const records = async (query = {}) => (await inTransaction((tx) => tx.audit.page(query, 100))).records;
const verdict = () => walkAudit(fixture, tenantId);

/** Five links of a chain. */
async function chain(): Promise<void> {
  for (let n = 1; n <= 5; n += 1)
    await say({
      action: 'canned_reply.saved',
      target: { kind: 'canned_reply', id: `r${n}` },
      after: { text: `ş ${n}` },
    });
}

/** Changes the table with the trigger out of the way. */
async function tamper(sql: string): Promise<void> {
  await owner.query('BEGIN');
  await owner.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  await owner.query('ALTER TABLE audit_records DISABLE TRIGGER keep_audit');
  await owner.query(sql.replaceAll('TENANT', `'${tenantId}'`));
  await owner.query('ALTER TABLE audit_records ENABLE TRIGGER keep_audit');
  await owner.query('COMMIT');
}

test('[AUD1] a record says who, what, when, where, before and after, and only what differs', async () => {
  await say({
    action: 'tenant.settings_changed',
    target: { kind: 'tenant', id: 't', name: 'Bank' },
    before: { name: 'Old', colour: '#000000', origins: ['https://a.example'] },
    after: { name: 'New', colour: '#000000', origins: [] },
  });
  await say({ action: 'webhook.switched_off' }, SYSTEM_ACTOR);
  expect(await records()).toMatchObject([
    { seq: 2, actor: { kind: 'system', id: null }, ip: null, target: null, before: null, after: null },
    {
      seq: 1,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: { kind: 'agent', id: 'a1', name: 'Ada Ş' },
      ip: '203.0.113.7',
      action: 'tenant.settings_changed',
      target: { kind: 'tenant', id: 't', name: 'Bank' },
      before: { name: 'Old', origins: ['https://a.example'] },
      after: { name: 'New', origins: [] },
    },
  ]);
});

test('[AUD2] what has the name of a secret is not kept', async () => {
  await say({
    action: 'webhook.created',
    after: { secret: 'whsec_canary', deep: { accessKeySecret: 'canary', newPassword: 'canary' }, token: 'canary' },
  });
  expect(JSON.stringify(await records())).not.toContain('canary');
});

test('a transaction that is rolled back leaves no record', async () => {
  await expect(
    inTransaction(async (tx) => {
      audit(tx, ada, { action: 'sign_out' });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await records()).toEqual([]);
});

test('writers at the same time make one chain without a gap', async () => {
  await Promise.all(Array.from({ length: 40 }, () => say({ action: 'sign_out' })));
  expect((await records()).map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, n) => 40 - n));
  expect(await verdict()).toMatchObject({ sound: true, records: 40 });
});

test('odd characters and numbers survive the way through the database', async () => {
  const after = {
    text: 'a\0b \ud800 \u{1F600} "\\',
    n: 1e21,
    small: 1e-7,
    minus: -0,
    list: [null, undefined, { b: 1, a: 2 }],
  };
  await say({ action: 'queue.saved', after });
  expect(await verdict()).toMatchObject({ sound: true, records: 1 });
});

test('nobody may change or remove a record, the owner of the database neither', async () => {
  await chain();
  await owner.query('BEGIN');
  await owner.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  await expect(owner.query(`UPDATE audit_records SET action = 'x'`)).rejects.toThrow('only ever added to');
  await owner.query('ROLLBACK');
  await expect(owner.query('TRUNCATE audit_records')).rejects.toThrow('only ever added to');
});

test('[AUD3] an untouched chain is sound', async () => {
  expect(await verdict()).toEqual({ sound: true, records: 0, head: null, firstBroken: null });
  await chain();
  expect(await verdict()).toMatchObject({ sound: true, records: 5, head: { seq: 5 }, firstBroken: null });
});

test.each([
  ['another actor', `SET actor_name = 'Eve' WHERE seq = 3`],
  ['another value', `SET after = '{"text": "x"}' WHERE seq = 3`],
  ['another time', `SET at = at + interval '1 ms' WHERE seq = 3`],
  ['another address', `SET ip = NULL WHERE seq = 3`],
  ['another target', `SET target_id = 'r9' WHERE seq = 3`],
])('[AUD3] %s is found', async (_name, change) => {
  await chain();
  await tamper(`UPDATE audit_records ${change} AND tenant_id = TENANT`);
  expect(await verdict()).toMatchObject({ sound: false, records: 2, firstBroken: { seq: 3, why: 'changed' } });
});

test('[AUD3] a record that was taken out is found', async () => {
  await chain();
  await tamper('DELETE FROM audit_records WHERE seq = 3 AND tenant_id = TENANT');
  expect(await verdict()).toMatchObject({ sound: false, firstBroken: { seq: 3, why: 'missing' } });
});

test('[AUD3] closing the gap behind it does not hide it', async () => {
  await chain();
  await tamper(
    'DELETE FROM audit_records WHERE seq = 3 AND tenant_id = TENANT; UPDATE audit_records SET seq = seq - 1 WHERE seq > 3 AND tenant_id = TENANT',
  );
  expect(await verdict()).toMatchObject({ sound: false, firstBroken: { seq: 3, why: 'changed' } });
});

test('[AUD3] the last records cannot be cut off unseen', async () => {
  await chain();
  await tamper('DELETE FROM audit_records WHERE seq > 3 AND tenant_id = TENANT');
  expect(await verdict()).toMatchObject({ sound: false, firstBroken: { seq: 4, why: 'truncated' } });
});

test('[AUD3] two records that changed places are found', async () => {
  await chain();
  await tamper(
    `UPDATE audit_records SET seq = 100 WHERE seq = 2 AND tenant_id = TENANT; UPDATE audit_records SET seq = 2 WHERE seq = 4 AND tenant_id = TENANT;
     UPDATE audit_records SET seq = 4 WHERE seq = 100 AND tenant_id = TENANT`,
  );
  expect(await verdict()).toMatchObject({ sound: false, firstBroken: { seq: 2, why: 'changed' } });
});

test("[AUD3] a record of another tenant's chain does not fit", async () => {
  const first = tenantId;
  await chain();
  ({ id: tenantId } = await addTenant(fixture.store));
  await chain();
  await tamper(
    `DELETE FROM audit_records WHERE seq = 1 AND tenant_id = TENANT; SELECT set_config('app.tenant', '${first}', true);
     CREATE TEMPORARY TABLE stolen ON COMMIT DROP AS SELECT * FROM audit_records WHERE tenant_id = '${first}' AND seq = 1;
     SELECT set_config('app.tenant', TENANT, true); UPDATE stolen SET tenant_id = TENANT; INSERT INTO audit_records SELECT * FROM stolen`,
  );
  expect(await verdict()).toMatchObject({ sound: false, firstBroken: { seq: 1, why: 'changed' } });
});

test('pages go by keyset, and filters look for action, actor, target and time', async () => {
  await chain();
  await say({ action: 'sign_out' }, { ...ada, agentId: 'a2' });
  const first = await inTransaction((tx) => tx.audit.page({}, 4));
  const second = await inTransaction((tx) => tx.audit.page({ cursor: first.nextCursor ?? '' }, 4));
  expect([...first.records, ...second.records].map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(second.nextCursor).toBeNull();
  expect(await records({ action: 'sign_out' })).toHaveLength(1);
  expect(await records({ actorId: 'a2' })).toHaveLength(1);
  expect(await records({ targetId: 'r2' })).toHaveLength(1);
  const third = first.records.find(({ seq }) => seq === 3)!;
  expect((await records({ from: third.at })).map(({ seq }) => seq)).toContain(6);
  expect((await records({ to: '2000-01-01T00:00:00.000Z' })).length).toBe(0);
  const refusal = await inTransaction((tx) => tx.audit.page({ cursor: 'x' }, 4)).catch((error: Refused) => error);
  expect(refusal).toMatchObject({ code: 'invalid_request' });
});
