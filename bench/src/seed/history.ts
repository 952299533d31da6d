import type pg from 'pg';
import { seedToken } from './tokens.ts';

/** Ended conversations of the past year. */
export interface History {
  readonly entries: number;
  readonly conversations: number;
  /** Tokens of an agent with their share of it, and of a supervisor who may see all of it. */
  readonly agentToken: string;
  readonly supervisorToken: string;
  conversationId(index: number): string;
  customerId(index: number): string;
  /** One conversation that is a hundred times as long as the others. */
  readonly longConversationId: string;
}

const perConversation = 50;
const perCustomer = 5;
const agentCount = 50;
/** So many went on at the same time, so that entries of one conversation lie apart on the disk, as they do in life. */
const atOnce = 100;
const longEntries = 5_000;

/**
 * Written by SQL without the server, and without keeping the two large indexes up to date row by row: they are taken off and built again
 * from their own definitions.
 */
export async function seedHistory(client: pg.Client, tenantId: string, entries: number): Promise<History> {
  const conversations = Math.ceil((entries - longEntries) / perConversation / atOnce) * atOnce;
  await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
  await client.query(`SET maintenance_work_mem = '512MB'`);
  await client.query(functions);
  const tokens = await seedPeople(client, tenantId, conversations);
  const restore = await takeOffIndexes(client);
  await client.query(rows, [tenantId, conversations]);
  await client.query(longRows, [tenantId, conversations]);
  await restore();
  await client.query('SET session_replication_role = origin; SET synchronous_commit = on');
  await client.query('VACUUM (ANALYZE) entries');
  await client.query('VACUUM (ANALYZE) conversations');
  await client.query('VACUUM (ANALYZE) contacts');
  await client.query('VACUUM (ANALYZE) customers');
  const id = async (kind: string, index: number) => {
    const { rows: found } = await client.query<{ id: string }>('SELECT history_id($1, $2) AS id', [kind, index]);
    return found[0]?.id ?? '';
  };
  const [conversationIds, customerIds] = await Promise.all(
    ['conversation', 'customer'].map(async (kind) => {
      const many = kind === 'customer' ? Math.ceil(conversations / perCustomer) : conversations;
      const { rows: found } = await client.query<{ id: string }>(
        'SELECT history_id($1, g) AS id FROM generate_series(0, $2::integer - 1) g ORDER BY g',
        [kind, many],
      );
      return found.map((row) => row.id);
    }),
  );
  return {
    entries: conversations * perConversation + longEntries,
    conversations,
    ...tokens,
    conversationId: (index) => conversationIds?.[index % conversations] ?? '',
    customerId: (index) => customerIds?.[index % (customerIds.length || 1)] ?? '',
    longConversationId: await id('conversation', conversations),
  };
}

/** Ids that can be computed again from a number, and are as scattered as random ones. */
const functions = `CREATE FUNCTION history_id(kind text, number integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT md5(kind || number)::uuid $$`;

async function seedPeople(client: pg.Client, tenantId: string, conversations: number) {
  await client.query(
    `INSERT INTO agents (id, tenant_id, name, email, password_hash, role, locale)
     SELECT history_id('agent', g), $1, 'Agnes Agent', g || '@history.example', 'none', CASE g WHEN 1 THEN 'supervisor' ELSE 'agent' END, 'en'
     FROM generate_series(0, $2::integer - 1) g`,
    [tenantId, agentCount],
  );
  await client.query(
    `INSERT INTO desks (agent_id, tenant_id, capacity) SELECT history_id('agent', g), $1, 3 FROM generate_series(0, $2::integer - 1) g`,
    [tenantId, agentCount],
  );
  const agent = seedToken('asa', tenantId);
  const supervisor = seedToken('asa', tenantId);
  await client.query(
    `INSERT INTO agent_sessions (id, tenant_id, digest, agent_id, expires_at)
     SELECT gen_random_uuid(), $1, digest, history_id('agent', (ord - 1)::integer), clock_timestamp() + interval '1 day'
     FROM unnest($2::bytea[]) WITH ORDINALITY AS t (digest, ord)`,
    [tenantId, [agent.digest, supervisor.digest]],
  );
  // One more than the others have: the long one.
  const values = [tenantId, conversations];
  await client.query(
    `INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in)
     SELECT history_id('customer', g), $1, 'history-' || g, 'Customer ' || g, true FROM generate_series(0, $2::integer / ${perCustomer}) g`,
    values,
  );
  await client.query(
    `INSERT INTO conversations (id, tenant_id, customer_id, contact_id, last_seq, open, owner_id, created_at)
     SELECT history_id('conversation', g), $1, history_id('customer', g / ${perCustomer}), history_id('contact', g),
       CASE WHEN g = $2 THEN ${longEntries} ELSE ${perConversation} END, false, NULL, ${timeOf('g')} FROM generate_series(0, $2::integer) g`,
    values,
  );
  await client.query(
    `INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, state, place_at, last_owner_id, started_at,
       ended_at, end_reason)
     SELECT history_id('contact', g), $1, history_id('conversation', g), history_id('customer', g / ${perCustomer}),
       (SELECT id FROM queues WHERE tenant_id = $1 AND is_default), 'CHAT', 'ended', ${timeOf('g')}, history_id('agent', g % ${agentCount}),
       ${timeOf('g')} + interval '20 s', ${timeOf('g')} + interval '10 min', 'ended_by_agent' FROM generate_series(0, $2::integer) g`,
    values,
  );
  return { agentToken: agent.token, supervisorToken: supervisor.token };
}

/** Spread over the year before today, the later the larger the number. */
function timeOf(number: string): string {
  return `(date_trunc('day', now()) - interval '1 year' * (1 - ${number}::double precision / ($2::integer + 1)))`;
}

const body = (number: string, seq: string, last: number) => `CASE
  WHEN ${seq} = 1 THEN jsonb_build_object('kind', 'contact.requested', 'contactId', history_id('contact', ${number}), 'queueName', 'Help', 'helpType', 'CHAT')
  WHEN ${seq} = 2 THEN jsonb_build_object('kind', 'contact.started', 'contactId', history_id('contact', ${number}), 'waitedSeconds', 20,
    'agent', jsonb_build_object('id', history_id('agent', ${number} % ${agentCount}), 'name', 'Agnes Agent'))
  WHEN ${seq} = ${last} THEN jsonb_build_object('kind', 'contact.ended', 'contactId', history_id('contact', ${number}), 'reason', 'ended_by_agent')
  ELSE jsonb_build_object('kind', 'text', 'text', 'Message ' || ${seq} || ' of conversation ' || ${number} || ': ' || repeat('some words and ', 5)) END`;

const columns =
  'tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at';

const author = (number: string, seq: string) => `CASE WHEN ${seq} % 2 = 1 THEN 'customer' ELSE 'agent' END,
  CASE WHEN ${seq} % 2 = 1 THEN history_id('customer', ${number} / ${perCustomer}) ELSE history_id('agent', ${number} % ${agentCount}) END,
  CASE WHEN ${seq} % 2 = 1 THEN 'Customer ' || ${number} / ${perCustomer} ELSE 'Agnes Agent' END`;

const rows = `INSERT INTO entries (${columns})
  SELECT $1, history_id('conversation', number), seq, ${author('number', 'seq')}, 'h' || seq, 'all', ${body('number', 'seq', perConversation)},
    ${timeOf('number')} + seq * interval '10 s'
  FROM (SELECT (g / ${atOnce * perConversation}) * ${atOnce} + g % ${atOnce} AS number, (g % ${atOnce * perConversation}) / ${atOnce} + 1 AS seq
    FROM generate_series(0, $2::integer * ${perConversation} - 1) g) n`;

const longRows = `INSERT INTO entries (${columns})
  SELECT $1, history_id('conversation', $2), seq, ${author('$2::integer', 'seq')}, 'h' || seq, 'all', ${body('$2::integer', 'seq', longEntries)},
    ${timeOf('$2')} + seq * interval '10 s'
  FROM generate_series(1, ${longEntries}) seq`;

/** Takes off what would slow the load down; the answer puts it back as it was. */
async function takeOffIndexes(client: pg.Client): Promise<() => Promise<void>> {
  const { rows: constraints } = await client.query<{ name: string; definition: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'entries'::regclass AND contype = 'p'`,
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = 'entries'::regclass AND NOT i.indisprimary`,
  );
  for (const { name } of constraints) await client.query(`ALTER TABLE entries DROP CONSTRAINT ${name}`);
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  return async () => {
    for (const { name, definition } of constraints)
      await client.query(`ALTER TABLE entries ADD CONSTRAINT ${name} ${definition}`);
    for (const { definition } of indexes) await client.query(definition);
  };
}
