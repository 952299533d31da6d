import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAudit } from './audit/audit.ts';
import { createCalls } from './calls/calls.ts';
import { channelSettings } from './channels/channel-fixture.ts';
import { createThreads } from './channels/threads.ts';
import { clientConfig } from './connection/client-settings.ts';
import { prepared, type Query } from './connection/statements.ts';
import { createContacts } from './contacts/contacts.ts';
import { createDesks } from './contacts/desks.ts';
import { createQueues } from './contacts/queues.ts';
import { createLog } from './conversations/log.ts';
import { createCustomers } from './directory/customers.ts';
import { createHelpReports } from './directory/help-reports.ts';
import { createFiles } from './files/files.ts';
import { createRouting } from './routing/routing.ts';
import { addAgent, addWaiting, createFixture, type Fixture, type Started } from './testing/fixture.ts';
import { TransactionScope } from './transaction-scope.ts';
import { createVisitors } from './visitors/visitors.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

const contacts = 20_000;
const entries = 100_000;
/** More than PostgreSQL waits before it settles for one plan of a statement. */
const repeats = 7;
const webhookId = randomUUID();
const channel = channelSettings('multi');

let fixture: Fixture;
let client: pg.Client;
let scope: TransactionScope;
let waiting: Started;
let active: Started;
let agentId: string;

beforeAll(async () => {
  fixture = await createFixture();
  agentId = await addAgent(fixture.store, fixture.tenantId);
  waiting = await addWaiting(fixture.store, fixture.tenantId);
  active = await addWaiting(fixture.store, fixture.tenantId);
  await fixture.inTransaction((tx) => tx.contacts.pick(active.contactId, agentId));
  // Without the server's own bias against reading whole tables: the indexes must be the better choice by themselves.
  client = new pg.Client(clientConfig(fixture.url, { timezone: 'UTC', datestyle: 'ISO' }, null));
  await client.connect();
  for (let repeat = 0; repeat < repeats; repeat += 1) await journal([active.conversationId]);
  await fixture.inTransaction((tx) => tx.channels.saveChannel(channel));
  await populate();
  const query: Query = async (text, values = []) => (await client.query(prepared(text, values))).rows;
  scope = new TransactionScope(fixture.tenantId, query);
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

/** A tenant with a long history: ended contacts of many customers, some by this agent, and long logs. */
async function populate(): Promise<void> {
  const values = [fixture.tenantId, fixture.queueId, agentId];
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.tenant', $1, true)`, [fixture.tenantId]);
  await client.query(
    `CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT n, gen_random_uuid() AS customer, gen_random_uuid() AS conversation,
       gen_random_uuid() AS contact FROM generate_series(1, ${contacts}) n`,
  );
  await client.query(
    `INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in) SELECT customer, $1, 'n' || n, 'C' || n, false FROM made`,
    values.slice(0, 1),
  );
  await client.query(
    `INSERT INTO conversations (id, tenant_id, customer_id, contact_id, last_seq, channel_id, thread_key, thread_key_as_sent, thread_name)
     SELECT conversation, $1, customer, contact, ${entries / contacts}, t.channel, t.key, t.key, t.key FROM made,
       LATERAL (SELECT CASE WHEN n % 2 = 1 THEN $2 END AS channel, CASE WHEN n % 2 = 1 THEN 'k' || n END AS key) t`,
    [fixture.tenantId, channel.id],
  );
  await client.query(
    `INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, state, place_at, ended_at, end_reason, last_owner_id, channel_id)
     SELECT contact, $1, conversation, customer, $2, 'CHAT', 'ended', now() - make_interval(mins => n), now(), 'ended_by_agent',
       CASE WHEN n % 20 = 0 THEN $3::uuid END, CASE WHEN n % 2 = 1 THEN $4 END FROM made`,
    [...values, channel.id],
  );
  await client.query(
    `INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
     SELECT $1, conversation, seq, 'customer', customer, 'C', 'c' || seq, 'all', '{"kind": "text", "text": "hello"}', now()
     FROM made, generate_series(1, ${entries / contacts}) seq`,
    values.slice(0, 1),
  );
  await client.query(
    `INSERT INTO audit_records (tenant_id, seq, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, hash)
     SELECT $1, n, now() - make_interval(mins => 30000 - n), 'agent', 'a' || n % 50, 'A', 'sign_out', 'agent', 'a' || n % 50, repeat('0', 64)
     FROM made`,
    values.slice(0, 1),
  );
  await client.query(
    `INSERT INTO webhooks (tenant_id, id, url, description, events, include_text, enabled, sealed_secret)
     VALUES ($1, $2, 'https://a.example/', '', '{contact.ended}', false, true, 's')`,
    [fixture.tenantId, webhookId],
  );
  await client.query(
    `WITH events AS (
       INSERT INTO webhook_events (tenant_id, type, occurred_at, conversation_id, data)
       SELECT $1, 'contact.ended', now(), conversation, '{}' FROM made RETURNING id, conversation_id)
     INSERT INTO webhook_deliveries (tenant_id, webhook_id, event_id, lane, state, finished_at)
     SELECT $1, $2, id, conversation_id, s.state, CASE WHEN s.state IN ('delivered', 'dead') THEN now() END
     FROM (SELECT *, row_number() OVER () AS n FROM events) e,
       LATERAL (SELECT (ARRAY['delivered', 'delivered', 'delivered', 'dead', 'pending'])[1 + e.n % 5]) AS s (state)`,
    [fixture.tenantId, webhookId],
  );
  await client.query(
    `INSERT INTO webhook_lanes (webhook_id, lane, tenant_id, next_at)
     SELECT DISTINCT webhook_id, lane, tenant_id, now() + interval '1 h' FROM webhook_deliveries WHERE state = 'pending'`,
  );
  await client.query(
    `INSERT INTO visitors (tenant_id, visitor_id, customer_id, seen_on, page_at, page_title, page_url, viewed_at, visit_id)
     SELECT $1, conversation, customer, current_date - n % 60, CASE WHEN n % 40 = 0 THEN now() - make_interval(secs => n % 1700) END, 'Home', '/',
       now(), contact FROM made`,
    values.slice(0, 1),
  );
  await client.query(
    `INSERT INTO visitor_events (tenant_id, visitor_id, at, id, visit_id, type, data)
     SELECT $1, conversation, now() - make_interval(mins => step), gen_random_uuid(), contact, 'page_view', '{"title": "Home"}'
     FROM made, generate_series(1, 5) step`,
    values.slice(0, 1),
  );
  await client.query(
    `INSERT INTO calls (id, tenant_id, call_code, kind, direction, state, owns_contact, use_type, requested_at, ended_at, ended_by, end_reason)
     SELECT contact, $1, 'c' || n, 'phone', 'inbound', 'ended', false, 'standard', t.at, t.at, 'customer',
       CASE WHEN n % 5000 = 0 THEN 'voicemail' ELSE 'ended_by_customer' END
     FROM made, LATERAL (SELECT now() - make_interval(mins => n) AS at) t`,
    values.slice(0, 1),
  );
  await client.query('COMMIT');
}

/** One batch with a message to each of these conversations. */
const journal = (conversations: readonly string[]) =>
  client.query({
    name: 'journal',
    text: 'SELECT * FROM journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      fixture.tenantId,
      conversations,
      conversations.map(() => 'customer'),
      conversations.map(() => active.customerId),
      conversations.map(() => 'Grace'),
      conversations.map(() => randomUUID()),
      conversations.map(() => '{"kind": "text", "text": "x"}'),
      conversations.map(() => 'all'),
      false,
    ],
  });

/** How often this session has begun to read each of the growing tables whole. */
async function wholeReads(): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; reads: string }>(
    `SELECT relname AS name, seq_scan AS reads FROM pg_stat_xact_user_tables
     WHERE relname IN ('customers', 'conversations', 'contacts', 'entries', 'files', 'contact_mutes',
       'audit_records', 'webhook_events', 'webhook_deliveries', 'webhook_lanes', 'visitors') OR (relname LIKE 'visitor@_events%' ESCAPE '@' AND pg_relation_size(relid) > 0)`,
  );
  return new Map(rows.map(({ name, reads }) => [name, Number(reads)]));
}

/** Tables that this work read from end to end. */
async function readWhole(work: () => Promise<unknown>): Promise<string[]> {
  const read = new Set<string>();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant', $1, true)`, [fixture.tenantId]);
    // The counters also hold what earlier transactions have not yet handed on: so only their difference counts.
    const before = await wholeReads();
    await work();
    for (const [name, reads] of await wholeReads()) if (reads > (before.get(name) ?? 0)) read.add(name);
    await client.query('ROLLBACK');
  }
  return [...read];
}

/** How many rows this transaction has read so far. */
async function rowsRead(): Promise<number> {
  const { rows } = await client.query<{ rows: string }>(
    'SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS rows FROM pg_stat_xact_user_tables',
  );
  return Number(rows[0]?.rows);
}

test('a journal whose connection planned on empty tables probes for each entry when they are full', async () => {
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.tenant', $1, true)`, [fixture.tenantId]);
  const { rows: conversations } = await client.query<{ id: string }>(
    'SELECT id FROM conversations WHERE last_seq > 0 LIMIT 100',
  );
  const before = await rowsRead();
  const { rows: outcomes } = await journal(conversations.map((row) => row.id));
  expect(outcomes).toMatchObject(Array.from({ length: 100 }, () => ({ outcome: 'stored' })));
  expect((await rowsRead()) - before).toBeLessThan(1_000);
  await client.query('ROLLBACK');
});

async function oneThread() {
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
  const { rows } = await client.query<
    Record<'id' | 'customerId' | 'externalId' | 'contactId', string> & { number: number }
  >(
    `SELECT v.id, v.customer_id AS "customerId", v.thread_key AS "externalId", c.id AS "contactId", c.number
     FROM conversations v JOIN contacts c ON c.id = v.contact_id WHERE v.channel_id IS NOT NULL LIMIT 1`,
  );
  const [row] = rows;
  if (!row) throw new Error('There is no thread.');
  return { ...row, number: Number(row.number) };
}

describe('with statistics', () => {
  beforeAll(() =>
    client.query(
      'ANALYZE calls, customers, conversations, contacts, entries, audit_records, webhook_deliveries, webhook_events, webhook_lanes, visitors, visitor_events',
    ),
  );

  test('the measure sees a table that is read whole', async () => {
    expect(await readWhole(() => client.query(`SELECT count(*) FROM entries WHERE author_name = 'C'`))).toEqual([
      'entries',
    ]);
  });

  test('messages on voicemail are found among many calls without going through the others', async () => {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant', $1, true)`, [fixture.tenantId]);
    const before = await rowsRead();
    const { calls } = await createCalls(scope).list({ endReason: 'voicemail' }, { limit: 20 });
    expect(calls.map(({ endReason }) => endReason)).toEqual(['voicemail', 'voicemail', 'voicemail', 'voicemail']);
    expect((await rowsRead()) - before).toBeLessThan(100);
    await client.query('ROLLBACK');
  });

  test('no statement over a growing table reads it whole', async () => {
    const author = { kind: 'customer', id: waiting.customerId, name: 'Grace' } as const;
    const { contactId, conversationId, customerId, customerNumber } = waiting;
    const log = createLog(scope);
    const port = createContacts(scope);
    const queues = createQueues(scope);
    const desks = createDesks(scope);
    const routing = createRouting(scope);
    const directory = createCustomers(scope);
    const reports = createHelpReports(scope);
    const files = createFiles(scope);
    const threads = createThreads(scope);
    const thread = await oneThread();
    const ofThread = [channel.id, thread.customerId] as const;
    const { queueId } = fixture;
    const [from, to] = [Date.now() - 86_400_000, Date.now()];
    const now = Date.now();
    const pages = { limit: 20 };
    const cursor = { limit: 20, cursor: `${now - 3_600_000}.${randomUUID()}` };
    const audit = createAudit(scope, []);
    const webhooks = createWebhooks(scope);
    const visitors = createVisitors(scope);
    const iso = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
    const fresh = { id: randomUUID(), digest: Buffer.from('digest'), deviceHash: 'd', seconds: 1 };

    const statements: Record<string, () => Promise<unknown>> = {
      'log.append': () => log.append(conversationId, author, { kind: 'text', text: 'x' }, 'all'),
      'log.page after': () => log.page(conversationId, { after: 0, limit: 100 }),
      'log.page before': () => log.page(conversationId, { before: 50, limit: 100 }),
      'log.page last': () => log.page(conversationId, { limit: 100 }),
      'log.conversation': () => log.conversation(conversationId),
      'log.markRead': async () => {
        await log.append(active.conversationId, author, { kind: 'text', text: 'x' }, 'all');
        return log.markRead(active.conversationId, 'agent', { ...author, kind: 'agent' }, 1);
      },
      'log.markDelivered': () => log.markDelivered(conversationId, 'customer', 0),
      'contacts.create': () =>
        port
          .create({ id: randomUUID(), conversationId: randomUUID(), customerId, queueId, helpType: 'CHAT' })
          .catch(() => null),
      'contacts.create on a channel': () =>
        port
          .create({
            id: randomUUID(),
            conversationId: randomUUID(),
            customerId,
            queueId,
            helpType: 'CHAT',
            channelId: channel.id,
          })
          .catch(() => null),
      'threads.thread': () => threads.thread(...ofThread, thread.externalId),
      'threads.thread, the newest': () => threads.thread(...ofThread, null),
      'threads.threads': () => threads.threads(...ofThread, 30),
      'threads.threads behind one': () => threads.threads(...ofThread, 30, { updatedAt: iso(1), id: randomUUID() }),
      'threads.threadById': () => threads.threadById(thread.id),
      'threads.threadByContactNumber': () => threads.threadByContactNumber(...ofThread, thread.number),
      'threads.createThread': () =>
        threads.createThread({
          id: randomUUID(),
          channelId: channel.id,
          customerId: thread.customerId,
          contactId: randomUUID(),
          externalId: randomUUID(),
          name: '',
          locale: null,
        }),
      'threads.reopenThread': () => threads.reopenThread(thread.id, randomUUID()),
      'threads.renameThread': () => threads.renameThread(thread.id, randomUUID()),
      'threads.archiveThread': () => threads.archiveThread(thread.id),
      'threads.history': () => threads.history(thread.id, null, 30),
      'threads.setContactFields': () => threads.setContactFields(thread.contactId, []),
      'files.takeIntoThread': () => files.takeIntoThread([randomUUID()], channel.id, thread.id),
      'contacts.offer': () => port.offer(contactId, agentId, 10),
      'contacts.accept': () => port.accept(contactId, agentId, 1),
      'contacts.pick': () => port.pick(contactId, agentId),
      'contacts.withdrawOffer': async () =>
        (await port.offer(contactId, agentId, 10)) && port.withdrawOffer(contactId, 1, 10),
      'contacts.requeue': () => port.requeue(active.contactId, agentId, {}),
      'contacts.cancel': () => port.cancel(contactId, 'cancelled_by_customer'),
      'contacts.endByOwner': () => port.endByOwner(active.contactId, agentId, 'ended_by_agent'),
      'contacts.endAnyhow': () => port.endAnyhow(contactId, 'ended_by_system'),
      'contacts.wrapUp': () => port.wrapUp(contactId, agentId, 'x'),
      'contacts.get': () => port.get(contactId),
      'contacts.summary': () => port.summary(conversationId),
      'contacts.openContactOf': () => port.openContactOf(customerId),
      'contacts.listEnded': () => port.listEnded({}, pages),
      'contacts.listEnded from a cursor': () => port.listEnded({}, cursor),
      'contacts.listEnded of a customer': () => port.listEnded({ customerId }, cursor),
      'contacts.listEnded of an agent': () => port.listEnded({ ownerId: agentId }, cursor),
      'contacts.listEnded of both': () => port.listEnded({ ownerId: agentId, customerId }, cursor),
      'routing.waiting': () => routing.waiting(queueId, 50, { withQuestions: true }),
      'routing.rivals': () => routing.rivals(queueId, 100),
      'routing.nextRing': () => routing.nextRing(queueId, [10, 60]),
      'routing.clearTarget': () => routing.clearTarget(contactId, agentId),
      'routing.intake': () => routing.intake(queueId, customerId),
      'queues.placeOf': () => queues.placeOf(contactId),
      'queues.lengths': () => queues.lengths(),
      'contacts.endWaiting': () => port.endWaiting(contactId, 'ended_by_system'),
      'contacts.overflow': () => port.overflow(contactId, queueId, queueId),
      'desks.endAfterContact': () => desks.endAfterContact(agentId),
      'sweeps.dueWaits': () => client.query('SELECT * FROM due_waits(10)'),
      'queues.views': () => queues.views(),
      'queues.line': () => queues.line(queueId),
      'desks.held': () => desks.held(agentId),
      'desks.offers': () => desks.offers(agentId),
      'desks.conversations': () => desks.conversations(agentId),
      'directory.upsertCustomer': () =>
        directory.upsertCustomer({
          id: randomUUID(),
          customerId: customerNumber,
          name: 'x',
          phone: null,
          email: null,
          idNumber: null,
          isLoggedIn: false,
        }),
      'directory.customer': () => directory.customer(customerId),
      'directory.customerByNumber': () => directory.customerByNumber(customerNumber),
      'directory.createCustomerSession': () =>
        directory.createCustomerSession({ ...fresh, customerId, conversationId, contactId }),
      'directory.customerSession': () => directory.customerSession(fresh.digest),
      'reports.list': () => reports.list({ from, to }, 20),
      'reports.list of a customer': () => reports.list({ from, to, customerNo: customerNumber }, 20),
      'reports.list of an agent': () => reports.list({ from, to, agentId }, 20),
      'reports.list of both': () => reports.list({ from, to, agentId, customerNo: customerNumber }, 20),
      'reports.current': () => reports.current(customerNumber),
      'files.get': () => files.get(randomUUID()),
      'audit.page': () => audit.page({}, 50),
      'audit.page of an actor': () => audit.page({ actorId: 'a7' }, 50),
      'audit.page of a target': () => audit.page({ targetId: 'a7', cursor: '9000' }, 50),
      'audit.page of a time': () => audit.page({ from: iso(-20_000), to: iso(-19_000) }, 50),
      'audit.walk': () => audit.walk(9_000, 100),
      'webhooks.list': () => webhooks.list(),
      'webhooks.deliveries': () => webhooks.deliveries(webhookId, {}, 50),
      'webhooks.deliveries that are dead': () => webhooks.deliveries(webhookId, { state: 'dead', cursor: '9000' }, 50),
      'webhooks.claim': () => webhooks.claim(webhookId, randomUUID(), 4, 60, 7_200),
      'webhooks.settle': async () => {
        const [one] = await webhooks.claim(webhookId, randomUUID(), 1, 60, 7_200);
        const outcome = { state: 'delivered', pauseSeconds: 0, status: 200, error: null, milliseconds: 1 } as const;
        return one && webhooks.settle(one, outcome, 7_200);
      },
      'visitors.onSite': () => visitors.onSite({ limit: 50 }),
      'visitors.onSite from a cursor': () => visitors.onSite(cursor),
      'visitors.trail': () => visitors.trail(active.conversationId, { limit: 50 }),
      'visitors.trail from a cursor': () => visitors.trail(active.conversationId, cursor),
      'visitors.get': () => visitors.get(randomUUID()),
      'visitors.ofCustomer': () => visitors.ofCustomer(customerId),
      'visitors.pushTargets': () => visitors.pushTargets(customerId),
      'visitors.remember': () => visitors.remember(randomUUID(), { consent: 'denied', device: { os: 'iOS' } }),
      'visitors.erase': () => visitors.erase(randomUUID()),
      'visitors.invite': () => visitors.invite(randomUUID(), { id: randomUUID(), text: 'Hi', agentName: 'Ada' }),
      'the events of visitors': () =>
        client.query(`SELECT * FROM store_visitor_events($1, $2, $3, $4, $5, $6)`, [
          [active.conversationId, waiting.conversationId],
          [randomUUID(), randomUUID()],
          ['page_view', 'page_left'],
          [null, null],
          [null, null],
          ['{}', '{}'],
        ]),
      'the journal': () => journal([conversationId, active.conversationId]),
      'sweeps.expiredOffers': () => client.query('SELECT * FROM expired_offers(10)'),
      'sweeps.busyQueues': () => client.query('SELECT * FROM busy_queues()'),
    };
    const guilty: string[] = [];
    for (const [name, statement] of Object.entries(statements)) {
      for (const table of await readWhole(statement)) guilty.push(`${name} reads ${table} whole`);
    }
    expect(guilty).toEqual([]);
  });
});
