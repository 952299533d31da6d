import { randomUUID } from 'node:crypto';
import { audit, DEFAULT_CALL_SETTINGS, SYSTEM_ACTOR, type Thread } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelSettings } from '../channels/channel-fixture.ts';
import { addAgent, addTenant, addWaiting, createFixture, type Fixture, type Started } from '../testing/fixture.ts';
import { appRole } from './app-role.ts';

/** Tables that hold no tenant's rows. */
const withoutTenant = ['schema_migrations', 'setup_tokens', 'tenants'];

/** Tables that the server's role may only add to. */
const addedTo = ['audit_records'];

let fixture: Fixture;
let client: pg.Client;
let tables: string[];
let other: string;

beforeAll(async () => {
  fixture = await createFixture();
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  // As the server works: as its own role where there is one, as the owner else. Both are bound.
  await client.query(`SET ROLE ${appRole}`).catch(() => undefined);
  ({ id: other } = await addTenant(fixture.store));
  await fill(fixture.tenantId);
  await fill(other);
  // Folded figures, and some that are still to be folded.
  await fixture.store.sweeps.foldFigures(1_000);
  for (const tenantId of [fixture.tenantId, other]) await addWaiting(fixture.store, tenantId);
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  tables = rows.map((row) => row.name).filter((name) => !withoutTenant.includes(name));
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const MANY = { concurrent: 9, perMinute: 9, minutesPerDay: 9 };

/** One of everything that calls keep. */
const callsOf = (tenantId: string) => ({
  trunk: {
    id: randomUUID(),
    name: tenantId,
    mode: 'address' as const,
    host: 'sip.example',
    port: null,
    transport: 'udp' as const,
    username: null,
    peers: [],
    srtp: 'never' as const,
    callerNumber: '+31201234567',
    codecs: ['PCMU' as const],
    enabled: true,
  },
  call: {
    id: randomUUID(),
    callCode: tenantId,
    kind: 'phone' as const,
    direction: 'inbound' as const,
    state: 'requested' as const,
    ownsContact: true,
    agentId: null,
    customerNumber: null,
    companyNumber: null,
    tempId: null,
    trunkId: null,
    callUseType: 'standard' as const,
  },
  customer: {
    id: randomUUID(),
    role: 'customer' as const,
    device: 'telephone' as const,
    state: 'joining' as const,
    name: '',
    agentId: null,
    number: null,
  },
  recorded: {
    id: randomUUID(),
    legId: null,
    contentType: 'audio/webm',
    bytes: 1,
    milliseconds: 1,
    consent: 'given' as const,
    key: 'k',
  },
});

/** At least one row in every table. */
async function fill(tenantId: string): Promise<void> {
  const { store } = fixture;
  const agentId = await addAgent(store, tenantId);
  await store.transaction(tenantId, (tx) =>
    tx.webhooks.create({
      id: randomUUID(),
      url: 'https://a.example/',
      description: '',
      events: ['message.created'],
      includeText: false,
      enabled: true,
      sealedSecret: 'sealed',
    }),
  );
  const to = await addWaiting(store, tenantId);
  const author = { kind: 'customer', id: to.customerId, name: 'Grace' } as const;
  const body = { kind: 'text', text: `secret of ${tenantId}` } as const;
  await store.journal.append({
    tenantId,
    conversationId: to.conversationId,
    author,
    clientId: 'c',
    body,
    visibility: 'all',
  });
  await store.webhookQueue.due(0);
  const external = randomUUID();
  await store.transaction(tenantId, async (tx) => {
    await tx.company.saveBackend({ url: 'https://bank.example', sealedSecret: 'sealed' });
    await tx.company.openExternalQueue(external, 'Call system');
  });
  const held = await addWaiting(store, tenantId, { queueId: external });
  await store.sweeps.touchCustomers([{ tenantId, contactId: held.contactId }], 60);
  const digest = () => Buffer.from(randomUUID());
  await store.transaction(tenantId, async (tx) => {
    const offer = await tx.contacts.offer(to.contactId, agentId, 60);
    await tx.contacts.withdrawOffer(to.contactId, offer!.offerEpoch, 60);
    const { directory } = tx;
    await directory.saveTransactionHash(digest(), { customerId: 'x', deviceHash: 'y' }, 60);
    const { conversationId, customerId, contactId } = to;
    const session = { id: randomUUID(), digest: digest(), seconds: 60 };
    await directory.createCustomerSession({ ...session, customerId, conversationId, contactId, deviceHash: 'd' });
    await directory.createAgentSession({ ...session, agentId });
    await directory.noteFailedSignIn('ada', 60);
    await directory.createTicket(digest(), { kind: 'agent', sessionId: session.id }, 60);
    await directory.createAccessKey({ accessKeyId: randomUUID(), sealedSecret: 'sealed' });
    await directory.rememberSignature(digest(), 60);
    audit(tx, SYSTEM_ACTOR, { action: 'canned_reply.saved' });
    await directory.saveCannedReply({ id: randomUUID(), shortcut: 'hi', title: 'Hi', text: 'Hello' });
    const { routing, routingSettings } = tx;
    await routingSettings.saveSkill({ id: randomUUID(), name: 'Dutch', description: '' });
    await routingSettings.saveHours({
      id: randomUUID(),
      name: 'Desk',
      timeZone: 'Europe/Amsterdam',
      week: [],
      holidays: [],
      closedMessage: '',
    });
    await routing.createCallBack({ id: randomUUID(), contactId, phone: '112', note: '' });
    await routing.ask({ contactId, epoch: 1, milliseconds: 1_000 });
    await routing.saveDecisions([
      {
        id: randomUUID(),
        contactId,
        queueId: await tx.queues.defaultQueueId(),
        outcome: 'nobody',
        agentId: null,
        ring: 0,
        waitedSeconds: 0,
        decidedBy: 'router',
        reason: '',
        considered: [],
        consideredCount: 0,
        input: null,
      },
    ]);
    await tx.supervision.attend(conversationId, agentId, 'monitor');
    const settings = channelSettings('multi');
    await tx.channels.saveChannel(settings);
    const person = { id: randomUUID(), externalId: 'grace', firstName: 'Grace', lastName: '', imageUrl: null };
    const visitor = await tx.channels.identify({ ...person, channelId: settings.id });
    const onChannel = { channelId: settings.id, customerId: visitor.customerId, seconds: 60 };
    const sessionId = randomUUID();
    const device = { visitorId: randomUUID(), identity: 'oauth', mostSeconds: 60 } as const;
    await tx.channelSessions.begin({ ...onChannel, ...device, id: sessionId });
    await tx.channelSessions.addToken({ digest: digest(), kind: 'refresh', sessionId, seconds: 60 });
    await tx.channelSessions.keepCode({ ...onChannel, ...device, digest: digest(), sessionId });
    await tx.channelSessions.saveIdentityToken({ ...onChannel, digest: digest() });
    await tx.phoneLinks.saveSettings(await tx.phoneLinks.settings());
    await tx.phoneLinks.saveToken({ kind: 'api', digest: digest() }, 0);
    await tx.phoneLinks.countRequest(digest(), 0);
    const browser = {
      id: randomUUID(),
      endpoint: `https://push.example/${randomUUID()}`,
      keys: { p256dh: 'p', auth: 'a' },
    };
    await tx.phoneLinks.savePush(agentId, browser);
    await tx.files.keepLargeEvent(randomUUID(), 60);
    await tx.files.noteBlob('files/left-behind');
    const invitation = { digest: digest(), conversationId, contactId, channelId: settings.id };
    await tx.channels.addInvitation({ ...invitation, seconds: 60, most: 1 });
    const thread = { id: conversationId, channelId: settings.id, customerId, contact: { id: contactId } } as Thread;
    await tx.channels.addParticipant({ thread, customerId: visitor.customerId, most: 2 });
    const seen = { creatorDigest: digest(), address: '', origin: null, conversationId: null, customerId: null };
    await tx.cobrowse.create({ ...seen, id: session.id, seconds: 60 });
    await tx.cobrowse.addCode({ digest: digest(), sessionId: session.id, letters: false, seconds: 60 });
    await tx.cobrowse.happened('wrong', 60);
    await tx.cobrowse.saveSettings(await tx.cobrowse.settings());
    const recording = { id: randomUUID(), sessionId: session.id };
    await tx.cobrowseRecordings.start(recording);
    await tx.cobrowseRecordings.addChunk(recording.id, { n: 0, fromMs: 0, untilMs: 1, bytes: 1, wholePagesMs: [0] });
    const queueId = await tx.queues.defaultQueueId();
    const { trunk, call, customer, recorded } = callsOf(tenantId);
    await tx.calls.saveSettings(DEFAULT_CALL_SETTINGS);
    await tx.calls.saveTrunk(trunk, 'sealed');
    await tx.calls.saveDeskPhone(agentId, { username: `desk-${tenantId}`, password: 'sealed' });
    await tx.calls.saveSound({ name: 'welcome', key: 'k', bytes: 1, milliseconds: 1 });
    await tx.calls.saveNumber({ number: '+31201234567', queueId, greeting: null, menu: [] });
    await tx.calls.create({ ...call, conversationId, contactId, queueId }, [customer]);
    await tx.calls.addRecording(call.id, recorded);
    await tx.calls.saveSettings({ ...DEFAULT_CALL_SETTINGS, caps: { ...DEFAULT_CALL_SETTINGS.caps, ...MANY } });
    await tx.calls.reserveDial(call.id, customer.id);
    await tx.visitors.saveSettings({ tracking: 'on', keepMonths: 3 });
    await tx.push.saveSettings({ includeText: false, contact: null });
    await tx.push.addKeys({ publicKey: 'p', sealedPrivateKey: 'sealed' });
    const keys = { p256dh: 'p', auth: 'a' };
    await tx.push.subscribe(customerId, { id: session.id, endpoint: `https://push.example/${session.id}`, keys });
    await tx.log.append(
      conversationId,
      { kind: 'agent', id: agentId, name: 'Ada' },
      { kind: 'text', text: 'x' },
      'all',
    );
    const file = { id: randomUUID(), name: 'a.png', mediaType: 'image/png', bytes: 1, key: 'k', sha256: 's' };
    await tx.files.save({ ...file, conversationId, uploadedBy: 'agent', uploaderId: agentId });
  });
  await answerSurvey(tenantId, to);
  await store.visitorLog.append(tenantId, randomUUID(), [{ id: randomUUID(), type: 'page_view' }], { wait: true });
}

/** A command would first want the contact ended and the queue to ask. */
async function answerSurvey(tenantId: string, { contactId, conversationId }: Started): Promise<void> {
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  await client.query(
    `INSERT INTO surveys (tenant_id, contact_id, conversation_id, queue_id, score, comment)
     SELECT tenant_id, id, $2, queue_id, 5, 'fine' FROM contacts WHERE id = $1`,
    [contactId, conversationId],
  );
  await client.query('COMMIT');
}

async function asTenant<T>(tenantId: string | null, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  if (tenantId !== null) await client.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

test("every table that holds tenants' rows names the tenant, and forces row-level security on its owner too", async () => {
  const { rows } = await client.query(
    `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS walled,
       EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant_id' AND attnotnull) AS named
     FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'schema_migrations'
     ORDER BY relname`,
  );
  expect(rows.filter((row) => !row.walled)).toEqual([]);
  expect(rows.filter((row) => !row.named).map((row) => row.name)).toEqual(['setup_tokens', 'tenants']);
});

test('the server works under a role that row-level security binds', async () => {
  const { rows } = await client.query(
    'SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user',
  );
  expect(rows).toEqual([{ passes: false }]);
});

test('with one tenant set, no row of another is seen, in any table', async () => {
  await asTenant(fixture.tenantId, async () => {
    for (const table of tables) {
      const { rows } = await client.query(`SELECT DISTINCT tenant_id FROM ${table}`);
      expect(rows, table).toEqual([{ tenant_id: fixture.tenantId }]);
    }
  });
});

test('with no tenant set, or an empty one, no row is seen, and asking is no error', async () => {
  for (const tenantId of [null, '']) {
    await asTenant(tenantId, async () => {
      for (const table of tables) {
        const { rows } = await client.query(`SELECT count(*)::integer AS count FROM ${table}`);
        expect(rows, table).toEqual([{ count: 0 }]);
      }
    });
  }
});

test('with one tenant set, no row of another can be changed, removed, added, or given away', async () => {
  const violation = { code: '42501' };
  for (const table of tables) {
    const change = `UPDATE ${table} SET tenant_id = $1`;
    if (addedTo.includes(table)) {
      for (const verb of [change, `DELETE FROM ${table} WHERE tenant_id <> $1`])
        await asTenant(fixture.tenantId, () => expect(client.query(verb, [other]), verb).rejects.toThrow());
    } else {
      await asTenant(fixture.tenantId, async () => {
        const changed = await client.query(`UPDATE ${table} SET tenant_id = tenant_id WHERE tenant_id = $1`, [other]);
        expect(changed.rowCount, table).toBe(0);
        const removed = await client.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [other]);
        expect(removed.rowCount, table).toBe(0);
      });
      await asTenant(fixture.tenantId, () =>
        expect(client.query(change, [other]), table).rejects.toMatchObject(violation),
      );
    }
    const columns = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attgenerated = '' AND attidentity <> 'a' AND NOT attisdropped`,
      [table],
    );
    const names = columns.rows.map((row) => row.name);
    await asTenant(fixture.tenantId, () =>
      expect(
        client.query(
          `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => (name === 'tenant_id' ? '$1::uuid' : name)).join(', ')} FROM ${table} LIMIT 1`,
          [other],
        ),
        table,
      ).rejects.toMatchObject(violation),
    );
  }
});

test('a tenant is read by anyone, and written only by itself', async () => {
  await asTenant(fixture.tenantId, async () => {
    expect((await client.query('SELECT id FROM tenants')).rowCount).toBe(2);
    expect((await client.query(`UPDATE tenants SET domain = 'x' WHERE id = $1`, [other])).rowCount).toBe(0);
    expect((await client.query('DELETE FROM tenants')).rowCount).toBe(0);
  });
});

test('the ports of one tenant find nothing of another by its ids', async () => {
  const to = await addWaiting(fixture.store, other);
  const agentId = await addAgent(fixture.store, fixture.tenantId);
  const settings = channelSettings('multi');
  const thread = { id: randomUUID(), contactId: randomUUID(), customerId: to.customerId, channelId: settings.id };
  const number = await fixture.store.transaction(other, async (tx) => {
    await tx.channels.saveChannel(settings);
    await tx.channels.createThread({ ...thread, externalId: 'T', name: '', locale: null });
    const queueId = await tx.queues.defaultQueueId();
    const contact = { id: thread.contactId, conversationId: thread.id, customerId: to.customerId, queueId };
    await tx.contacts.create({ ...contact, helpType: 'CHAT', channelId: settings.id });
    return (await tx.channels.threadById(thread.id))!.contact.number;
  });
  await fixture.inTransaction(async (tx) => {
    const of = [settings.id, to.customerId] as const;
    expect(await tx.channels.channel(settings.id)).toBeNull();
    expect(await tx.channels.thread(...of, 'T')).toBeNull();
    expect(await tx.channels.thread(...of, null)).toBeNull();
    expect(await tx.channels.threads(...of, 10)).toEqual([]);
    expect(await tx.channels.threadById(thread.id)).toBeNull();
    expect(await tx.channels.threadByContactNumber(...of, number)).toBeNull();
    expect(
      await tx.channels.createThread({ ...thread, id: randomUUID(), externalId: 'U', name: '', locale: null }),
    ).toBe(false);
    expect(await tx.channels.renameThread(thread.id, 'x')).toBe(false);
    expect(await tx.channels.archiveThread(thread.id)).toBe(false);
    expect(await tx.channels.reopenThread(thread.id, randomUUID())).toBe(false);
    expect(await tx.channels.setContactFields(thread.contactId, [])).toEqual([]);
    expect(await tx.channels.history(thread.id, null, 10)).toEqual([]);
    expect(await tx.files.takeIntoThread([randomUUID()], settings.id, thread.id)).toEqual([]);
    expect(await tx.contacts.get(to.contactId)).toBeNull();
    expect(await tx.contacts.summary(to.conversationId)).toBeNull();
    expect(await tx.contacts.openContactOf(to.customerId)).toBeNull();
    expect(await tx.log.conversation(to.conversationId)).toBeNull();
    expect(await tx.log.page(to.conversationId, { limit: 10 })).toEqual([]);
    expect(await tx.directory.customer(to.customerId)).toBeNull();
    expect(await tx.directory.customerByNumber(to.customerNumber)).toBeNull();
    expect(await tx.contacts.pick(to.contactId, agentId)).toBeNull();
    expect(await tx.contacts.offer(to.contactId, agentId, 10)).toBeNull();
    expect(await tx.contacts.endAnyhow(to.contactId, 'ended_by_system')).toBeNull();
  });
});

test('what one tenant set does not stay behind on the connection for the next', async () => {
  const { store } = await fixture.another({ poolSize: 1 });
  await store.transaction(fixture.tenantId, (tx) => tx.queues.views());
  expect(await store.setup.needed()).toBe(false);
  expect((await store.transaction(other, (tx) => tx.desks.colleagues())).length).toBe(1);
});

test('a tenant that is no id is a fault of the caller and reaches no database', async () => {
  await expect(fixture.store.transaction(`x'; DROP TABLE entries; --`, async () => undefined)).rejects.toBeInstanceOf(
    TypeError,
  );
});
