import { createHmac, randomUUID } from 'node:crypto';
import {
  type AgentActor,
  cobrowseOfAgent,
  cobrowseOfPage,
  createCobrowse,
  endCobrowse,
  endDueCobrowse,
  type Platform,
  type Refused,
  redeemForAgent,
  redeemForPage,
  renewCode,
  digestOf,
} from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTenant, createFixture, type Fixture, many, random, silent } from '../testing/fixture.ts';

let fixture: Fixture;
let platform: Platform;
let client: pg.Client;
const signer = {
  sign: (text: string) => createHmac('sha256', 'k').update(text).digest('base64url'),
  verify: () => false,
};
const here = { address: '10.0.0.1', origin: 'https://bank.example', creator: null };

beforeAll(async () => {
  fixture = await createFixture();
  const { store, bus } = fixture;
  platform = { store, bus, random, signer, log: silent } as unknown as Platform;
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const agent = (tenantId: string, agentId: string = randomUUID()): AgentActor => ({
  kind: 'agent',
  tenantId,
  agentId,
  sessionId: randomUUID(),
  role: 'agent',
  name: 'Ada',
});
const freshTenant = async () => (await addTenant(fixture.store)).id;
const create = (tenantId: string, from = {}) =>
  createCobrowse(platform, tenantId, { ...here, address: randomUUID(), ...from });
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'taken',
    (error: Refused) => error.code,
  );
const setLength = (tenantId: string, shortCodeLength: number) =>
  fixture.store.transaction(tenantId, (tx) => tx.directory.updateSettings({ shortCodeLength }));
async function sql(tenantId: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  const result = await client.query(text, values);
  await client.query('COMMIT');
  return result;
}

test('[CODE1] a code has the set length, groups and look-alikes are put right, and only its digest is stored', async () => {
  const tenantId = await freshTenant();
  const { shortCode, cid } = await create(tenantId);
  expect(shortCode).toMatch(/^\d{9}$/);
  const typed = ` ${shortCode.slice(0, 3)}-${shortCode.slice(3).replaceAll('0', 'o').replaceAll('1', 'l')} `;
  expect(await redeemForAgent(platform, agent(tenantId), typed)).toEqual({ cid });
  const { rows } = await sql(tenantId, 'SELECT encode(digest, $1) AS digest FROM short_codes', ['escape']);
  expect(JSON.stringify(rows)).not.toContain(shortCode);
});

test('[CODE2] each side redeems once, in either order; of many at the same moment one', async () => {
  const tenantId = await freshTenant();
  const { shortCode, cid, creator } = await create(tenantId);
  const agents = await Promise.all(
    Array.from({ length: 20 }, () => refusal(redeemForAgent(platform, agent(tenantId), shortCode))),
  );
  expect(agents.filter((code) => code === 'taken')).toHaveLength(1);
  const by = { ...here, creator };
  const pages = await Promise.allSettled(
    Array.from({ length: 20 }, () => redeemForPage(platform, tenantId, shortCode, by)),
  );
  const [first, ...more] = pages.filter((page) => page.status === 'fulfilled');
  expect([first?.value.cid, more.length]).toEqual([cid, 0]);
});

test('[CODE3] the customer’s side is its creator’s alone: by the secret, or at once from the same address and origin', async () => {
  const tenantId = await freshTenant();
  const made = () => create(tenantId, { address: '10.1.1.1' });
  const from = { address: '10.1.1.1', origin: here.origin, creator: null };
  const wrong = [
    { ...from, address: '10.1.1.2' },
    { ...from, origin: 'https://evil.example' },
    { ...from, origin: null },
    { ...from, creator: 'guessed' },
  ];
  for (const by of wrong)
    expect(await refusal(redeemForPage(platform, tenantId, (await made()).shortCode, by))).toBe('short_code_refused');
  expect((await redeemForPage(platform, tenantId, (await made()).shortCode, from)).sessionToken).toMatch(/^asp_/);
  const late = await made();
  await sql(tenantId, `UPDATE cobrowse_sessions SET created_at = created_at - interval '11 s' WHERE id = $1`, [
    late.cid,
  ]);
  expect(await refusal(redeemForPage(platform, tenantId, late.shortCode, from))).toBe('short_code_refused');
  const { creator } = late;
  expect((await redeemForPage(platform, tenantId, late.shortCode, { ...wrong[0]!, creator })).cid).toBe(late.cid);
});

test('[CODE4] unknown, malformed, used, expired, ended and another tenant’s are refused alike', async () => {
  const tenantId = await freshTenant();
  const [used, expired, ended, foreign] = [
    await create(tenantId),
    await create(tenantId),
    await create(tenantId),
    await create(await freshTenant()),
  ];
  await redeemForAgent(platform, agent(tenantId), used.shortCode);
  await sql(tenantId, 'UPDATE short_codes SET expires_at = clock_timestamp() WHERE session_id = $1', [expired.cid]);
  await endCobrowse(platform, tenantId, ended.cid, 'ended_by_customer');
  const codes = [
    '000000001',
    '',
    'x'.repeat(500),
    used.shortCode,
    expired.shortCode,
    ended.shortCode,
    foreign.shortCode,
  ];
  for (const code of codes)
    expect(await refusal(redeemForAgent(platform, agent(tenantId), code)), code).toBe(
      code.length < 500 ? 'short_code_refused' : 'short_code_refused',
    );
});

test('[CODE5] a new length counts for new codes, and codes made before still work', async () => {
  const tenantId = await freshTenant();
  await setLength(tenantId, 4);
  const before = await create(tenantId);
  await setLength(tenantId, 8);
  const after = await create(tenantId);
  expect([before.shortCode.length, after.shortCode.length]).toEqual([4, 8]);
  for (const { shortCode, cid } of [before, after])
    expect(await redeemForAgent(platform, agent(tenantId), shortCode)).toEqual({ cid });
});

test('[CODE6] no two live codes are the same, and new ones become letters before digits are dense', async () => {
  const tenantId = await freshTenant();
  await setLength(tenantId, 4);
  const made = await many(40, () => create(tenantId));
  const digits = made.filter(({ shortCode }) => /^\d{4}$/.test(shortCode));
  expect(new Set(made.map(({ shortCode }) => shortCode)).size).toBe(40);
  expect(digits.length).toBeGreaterThanOrEqual(10);
  expect(digits.length).toBeLessThanOrEqual(18);
  const letters = made.find(({ shortCode }) => !/^\d+$/.test(shortCode))!;
  expect(letters.shortCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(await redeemForAgent(platform, agent(tenantId), letters.shortCode.toLowerCase())).toEqual({
    cid: letters.cid,
  });
  const taken = await fixture.store.transaction(tenantId, async (tx) => {
    const digest = new Uint8Array([1]);
    const code = { digest, letters: false, seconds: 60 };
    return [
      await tx.cobrowse.addCode({ ...code, sessionId: made[0]!.cid }),
      await tx.cobrowse.addCode({ ...code, sessionId: made[1]!.cid }),
    ];
  });
  expect(taken).toEqual([true, false]);
});

test('[CODE7] five wrong codes pause an agent, which the audit log tells once; a right one before that does not count', async () => {
  const tenantId = await freshTenant();
  const ada = agent(tenantId);
  const { shortCode } = await create(tenantId);
  const guess = () => refusal(redeemForAgent(platform, ada, '1234'));
  expect([await guess(), await guess(), await guess(), await guess()]).toEqual(Array(4).fill('short_code_refused'));
  expect(await refusal(redeemForAgent(platform, ada, shortCode))).toBe('taken');
  const more = await Promise.all([guess(), guess(), guess(), guess()]);
  expect(more.sort()).toEqual(['rate_limited', 'rate_limited', 'rate_limited', 'short_code_refused']);
  const { shortCode: another } = await create(tenantId);
  expect(await refusal(redeemForAgent(platform, ada, another))).toBe('rate_limited');
  expect(await refusal(redeemForAgent(platform, agent(tenantId), another))).toBe('taken');
  const { rows } = await sql(
    tenantId,
    `SELECT count(*)::integer AS count FROM audit_records WHERE action = 'short_code.agent_paused'`,
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test('[CODE8] guesses of 50 agents: exactly 40 are looked up, then codes are letters, and nobody is locked out', async () => {
  const tenantId = await freshTenant();
  const made = await create(tenantId);
  // A million guesses differ from these only in how often they are refused before anything is looked up.
  const outcomes = (
    await many(50, async () => {
      const guesser = agent(tenantId);
      const all: string[] = [];
      for (let guess = 0; guess < 8; guess += 1)
        all.push(await refusal(redeemForAgent(platform, guesser, String(100_000_000 + guess))));
      return all;
    })
  ).flat();
  expect(outcomes.filter((code) => code === 'short_code_refused')).toHaveLength(50 * 5);
  expect(outcomes.filter((code) => code === 'rate_limited')).toHaveLength(50 * 3);
  const { rows } = await sql(
    tenantId,
    `SELECT cardinality(moments) AS wrong FROM cobrowse_budgets WHERE key = 'wrong'`,
  );
  expect(rows).toEqual([{ wrong: 40 }]);
  // Digits are dead until the hour is over; the page renews, and letters work at once.
  expect(await refusal(redeemForAgent(platform, agent(tenantId), made.shortCode))).toBe('short_code_refused');
  const { sessionToken } = await redeemForPage(platform, tenantId, made.shortCode, { ...here, creator: made.creator });
  const renewed = await renewCode(platform, tenantId, digestOf(sessionToken));
  expect(renewed.shortCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(await redeemForAgent(platform, agent(tenantId), renewed.shortCode)).toEqual({ cid: made.cid });
});

test('[CODE9] one address and one browser make only so many codes', async () => {
  const tenantId = await freshTenant();
  const { creator } = await create(tenantId);
  const made = await many(20, () => refusal(create(tenantId, { creator })));
  expect(made.filter((code) => code === 'taken')).toHaveLength(12);
  expect(made.filter((code) => code === 'rate_limited')).toHaveLength(8);
});

test('[COB4] the page’s token is good for its own session, until that ends', async () => {
  const tenantId = await freshTenant();
  const [one, two] = [await create(tenantId), await create(tenantId)];
  const page = await redeemForPage(platform, tenantId, one.shortCode, { ...here, creator: one.creator });
  expect(await cobrowseOfPage(platform, page.sessionToken, two.cid)).toBeNull();
  expect(await cobrowseOfPage(platform, `${page.sessionToken.slice(0, -2)}AA`, one.cid)).toBeNull();
  expect(await cobrowseOfPage(platform, page.sessionToken, one.cid)).toMatchObject({ id: one.cid, state: 'waiting' });
  expect(await endCobrowse(platform, tenantId, one.cid, 'ended_by_customer')).toBe(true);
  expect(await endCobrowse(platform, tenantId, one.cid, 'ended_by_agent')).toBe(false);
  expect(await cobrowseOfPage(platform, page.sessionToken, one.cid)).toBeNull();
  expect(await refusal(redeemForAgent(platform, agent(tenantId), one.shortCode))).toBe('short_code_refused');
});

test('[COB5] an agent sees the session that their code opened; a supervisor looks on; nobody else', async () => {
  const tenantId = await freshTenant();
  const ada = agent(tenantId);
  const { shortCode, cid } = await create(tenantId);
  expect(await cobrowseOfAgent(platform, ada, cid)).toBeNull();
  await redeemForAgent(platform, ada, shortCode);
  const supervisor = { ...agent(tenantId), role: 'supervisor' } as const;
  const seen = await Promise.all(
    [ada, supervisor, agent(tenantId), agent(await freshTenant())].map((who) => cobrowseOfAgent(platform, who, cid)),
  );
  expect(seen.map((one) => one?.silent ?? null)).toEqual([false, true, null, null]);
  expect(await cobrowseOfAgent(platform, ada, 'nonsense')).toBeNull();
});

test('[COB6] who waits in vain is ended, and everybody is told', async () => {
  const tenantId = await freshTenant();
  const { cid, shortCode } = await create(tenantId);
  await redeemForAgent(platform, agent(tenantId), shortCode);
  await sql(tenantId, 'UPDATE cobrowse_sessions SET expires_at = clock_timestamp() WHERE id = $1', [cid]);
  await endDueCobrowse(platform);
  expect(fixture.bus.hints).toContainEqual({ kind: 'cobrowse-ended', tenantId, sessionId: cid, reason: 'nobody_came' });
  await sql(tenantId, `UPDATE cobrowse_sessions SET ended_at = ended_at - interval '2 days' WHERE id = $1`, [cid]);
  expect(await fixture.store.sweeps.expireCobrowse()).toBeGreaterThan(0);
  expect(await fixture.store.transaction(tenantId, (tx) => tx.cobrowse.session(cid))).toBeNull();
});
