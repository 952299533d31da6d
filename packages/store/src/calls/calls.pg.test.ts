import { randomUUID } from 'node:crypto';
import { DEFAULT_CALL_SETTINGS, type NewCall, type NewParty } from '@alongside/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 12 });
});
afterAll(() => fixture[Symbol.asyncDispose]());

let calls = 0;
const newCall = (more: Partial<NewCall> = {}): NewCall => ({
  id: randomUUID(),
  callCode: `20261121000000-ABCDE-${String(++calls).padStart(6, '0')}`,
  conversationId: null,
  contactId: null,
  kind: 'voice',
  direction: 'inbound',
  state: 'requested',
  ownsContact: true,
  agentId: null,
  queueId: null,
  customerNumber: null,
  companyNumber: null,
  tempId: null,
  trunkId: null,
  callUseType: 'online_help',
  ...more,
});
const party = (role: NewParty['role'], more: Partial<NewParty> = {}): NewParty => ({
  id: randomUUID(),
  role,
  device: 'browser',
  state: 'joining',
  name: role,
  agentId: null,
  number: null,
  ...more,
});

/** A call in a conversation, answered by an agent. */
async function answered() {
  const { store, tenantId } = fixture;
  const agentId = await addAgent(store, tenantId);
  const { conversationId, contactId } = await addWaiting(store, tenantId);
  const call = await fixture.inTransaction(async (tx) => {
    const made = await tx.calls.create(newCall({ conversationId, contactId }), [party('customer')]);
    await tx.calls.ring(made.id);
    await tx.calls.answer(made.id, agentId);
    return (await tx.calls.addParty(made.id, party('agent', { agentId })))!;
  });
  return { call, agentId, conversationId, contactId };
}

test('a call says whether the company has vouched for its customer by a token', async () => {
  const { call } = await answered();
  expect(call.customerRegistered).toBe(false);
  await fixture.inTransaction((tx) => tx.company.setRegistered(call.customerId ?? ''));
  expect(await fixture.inTransaction((tx) => tx.calls.get(call.id))).toMatchObject({ customerRegistered: true });
});

test('a call goes from its request to its end, and says how long each part took', async () => {
  const { call, agentId, conversationId } = await answered();
  expect(call).toMatchObject({
    state: 'connecting',
    agentId,
    lastAgentId: agentId,
    conversationId,
    missedReason: null,
  });
  expect(call.parties.map(({ role, state }) => [role, state])).toEqual([
    ['customer', 'joining'],
    ['agent', 'joining'],
  ]);
  const ended = await fixture.inTransaction(async (tx) => {
    for (const { id } of call.parties) await tx.calls.moveParty(call.id, id, ['joining'], 'present');
    expect((await tx.calls.begin(call.id))?.state).toBe('in_progress');
    const held = await tx.calls.hold(call.id, true);
    expect(held?.parties.map(({ held: on }) => on)).toEqual([true, false]);
    expect(await tx.calls.hold(call.id, true)).toBeNull();
    expect((await tx.calls.hold(call.id, false))?.parties.some(({ held: on }) => on)).toBe(false);
    return (await tx.calls.end(call.id, { by: 'agent', reason: 'hung_up' }))!;
  });
  expect(ended).toMatchObject({ state: 'ended', endedBy: 'agent', endReason: 'hung_up', agentId, missedReason: null });
  expect(ended.endedAt).not.toBeNull();
  expect(ended.version).toBeGreaterThan(call.version);
  expect(ended.parties.every(({ state, endCause }) => state === 'left' && endCause === 'hung_up')).toBe(true);
});

test('[CALL9] wait, hold and talk add up to the whole, by the clock of the database', async () => {
  const { call } = await answered();
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
  await client.query(
    `UPDATE calls SET requested_at = now() - interval '100 s', answered_at = now() - interval '70 s', state = 'held', held_since = now() - interval '20 s', hold_seconds = 5 WHERE id = $1`,
    [call.id],
  );
  await client.end();
  const ended = await fixture.inTransaction((tx) => tx.calls.end(call.id, { by: 'customer', reason: 'hung_up' }));
  expect(ended).toMatchObject({ waitSeconds: 30, holdSeconds: 25, talkSeconds: 45 });
});

test('[CALL1] of forty ends at once one closes the record, in two processes', async () => {
  const { call } = await answered();
  const other = await fixture.another();
  const ends = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 ? fixture.store : other.store).transaction(fixture.tenantId, (tx) =>
        tx.calls.end(call.id, { by: index % 3 ? 'agent' : 'customer', reason: index % 5 ? 'hung_up' : 'engine_lost' }),
      ),
    ),
  );
  const [winner, ...more] = ends.filter((one) => one !== null);
  expect(more).toEqual([]);
  const stored = await fixture.inTransaction((tx) => tx.calls.get(call.id));
  expect([stored?.endedBy, stored?.endReason]).toEqual([winner?.endedBy, winner?.endReason]);
});

test('[CALL1] an answer, a hang-up and a release at once leave one of their states', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { conversationId, contactId } = await addWaiting(fixture.store, fixture.tenantId);
    const agentId = await addAgent(fixture.store, fixture.tenantId);
    const { id } = await fixture.inTransaction((tx) =>
      tx.calls.create(newCall({ conversationId, contactId }), [party('customer')]),
    );
    const [answer, end] = await Promise.all([
      fixture.inTransaction((tx) => tx.calls.answer(id, agentId)),
      fixture.inTransaction((tx) => tx.calls.end(id, { by: 'customer', reason: 'cancelled' })),
    ]);
    const call = await fixture.inTransaction((tx) => tx.calls.get(id));
    expect(end).not.toBeNull();
    expect(call?.state).toBe('ended');
    // Answered first: nobody missed anything. Ended first: nobody has answered.
    expect(call?.missedReason).toBe(answer === null ? 'missed_customer' : null);
  }
});

test('[CALL8] who is never answered has the reason that last kept them from an agent', async () => {
  const missed = (before: (id: string) => Promise<unknown>) =>
    fixture
      .inTransaction((tx) => tx.calls.create(newCall(), [party('customer')]))
      .then(async ({ id }) => {
        await before(id);
        return fixture.inTransaction((tx) => tx.calls.end(id, { by: 'customer', reason: 'cancelled' }));
      });
  const rung = (why: 'missed_agent_reject' | 'missed_agent_timeout' | 'missed_agent_device') => (id: string) =>
    fixture.inTransaction(async (tx) => {
      await tx.calls.ring(id);
      await tx.calls.unring(id, why);
    });
  expect((await missed(async () => {}))?.missedReason).toBe('missed_customer');
  for (const why of ['missed_agent_reject', 'missed_agent_timeout', 'missed_agent_device'] as const)
    expect((await missed(rung(why)))?.missedReason).toBe(why);
});

test('between two agents the customer waits on hold; the next one takes it up again', async () => {
  const { call, agentId } = await answered();
  const next = await addAgent(fixture.store, fixture.tenantId);
  await fixture.inTransaction(async (tx) => {
    expect(await tx.calls.release(call.id, next)).toBeNull();
    const waits = await tx.calls.release(call.id, agentId);
    expect(waits).toMatchObject({ state: 'requested', agentId: null, lastAgentId: agentId });
    expect(waits?.parties.map(({ role, state, held }) => [role, state, held])).toEqual([
      ['customer', 'joining', true],
      ['agent', 'left', false],
    ]);
    const again = await tx.calls.answer(call.id, next);
    expect(again).toMatchObject({ state: 'connecting', agentId: next, answeredAt: call.answeredAt });
    expect(again?.parties[0]?.held).toBe(false);
  });
});

test('one open call in a conversation, and none once its contact has ended', async () => {
  const { conversationId, contactId } = await addWaiting(fixture.store, fixture.tenantId);
  const make = () => fixture.inTransaction((tx) => tx.calls.create(newCall({ conversationId, contactId }), []));
  const made = await Promise.allSettled(Array.from({ length: 8 }, make));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'call_busy' });
  await fixture.inTransaction(async (tx) => {
    const change = await tx.contacts.cancel(contactId, 'cancelled_by_customer');
    expect(change?.callId).not.toBeNull();
    await tx.calls.end(change!.callId!, { by: 'customer', reason: 'cancelled' });
  });
  await expect(make()).rejects.toMatchObject({ code: 'conversation_ended' });
});

test('[CALL11] a tempId is good for one call, whoever asks at once, and for each tenant by itself', async () => {
  const tempId = 'order 0123456789';
  const make = (tenantId: string) =>
    fixture.store.transaction(tenantId, (tx) => tx.calls.create(newCall({ tempId, kind: 'phone' }), []));
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => make(fixture.tenantId)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'already_exists' });
  const other = await addTenant(fixture.store);
  const theirs = await make(other.id);
  expect((await fixture.inTransaction((tx) => tx.calls.byTempId(tempId)))?.id).not.toBe(theirs.id);
});

test('a list is read in pages that lose and repeat nothing, by any filter', async () => {
  const { id: tenantId } = await addTenant(fixture.store);
  const agentId = await addAgent(fixture.store, tenantId);
  const made: string[] = [];
  for (let index = 0; index < 9; index += 1) {
    const call = newCall({
      kind: 'phone',
      customerNumber: index % 2 ? '+31201234567' : '+31201234568',
      agentId: index < 4 ? agentId : null,
    });
    await fixture.store.transaction(tenantId, (tx) => tx.calls.create(call, []));
    made.unshift(call.id);
  }
  const list = (filter: object, limit: number, cursor?: string) =>
    fixture.store.transaction(tenantId, (tx) => tx.calls.list(filter, { limit, ...(cursor ? { cursor } : {}) }));
  const read: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({}, 4, cursor);
    read.push(...page.calls.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(read).toEqual(made);
  expect((await list({ number: '+31201234567' }, 20)).calls).toHaveLength(4);
  expect((await list({ agentId }, 20)).calls).toHaveLength(4);
  expect((await list({ kinds: ['video'] }, 20)).calls).toHaveLength(0);
  const [newest] = (await list({}, 1)).calls;
  expect((await list({ to: newest!.requestedAt }, 20)).calls.map(({ id }) => id)).not.toContain(newest!.id);
  expect((await list({ from: newest!.requestedAt }, 20)).calls.map(({ id }) => id)).toContain(newest!.id);
});

test('[CALL11] of ten thousand tries none passes the caps, whatever races', { timeout: 120_000 }, async () => {
  const { id: tenantId } = await addTenant(fixture.store);
  const caps = { concurrent: 7, perMinute: 20, minutesPerDay: 60, spendPerDay: 100_000, centsPerMinute: 1 };
  await fixture.store.transaction(tenantId, (tx) => tx.calls.saveSettings({ ...DEFAULT_CALL_SETTINGS, caps }));
  const call = newCall({ kind: 'phone', direction: 'outbound' });
  await fixture.store.transaction(tenantId, (tx) => tx.calls.create(call, []));
  const outcomes = new Map<string, number>();
  let left = 10_000;
  const tries = async () => {
    while (left-- > 0) {
      const cap = await fixture.store.transaction(tenantId, (tx) => tx.calls.reserveDial(call.id, randomUUID()));
      outcomes.set(cap ?? 'taken', (outcomes.get(cap ?? 'taken') ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 12 }, tries));
  expect(Object.fromEntries(outcomes)).toEqual({ taken: 7, concurrent: 9_993 });
});

test('[CALL11] each cap stops by itself; without settings nothing may be dialled', async () => {
  const first = async (caps: object | null, before = 0) => {
    const { id: tenantId } = await addTenant(fixture.store);
    const call = newCall({ kind: 'phone', direction: 'outbound' });
    return fixture.store.transaction(tenantId, async (tx) => {
      const open = {
        concurrent: 100,
        perMinute: 100,
        minutesPerDay: 100,
        spendPerDay: 1_000,
        centsPerMinute: 10,
        ...caps,
      };
      if (caps) await tx.calls.saveSettings({ ...DEFAULT_CALL_SETTINGS, caps: open });
      await tx.calls.create(call, []);
      for (let index = 0; index < before; index += 1) await tx.calls.reserveDial(call.id, randomUUID());
      return tx.calls.reserveDial(call.id, randomUUID());
    });
  };
  expect(await first(null)).toBe('concurrent');
  expect(await first({})).toBeNull();
  expect(await first({ perMinute: 2 }, 2)).toBe('per_minute');
  expect(await first({ minutesPerDay: 0 })).toBe('minutes_per_day');
  expect(await first({ spendPerDay: 0 })).toBe('spend_per_day');
  expect(await first({ spendPerDay: 0, centsPerMinute: 0 })).toBeNull();
});

test('a place among the calls out is free again when its party leaves, and when the call ends', async () => {
  const { id: tenantId } = await addTenant(fixture.store);
  const caps = { concurrent: 1, perMinute: 100, minutesPerDay: 100, spendPerDay: 100, centsPerMinute: 0 };
  const telephone = () => party('third_party', { device: 'telephone', state: 'ringing', number: '+31201234567' });
  await fixture.store.transaction(tenantId, async (tx) => {
    await tx.calls.saveSettings({ ...DEFAULT_CALL_SETTINGS, caps });
    const [one, two, three] = [telephone(), telephone(), telephone()];
    const call = await tx.calls.create(newCall({ kind: 'phone' }), [one, two, three]);
    expect(await tx.calls.reserveDial(call.id, one.id)).toBeNull();
    expect(await tx.calls.reserveDial(call.id, two.id)).toBe('concurrent');
    await tx.calls.moveParty(call.id, one.id, ['ringing'], 'left', 'busy');
    expect(await tx.calls.reserveDial(call.id, two.id)).toBeNull();
    await tx.calls.end(call.id, { by: 'agent', reason: 'hung_up' });
    expect(await tx.calls.reserveDial(call.id, three.id)).toBeNull();
  });
});

test('a call has one host; one whose host is silent is lost', async () => {
  const { call } = await answered();
  const [one, two] = [randomUUID(), randomUUID()];
  const claimed = await Promise.all(
    [one, two].map((host) => fixture.inTransaction((tx) => tx.calls.claim(call.id, host, 60))),
  );
  expect(claimed.filter(Boolean)).toHaveLength(1);
  const host = claimed[0] ? one : two;
  const lost = async () => (await fixture.store.sweeps.lostCalls(100)).map(({ callId }) => callId);
  expect(await lost()).not.toContain(call.id);
  await fixture.store.sweeps.touchCallHost(host, -1);
  expect(await lost()).toContain(call.id);
});

test('trunks keep a sealed password that nobody is shown, and names that are their own', async () => {
  const { id: tenantId } = await addTenant(fixture.store);
  const trunk = {
    id: randomUUID(),
    name: 'Carrier',
    mode: 'register' as const,
    host: 'sip.example',
    port: null,
    transport: 'tls' as const,
    username: 'bank',
    peers: [],
    srtp: 'when_offered' as const,
    callerNumber: '+31201234567',
    codecs: ['PCMA' as const],
    enabled: true,
  };
  const save = (more: object, sealed?: string | null) =>
    fixture.store.transaction(tenantId, (tx) => tx.calls.saveTrunk({ ...trunk, ...more }, sealed));
  expect(await save({}, 'sealed')).toEqual({ ...trunk, hasPassword: true });
  expect(await save({ host: 'sip2.example' })).toMatchObject({ host: 'sip2.example', hasPassword: true });
  await expect(save({ id: randomUUID(), name: 'CARRIER' })).rejects.toMatchObject({ code: 'already_exists' });
  const all = await fixture.store.sweeps.allTrunks();
  expect(all.filter((one) => one.tenantId === tenantId)).toMatchObject([{ name: 'Carrier', sealedPassword: 'sealed' }]);
  expect((await save({}, null)).hasPassword).toBe(false);
});

test('since when a number is the tenant’s is kept, however often it is saved, and nobody is shown it', async () => {
  const [first, second] = [await addTenant(fixture.store), await addTenant(fixture.store)];
  const number = '+31207654321';
  const save = ({ id }: typeof first) =>
    fixture.store.transaction(id, async (tx) => {
      const queueId = await tx.queues.defaultQueueId();
      await tx.calls.saveNumber({ number, queueId, greeting: null, menu: [] });
    });
  const since = ({ id }: typeof first) => fixture.store.transaction(id, (tx) => tx.calls.numberSince(number));
  await save(first);
  expect(await since(second)).toBeNull();
  await save(second);
  await save(first);
  expect(Number(await since(first))).toBeLessThan(Number(await since(second)));
  const shown = await fixture.store.transaction(first.id, (tx) => tx.calls.numbers());
  expect(shown).toEqual([{ number, queueId: expect.any(String), greeting: null, menu: [] }]);
});
