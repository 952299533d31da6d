import { randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture, many, settings } from '../testing/fixture.ts';

let fixture: Fixture;
let client: pg.Client;
beforeAll(async () => {
  fixture = await createFixture({ poolSize: 20 });
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const digest = () => randomBytes(32);
const grant = { customerId: '123456', deviceHash: 'device' };

const saveHash = async (seconds = 60) => {
  const hash = digest();
  await run((tx) => tx.directory.saveTransactionHash(hash, grant, seconds));
  return hash;
};

test('[HASH3] of 20 starts with one hash at once, one succeeds, 200 times', async () => {
  const results = await many(200, async () => {
    const hash = await saveHash();
    const starts = await Promise.all(
      Array.from({ length: 20 }, () =>
        run((tx) => tx.directory.consumeTransactionHash(hash, grant, randomUUID(), randomUUID())),
      ),
    );
    return starts.filter(Boolean).length;
  });
  expect(results).toEqual(Array.from({ length: 200 }, () => 1));
});

test('[HASH1] [HASH2] a hash is good for exactly its tenant, customer and device, unused, in its time', async () => {
  const consume = (hash: Buffer, row = grant) =>
    run((tx) => tx.directory.consumeTransactionHash(hash, row, randomUUID(), randomUUID()));
  const hash = await saveHash();
  const { id: other } = await addTenant(fixture.store);
  expect(await consume(digest())).toBe(false);
  expect(await consume(hash, { ...grant, customerId: '999' })).toBe(false);
  expect(await consume(hash, { ...grant, deviceHash: 'other' })).toBe(false);
  expect(await consume(await saveHash(0))).toBe(false);
  expect(
    await fixture.store.transaction(other, (tx) => tx.directory.consumeTransactionHash(hash, grant, 's', randomUUID())),
  ).toBe(false);
  expect(await consume(hash)).toBe(true);
  expect(await consume(hash)).toBe(false);
});

test('[HASH4] a repeat by the same start and device finds its conversation for a while, and nobody else does', async () => {
  const [hash, conversationId] = [await saveHash(), randomUUID()];
  const repeated = (start: string, row = grant, seconds = 60) =>
    run((tx) => tx.directory.repeatedStart(hash, row, start, seconds));
  expect(await repeated('start')).toBeNull();
  await run((tx) => tx.directory.consumeTransactionHash(hash, grant, 'start', conversationId));
  expect(await repeated('start')).toBe(conversationId);
  expect(await repeated('another')).toBeNull();
  expect(await repeated('start', { ...grant, deviceHash: 'other' })).toBeNull();
  expect(await repeated('start', grant, 0)).toBeNull();
});

test('a hash used in a transaction that rolls back is unused', async () => {
  const hash = await saveHash();
  const consume = (tx: Transaction) => tx.directory.consumeTransactionHash(hash, grant, 's', randomUUID());
  await expect(
    run(async (tx) => {
      expect(await consume(tx)).toBe(true);
      throw new Error('the start fails');
    }),
  ).rejects.toThrow('the start fails');
  expect(await run(consume)).toBe(true);
});

test("a customer is found by the company's number, keeps the newest name, and no detail is forgotten", async () => {
  const customerId = randomUUID();
  const upsert = (more: object) =>
    run((tx) =>
      tx.directory.upsertCustomer({
        id: randomUUID(),
        customerId,
        name: 'Grace',
        phone: null,
        email: null,
        idNumber: null,
        isLoggedIn: false,
        ...more,
      }),
    );
  const first = await upsert({ phone: '+90 1', email: 'g@example.com' });
  const second = await upsert({ name: 'Grace H.', email: 'h@example.com', isLoggedIn: true });
  expect(second).toEqual({ ...first, name: 'Grace H.', email: 'h@example.com', isLoggedIn: true });
  expect(second.phone).toBe('+90 1');
  expect(await run((tx) => tx.directory.customer(first.id))).toEqual(second);
  expect(await run((tx) => tx.directory.customerByNumber(customerId))).toEqual(second);
  expect(await run((tx) => tx.directory.customerByNumber('nobody'))).toBeNull();
});

test('20 first visits of one customer at once make one customer', async () => {
  const customerId = randomUUID();
  const customers = await Promise.all(
    Array.from({ length: 20 }, () =>
      run((tx) =>
        tx.directory.upsertCustomer({
          id: randomUUID(),
          customerId,
          name: 'G',
          phone: null,
          email: null,
          idNumber: null,
          isLoggedIn: true,
        }),
      ),
    ),
  );
  expect(new Set(customers.map((customer) => customer.id)).size).toBe(1);
});

test('an agent is found by e-mail whatever its case, once per tenant', async () => {
  const id = randomUUID();
  const input = {
    id,
    name: 'Ada',
    email: `Ada.${id}@Bank.Example`,
    passwordHash: 'hash',
    role: 'agent',
    locale: 'tr',
    capacity: 2,
  } as const;
  const agent = await run((tx) => tx.directory.createAgent({ ...input, ipphone: '50007' }));
  expect(agent).toMatchObject({
    id,
    name: 'Ada',
    email: input.email.toLowerCase(),
    role: 'agent',
    locale: 'tr',
    tenant: { id: fixture.tenantId, name: settings.name },
  });
  const found = { id, passwordHash: 'hash', disabled: false };
  expect(await run((tx) => tx.directory.agentByEmail(input.email.toUpperCase()))).toEqual(found);
  await expect(run((tx) => tx.directory.createAgent({ ...input, id: randomUUID() }))).rejects.toMatchObject({
    code: 'already_exists',
  });
  const { id: other } = await addTenant(fixture.store);
  await fixture.store.transaction(other, (tx) => tx.directory.createAgent({ ...input, id: randomUUID() }));
  expect(await run((tx) => tx.desks.presence(id))).toMatchObject({ capacity: 2, state: 'away' });
});

test('a session is good by its digest and its id until it expires, is ended, or its agent is disabled', async () => {
  const agentId = await addAgent(fixture.store, fixture.tenantId);
  const create = async (seconds: number) => {
    const session = { id: randomUUID(), digest: digest(), agentId, seconds };
    const { expiresAt } = await run((tx) => tx.directory.createAgentSession(session));
    expect(Date.parse(expiresAt)).not.toBeNaN();
    return session;
  };
  const found = (session: { id: string; digest: Buffer }) =>
    run(async (tx) => [
      await tx.directory.agentSession(session.digest),
      await tx.directory.agentSessionById(session.id),
    ]);
  const [good, expired, ended] = [await create(60), await create(0), await create(60)];
  const row = { id: good.id, agentId, role: 'agent', name: 'Ada' };
  expect(await found(good)).toEqual([row, row]);
  await run((tx) => tx.directory.endAgentSession(ended.id));
  expect(await found(expired)).toEqual([null, null]);
  expect(await found(ended)).toEqual([null, null]);
  await client.query('UPDATE agents SET disabled = true WHERE id = $1', [agentId]);
  expect(await found(good)).toEqual([null, null]);
});

test("a customer's session leads to one conversation until it expires", async () => {
  const to = await addWaiting(fixture.store, fixture.tenantId);
  const create = async (seconds: number) => {
    const session = { id: randomUUID(), digest: digest(), deviceHash: 'd', seconds, customerId: to.customerId };
    await run((tx) => tx.directory.createCustomerSession({ ...session, ...to }));
    return session;
  };
  const [good, expired] = [await create(60), await create(0)];
  const row = {
    id: good.id,
    customerId: to.customerId,
    conversationId: to.conversationId,
    contactId: to.contactId,
    name: 'Grace',
  };
  await run(async ({ directory }) => {
    expect(await directory.customerSession(good.digest)).toEqual(row);
    expect(await directory.customerSessionById(good.id)).toEqual(row);
    expect(await directory.customerSession(expired.digest)).toBeNull();
    expect(await directory.customerSessionById(expired.id)).toBeNull();
  });
});

test('[WS2] a ticket is good once, of 20 tries at once, and only in its time', async () => {
  const actor = { kind: 'agent', sessionId: randomUUID() } as const;
  const [good, expired] = [digest(), digest()];
  await run(async (tx) => {
    await tx.directory.createTicket(good, actor, 30);
    await tx.directory.createTicket(expired, actor, 0);
  });
  const consumed = await Promise.all(Array.from({ length: 20 }, () => run((tx) => tx.directory.consumeTicket(good))));
  expect(consumed.filter((one) => one !== null)).toEqual([actor]);
  expect(await run((tx) => tx.directory.consumeTicket(expired))).toBeNull();
});

test('failed sign-ins are counted within a window that begins with the first, and forgotten on success', async () => {
  const fail = (key: string, seconds = 60) => run((tx) => tx.directory.noteFailedSignIn(key, seconds));
  expect([await fail('ada'), await fail('ada'), await fail('bob'), await fail('ada')]).toEqual([1, 2, 1, 3]);
  await run((tx) => tx.directory.clearFailedSignIns('ada'));
  expect(await fail('ada')).toBe(1);
  expect([await fail('zoe', 0), await fail('zoe', 0)]).toEqual([1, 1]);
  const counts = await Promise.all(Array.from({ length: 20 }, () => fail('guessed')));
  expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('tries at an account are counted until one succeeds or a new password is given, however many there are at once', async () => {
  const id = await addAgent(fixture.store, fixture.tenantId);
  const { email } = (await run((tx) => tx.directory.agent(id)))!;
  const again = () => run((tx) => tx.directory.countSignIn(email.toUpperCase()));
  expect(await run((tx) => tx.directory.countSignIn('nobody@bank.example'))).toBeNull();
  const tries = (await Promise.all(Array.from({ length: 20 }, again))).map((one) => one?.tries ?? 0);
  expect(tries.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  await run((tx) => tx.directory.clearFailedSignIns(email));
  expect(await again()).toMatchObject({ id, disabled: false, tries: 1 });
  await run((tx) => tx.directory.noteFailedSignIn(email, 60));
  await run((tx) => tx.routingSettings.setPassword(id, 'another'));
  expect(await again()).toMatchObject({ passwordHash: 'another', tries: 1 });
  expect(await run((tx) => tx.directory.noteFailedSignIn(email, 60))).toBe(1);
});

test('a revoked access key is dead at once, and stays listed with its times', async () => {
  const accessKeyId = `ak_${randomUUID()}`;
  await run((tx) => tx.directory.createAccessKey({ accessKeyId, sealedSecret: 'sealed' }));
  const listed = async () =>
    (await run((tx) => tx.directory.accessKeys())).find((key) => key.accessKeyId === accessKeyId);
  expect(await listed()).toMatchObject({ revokedAt: null, lastUsedAt: null });
  expect(await run((tx) => tx.directory.accessKeySecrets(accessKeyId))).toEqual(['sealed']);
  expect(await listed()).toMatchObject({ lastUsedAt: expect.any(String) });
  expect(await run((tx) => tx.directory.revokeAccessKey(accessKeyId))).toBe(true);
  expect(await run((tx) => tx.directory.revokeAccessKey(accessKeyId))).toBe(false);
  expect(await run((tx) => tx.directory.accessKeySecrets(accessKeyId))).toEqual([]);
  expect(await listed()).toMatchObject({ revokedAt: expect.any(String) });
  expect(await run((tx) => tx.directory.accessKeySecrets('unknown'))).toEqual([]);
});

test('of 20 equal signatures at once one is new, and after its window it is new again', async () => {
  const signature = digest();
  const remember = (seconds: number) => run((tx) => tx.directory.rememberSignature(signature, seconds));
  const seen = await Promise.all(Array.from({ length: 20 }, () => remember(60)));
  expect(seen.filter(Boolean)).toHaveLength(1);
  await client.query('UPDATE seen_signatures SET expires_at = now()');
  expect(await remember(60)).toBe(true);
  expect(await remember(60)).toBe(false);
});

test('canned replies are changed by id, listed by shortcut, and no shortcut is there twice', async () => {
  const [hello, bye] = [
    { id: randomUUID(), shortcut: 'zulu', title: 'Hello', text: 'Hello {name}' },
    { id: randomUUID(), shortcut: 'Bye', title: 'Bye', text: 'Goodbye' },
  ];
  await run((tx) => tx.directory.saveCannedReply(hello));
  expect(await run((tx) => tx.directory.saveCannedReply(bye))).toEqual(bye);
  const changed = { ...hello, title: 'Welcome' };
  expect(await run((tx) => tx.directory.saveCannedReply(changed))).toEqual(changed);
  expect(await run((tx) => tx.directory.cannedReplies())).toEqual([bye, changed]);
  await expect(
    run((tx) => tx.directory.saveCannedReply({ ...bye, id: randomUUID(), shortcut: 'ZULU' })),
  ).rejects.toMatchObject({
    code: 'already_exists',
  });
  expect(await run((tx) => tx.directory.deleteCannedReply(bye.id))).toBe(true);
  expect(await run((tx) => tx.directory.deleteCannedReply(bye.id))).toBe(false);
});

test('a hash lives ten minutes at most, whatever was set when more was allowed', async () => {
  const { id } = await addTenant(fixture.store);
  const changed = await fixture.store.transaction(id, (tx) =>
    tx.directory.updateSettings({ transactionHashSeconds: 900 }),
  );
  expect(changed.transactionHashSeconds).toBe(600);
  const kept = await fixture.store.transaction(id, (tx) => tx.directory.settings());
  expect(kept.transactionHashSeconds).toBe(600);
});

test('settings are changed one by one', async () => {
  await run((tx) => tx.directory.updateSettings({ colour: '#000000' }));
  expect(await run((tx) => tx.directory.settings())).toEqual({ ...settings, colour: '#000000' });
});

test("a file's facts come back with its conversation and key", async () => {
  const { conversationId, customerId } = await addWaiting(fixture.store, fixture.tenantId);
  const [picture, text] = [
    { id: randomUUID(), name: 'çay.png', mediaType: 'image/png', bytes: 3_000_000_000, width: 3, height: 2 },
    { id: randomUUID(), name: 'a.txt', mediaType: 'text/plain', bytes: 0 },
  ];
  for (const file of [picture, text]) {
    const stored = {
      conversationId,
      key: `files/${file.id}`,
      sha256: 'x',
      uploadedBy: 'customer',
      uploaderId: customerId,
    } as const;
    await run((tx) => tx.files.save({ ...file, ...stored }));
    expect(await run((tx) => tx.files.get(file.id))).toEqual({
      ...file,
      conversationId,
      key: stored.key,
      sha256: stored.sha256,
      scan: 'clean',
    });
  }
  expect(await run((tx) => tx.files.get(randomUUID()))).toBeNull();
});

test('the sweep removes what has expired, and keeps a used hash for its repeats', async () => {
  const used = await saveHash(60);
  await run((tx) => tx.directory.consumeTransactionHash(used, grant, 'start', randomUUID()));
  await client.query('UPDATE transaction_hashes SET expires_at = now()');
  const [ticket, kept] = [digest(), digest()];
  await run(async ({ directory }) => {
    await directory.createTicket(ticket, { kind: 'agent', sessionId: randomUUID() }, 0);
    await directory.createTicket(kept, { kind: 'agent', sessionId: randomUUID() }, 60);
    await directory.rememberSignature(digest(), 0);
  });
  expect(await fixture.store.sweeps.expire()).toBeGreaterThanOrEqual(2);
  expect(await fixture.store.sweeps.expire()).toBe(0);
  expect(await run((tx) => tx.directory.repeatedStart(used, grant, 'start', 60))).not.toBeNull();
  expect(await run((tx) => tx.directory.consumeTicket(kept))).not.toBeNull();
  await client.query(`UPDATE transaction_hashes SET expires_at = now() - interval '11 minutes'`);
  expect(await fixture.store.sweeps.expire()).toBeGreaterThan(0);
  expect(await run((tx) => tx.directory.repeatedStart(used, grant, 'start', 60))).toBeNull();
});

test('who is known by a telephone number alone is never the customer whom the company knows by the same number', async () => {
  const customerId = '+31612345678';
  const upsert = (name: string, telephone: boolean) => {
    const details = { phone: null, email: null, idNumber: null, isLoggedIn: false };
    return run((tx) => tx.directory.upsertCustomer({ id: randomUUID(), customerId, name, telephone, ...details }));
  };
  const caller = await upsert('A caller', true);
  expect(await run((tx) => tx.directory.customerByNumber(customerId))).toBeNull();
  const known = await upsert('Grace', false);
  expect(known.id).not.toBe(caller.id);
  expect((await upsert('Another name', true)).id).toBe(caller.id);
  expect(await run((tx) => tx.directory.customerByNumber(customerId))).toEqual(known);
});
