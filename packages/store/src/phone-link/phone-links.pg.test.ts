import { randomUUID } from 'node:crypto';
import type { CallRecord, ListedCallFilter, NewCall, Transaction } from '@alongside/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addTenant, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
let tenantId: string;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ id: tenantId } = await addTenant(fixture.store));
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.store.transaction(tenantId, work);
const digest = () => Buffer.from(randomUUID());
const agent = (name: string, ipphone?: string) =>
  run((tx) =>
    tx.directory.createAgent({
      id: randomUUID(),
      name,
      email: `${name.toLowerCase()}-${randomUUID()}@a.example`,
      passwordHash: 'x',
      role: 'administrator',
      locale: 'en',
      capacity: 1,
      ...(ipphone === undefined ? {} : { ipphone }),
    }),
  );
const setStaffNumber = async (id: string, staffNumber: string) => {
  await run(async (tx) => {
    const settings = await tx.routingSettings.agentToChange(id);
    await tx.routingSettings.saveAgent({ ...settings!, staffNumber });
  });
};

/** Asking so often takes minutes; the count is put where it would be. */
async function setHour(token: Buffer, inHour: number): Promise<void> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
  await client.query('UPDATE phone_link_requests SET in_hour = $2 WHERE digest = $1', [token, inHour]);
  await client.end();
}

test('[PHONE4] 15 requests pass in a second, the 16th does not, and the next second is another', async () => {
  const token = digest();
  const verdicts = await run(async (tx) => {
    const all = [];
    for (let n = 0; n < 16; n += 1) all.push(await tx.phoneLinks.countRequest(token, 10));
    return all;
  });
  expect(verdicts.slice(0, 15).every(({ kind }) => kind === 'pass')).toBe(true);
  expect(verdicts[15]).toMatchObject({ kind: 'too_many', waitSeconds: expect.any(Number) });
  expect(await run((tx) => tx.phoneLinks.countRequest(token, 12))).toEqual({ kind: 'pass' });
});

test('[PHONE4] an hour holds 54,000 requests; another token and another tenant have hours of their own', async () => {
  const token = digest();
  await run((tx) => tx.phoneLinks.countRequest(token, 0));
  await setHour(token, 53_999);
  expect(await run((tx) => tx.phoneLinks.countRequest(token, 5))).toEqual({ kind: 'pass' });
  const refused = await run((tx) => tx.phoneLinks.countRequest(token, 7));
  expect(refused).toMatchObject({ kind: 'too_many' });
  expect('waitSeconds' in refused && refused.waitSeconds).toBeGreaterThan(3_500);
  expect(await run((tx) => tx.phoneLinks.countRequest(digest(), 7))).toEqual({ kind: 'pass' });
  expect(await run((tx) => tx.phoneLinks.countRequest(token, 3_601))).toEqual({ kind: 'pass' });
});

test('[PHONE4] after more than twenty refusals in a row nothing passes for fifteen minutes; one that passed begins the row anew', async () => {
  const token = digest();
  const kinds = await run(async (tx) => {
    const all: string[] = [];
    for (let n = 0; n < 37; n += 1) all.push((await tx.phoneLinks.countRequest(token, 10)).kind);
    return all;
  });
  expect(kinds.slice(15, 36)).toEqual(Array(21).fill('too_many'));
  expect(kinds[36]).toBe('paused');
  expect(await run((tx) => tx.phoneLinks.countRequest(token, 880))).toMatchObject({ kind: 'paused' });
  expect(await run((tx) => tx.phoneLinks.countRequest(token, 915))).toEqual({ kind: 'pass' });

  const other = digest();
  const rows = await run(async (tx) => {
    for (let n = 0; n < 35; n += 1) await tx.phoneLinks.countRequest(other, 10);
    await tx.phoneLinks.countRequest(other, 20);
    const all: string[] = [];
    for (let n = 0; n < 20; n += 1) all.push((await tx.phoneLinks.countRequest(other, 20)).kind);
    return all;
  });
  expect(rows).not.toContain('paused');
});

test('[PHONE4] a request that is one too many after a pause is too many, and begins a row of its own', async () => {
  const token = digest();
  const ask = (times: number, ahead: number) =>
    run(async (tx) => {
      const all = [];
      for (let n = 0; n < times; n += 1) all.push(await tx.phoneLinks.countRequest(token, ahead));
      return all;
    });
  expect((await ask(37, 10)).at(-1)).toMatchObject({ kind: 'paused' });
  // The hour is used up, and lasts longer than the pause.
  await setHour(token, 54_000);
  const verdicts = await ask(21, 915);
  expect(verdicts).toEqual(Array(21).fill({ kind: 'too_many', waitSeconds: expect.any(Number) }));
});

test('[PHONE2] a new token ends the old one at once, or after the overlap, and never the other kind', async () => {
  const [first, second, third] = [digest(), digest(), digest()];
  await run((tx) => tx.phoneLinks.saveToken({ kind: 'voice', sealed: 'v1' }, 0));
  await run((tx) => tx.phoneLinks.saveToken({ kind: 'api', digest: first }, 0));
  expect(await run((tx) => tx.phoneLinks.knowsApiToken(first))).toBe(true);
  expect(await run((tx) => tx.phoneLinks.saveToken({ kind: 'api', digest: second }, 1))).toMatchObject({
    previousUntil: expect.any(String),
  });
  expect(await run((tx) => tx.phoneLinks.knowsApiToken(first))).toBe(true);
  expect(await run((tx) => tx.phoneLinks.saveToken({ kind: 'api', digest: third }, 0))).toEqual({
    previousUntil: null,
  });
  expect(await run((tx) => Promise.all([first, second].map((one) => tx.phoneLinks.knowsApiToken(one))))).toEqual([
    false,
    false,
  ]);
  expect(await run((tx) => tx.phoneLinks.voiceTokens())).toEqual(['v1']);
  await run((tx) => tx.phoneLinks.saveToken({ kind: 'voice', sealed: 'v2' }, 2));
  expect(await run((tx) => tx.phoneLinks.voiceTokens())).toEqual(['v2', 'v1']);
  expect(await run((tx) => tx.phoneLinks.knowsApiToken(third))).toBe(true);
  expect(await run((tx) => tx.phoneLinks.removeToken('voice'))).toBe(true);
  expect(await run((tx) => tx.phoneLinks.removeToken('voice'))).toBe(false);
  expect(await run((tx) => tx.phoneLinks.voiceTokens())).toEqual([]);
});

test('an agent is found by the extension of the account, else by the staff number; a number of two is nobody', async () => {
  const ada = await agent('Ada', '50007');
  const bea = await agent('Bea');
  await setStaffNumber(bea.id, '45186');
  const find = (number: string) => run((tx) => tx.phoneLinks.agentByNumber(number));
  expect(await find('50007')).toEqual({ id: ada.id, name: 'Ada', number: '50007' });
  expect(await find('45186')).toEqual({ id: bea.id, name: 'Bea', number: '45186' });
  expect(await find('5000')).toBeNull();
  expect(await run((tx) => tx.phoneLinks.numberOf(bea.id))).toBe('45186');
  await setStaffNumber(bea.id, '50007');
  expect(await find('50007')).toBeNull();
  const { agents, total } = await run((tx) => tx.phoneLinks.agents(1, 1));
  expect(total).toBe(2);
  expect(agents).toMatchObject([{ name: 'Ada', number: '50007', state: 'offline' }]);
  expect((await run((tx) => tx.phoneLinks.agents(2, 1))).agents).toMatchObject([{ name: 'Bea' }]);
  expect((await run((tx) => tx.phoneLinks.agents(3, 1))).agents).toEqual([]);
});

test("[PHONE2] a session that a call token opened has an agent's rights, and ends with the voice token", async () => {
  const ada = await agent('Ada', '50007');
  const open = async (phone: boolean) => {
    const session = { id: randomUUID(), digest: digest(), agentId: ada.id, seconds: 3_600 };
    await run((tx) => tx.directory.createAgentSession(phone ? { ...session, phone } : session));
    return session;
  };
  const [byLink, byPassword] = [await open(true), await open(false)];
  const role = async ({ digest: held, id }: { digest: Uint8Array; id: string }) => [
    (await fixture.store.sessions.agent(tenantId, held, 20))?.role,
    (await run((tx) => tx.directory.agentSession(held)))?.role,
    (await run((tx) => tx.directory.agentSessionById(id)))?.role,
  ];
  expect(await role(byLink)).toEqual(['agent', 'agent', 'agent']);
  expect(await role(byPassword)).toEqual(['administrator', 'administrator', 'administrator']);
  const ticket = digest();
  await fixture.store.sessions.createTicket(tenantId, ticket, { kind: 'agent', sessionId: byLink.id } as never, 30);
  expect(await fixture.store.sessions.redeemTicket(tenantId, ticket)).toMatchObject({ role: 'agent' });
  expect(await run((tx) => tx.phoneLinks.endSessions(2))).toEqual([]);
  expect(await role(byLink)).toEqual(['agent', 'agent', 'agent']);
  expect(await run((tx) => tx.phoneLinks.endSessions(0))).toEqual([byLink.id]);
  expect(await role(byLink)).toEqual([undefined, undefined, undefined]);
  expect(await role(byPassword)).toContain('administrator');
});

test('[PHONE5] what rings is given out once, and only while it rings; an agent who can be woken counts as there', async () => {
  const ada = await agent('Ada', '50007');
  const browser = {
    id: randomUUID(),
    endpoint: `https://push.example/${randomUUID()}`,
    keys: { p256dh: 'p', auth: 'a' },
  };
  const session = { id: randomUUID(), digest: digest(), agentId: ada.id, seconds: 3_600, phone: true };
  await run((tx) => tx.directory.createAgentSession(session));
  const isThere = async () => (await run((tx) => tx.phoneLinks.agents(1, 10))).agents[0]?.state;
  expect(await run((tx) => tx.phoneLinks.pushAgents())).toEqual([]);
  await run((tx) => tx.phoneLinks.savePush(ada.id, browser));
  expect(await run((tx) => tx.phoneLinks.pushAgents())).toEqual([ada.id]);
  expect(await run((tx) => tx.phoneLinks.pushes(ada.id))).toEqual([browser]);
  await run((tx) => tx.desks.setPresence(ada.id, 'available', null));
  expect(await isThere()).toBe('available');
  const to = await addWaiting(fixture.store, tenantId, { helpType: 'VOICE_CALL' });
  expect(await run((tx) => tx.phoneLinks.takeRinging(ada.id))).toEqual([]);
  await run((tx) => tx.contacts.offer(to.contactId, ada.id, 30));
  const taken = (await Promise.all([1, 2, 3].map(() => run((tx) => tx.phoneLinks.takeRinging(ada.id))))).flat();
  expect(taken).toMatchObject([{ id: to.contactId, customer: expect.any(String), secondsLeft: expect.any(Number) }]);
  await run((tx) => tx.phoneLinks.removePush(ada.id, browser.id));
  expect(await run((tx) => tx.phoneLinks.pushes(ada.id))).toEqual([]);
});

let codes = 0;
async function addCall(more: Partial<NewCall> = {}): Promise<CallRecord> {
  const call: NewCall = {
    id: randomUUID(),
    callCode: `1763712000-ABC-${++codes}`,
    conversationId: null,
    contactId: null,
    kind: 'phone',
    direction: 'outbound',
    state: 'ringing',
    ownsContact: false,
    agentId: null,
    queueId: null,
    customerNumber: '+84988888888',
    companyNumber: '+842873001234',
    tempId: null,
    trunkId: null,
    callUseType: 'standard',
    ...more,
  };
  return run((tx) => tx.calls.create(call, []));
}
const codesOf = async (filter: ListedCallFilter) =>
  (await run((tx) => tx.phoneLinks.calls(filter, 1, 50))).calls.map(({ callCode }) => callCode);

test('a call is found by its tempId, its code, its time, its number as people write it, and its agent', async () => {
  const ada = await agent('Ada', '50007');
  const mine = await addCall({ tempId: '0123456789', agentId: ada.id });
  const other = await addCall({ customerNumber: '+31201234567' });
  expect(await codesOf({ tempId: '0123456789' })).toEqual([mine.callCode]);
  expect(await codesOf({ tempId: '012345678' })).toEqual([]);
  expect(await codesOf({ callCode: other.callCode })).toEqual([other.callCode]);
  for (const number of ['0988888888', '988888888', '+84988888888', '0084988888888', '+84 98 888 88 88'])
    expect(await codesOf({ number }), number).toEqual([mine.callCode]);
  expect(await codesOf({ number: '8888' })).toEqual([]);
  expect(await codesOf({ number: '%' })).toEqual([]);
  expect(await codesOf({ agentNumber: '50007' })).toEqual([mine.callCode]);
  expect(await codesOf({ agentNumber: '50008' })).toEqual([]);
  expect(await codesOf({ from: mine.requestedAt, to: mine.requestedAt })).toEqual([mine.callCode]);
  expect(await codesOf({ answered: false })).toEqual([]);
  await run((tx) => tx.calls.end(mine.id, { by: 'system', reason: 'busy', missed: 'missed_customer', sipStatus: 486 }));
  expect(await codesOf({ answered: false })).toEqual([mine.callCode]);
  const { calls, total } = await run((tx) => tx.phoneLinks.calls({}, 2, 1));
  expect(total).toBe(2);
  expect(calls).toMatchObject([
    {
      tempId: '0123456789',
      agentNumber: '50007',
      endReason: 'busy',
      missedReason: 'missed_customer',
      sipStatus: 486,
      talkSeconds: 0,
      recordings: [],
    },
  ]);
  const { id: stranger } = await addTenant(fixture.store);
  const theirs = await fixture.store.transaction(stranger, (tx) =>
    tx.phoneLinks.calls({ tempId: '0123456789' }, 1, 50),
  );
  expect(theirs).toEqual({ calls: [], total: 0 });
});

test("a call's recording of all voices stands first", async () => {
  const call = await addCall();
  const recording = { contentType: 'audio/webm', bytes: 1, milliseconds: 1, consent: 'given', key: 'k' } as const;
  const [leg, mixed] = [randomUUID(), randomUUID()];
  await run(async (tx) => {
    await tx.calls.addRecording(call.id, { ...recording, id: leg, legId: randomUUID() });
    await tx.calls.addRecording(call.id, { ...recording, id: mixed, legId: null });
  });
  expect((await run((tx) => tx.phoneLinks.calls({}, 1, 1))).calls[0]?.recordings).toEqual([mixed, leg]);
  expect(await run((tx) => tx.phoneLinks.recording(mixed))).toEqual({
    key: 'k',
    contentType: 'audio/webm',
    callId: call.id,
  });
  expect(await run((tx) => tx.phoneLinks.recording('1 OR 1'))).toBeNull();
});

test('webhooks hear of a call: asked for, answered, over, in this order and once each', async () => {
  const webhookId = randomUUID();
  await run((tx) =>
    tx.webhooks.create({
      id: webhookId,
      url: 'https://a.example/',
      description: '',
      events: ['call.requested', 'call.answered', 'call.ended'],
      includeText: false,
      enabled: true,
      sealedSecret: 'sealed',
      style: 'hub',
    }),
  );
  const ada = await agent('Ada', '50007');
  const call = await addCall({ tempId: 't-1', agentId: ada.id });
  await run((tx) => tx.calls.answer(call.id, ada.id));
  await run((tx) => tx.calls.begin(call.id));
  await run((tx) => tx.calls.end(call.id, { by: 'customer', reason: 'hung_up' }));
  const told = [];
  for (;;) {
    await fixture.store.webhookQueue.due(0);
    const claimed = await run((tx) => tx.webhooks.claim(webhookId, randomUUID(), 10, 60, 0));
    if (claimed.length === 0) break;
    for (const one of claimed) {
      told.push(one);
      const outcome = { state: 'delivered', pauseSeconds: 0, status: 200, error: null, milliseconds: 1 } as const;
      await run((tx) => tx.webhooks.settle(one, outcome, 0));
    }
  }
  expect(told.map(({ type, style }) => [type, style])).toEqual(
    ['call.requested', 'call.answered', 'call.ended'].map((type) => [type, 'hub']),
  );
  expect(told[2]?.data).toMatchObject({
    callCode: call.callCode,
    tempId: 't-1',
    direction: 'outbound',
    customerNumber: '+84988888888',
    agent: { id: ada.id, number: '50007' },
    endReason: 'hung_up',
    endedAt: expect.stringMatching(/Z$/),
  });
});
