import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { conversationsPerAgent, type Person, type Population, type SeededConversation } from '../load/lines.ts';
import { seedToken } from './tokens.ts';

/**
 * Running chats, as if each customer had asked for help and an agent had accepted: sessions, contacts, and logs with their first two
 * entries. Written past the server, because to start thousands of chats through it would only measure the set-up.
 */
export async function seedPopulation(client: pg.Client, tenantId: string, count: number): Promise<Population> {
  const agents = await seedAgents(client, tenantId, Math.ceil(count / conversationsPerAgent));
  const conversations: SeededConversation[] = [];
  for (let first = 0; first < count; first += 2_000)
    conversations.push(...(await seedChats(client, tenantId, agents, first, Math.min(count, first + 2_000))));
  return { agents, conversations };
}

async function seedAgents(client: pg.Client, tenantId: string, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, () => {
    const id = randomUUID();
    return { id, name: 'Agnes Agent', email: `${id}@bench.example`, ...seedToken('asa', tenantId) };
  });
  const ids = people.map(({ id }) => id);
  await client.query(
    `INSERT INTO agents (id, tenant_id, name, email, password_hash, role, locale)
     SELECT id, $1, $3, email, 'none', 'agent', 'en' FROM unnest($2::uuid[], $4::text[]) AS p (id, email)`,
    [tenantId, ids, 'Agnes Agent', people.map(({ email }) => email)],
  );
  // Alive for a day, so that no sweep takes their chats away before they have connected.
  await client.query(
    `INSERT INTO desks (agent_id, tenant_id, state, away_reason, seen_until, capacity, open_contacts)
     SELECT id, $1, 'available', NULL, clock_timestamp() + interval '1 day', $3, 0 FROM unnest($2::uuid[]) AS p (id)`,
    [tenantId, ids, conversationsPerAgent],
  );
  await client.query(
    `INSERT INTO agent_sessions (id, tenant_id, digest, agent_id, expires_at)
     SELECT gen_random_uuid(), $1, digest, id, clock_timestamp() + interval '1 day'
     FROM unnest($2::uuid[], $3::bytea[]) AS p (id, digest)`,
    [tenantId, ids, people.map(({ digest }) => digest)],
  );
  return people.map(({ id, name, token }) => ({ id, name, token }));
}

async function seedChats(
  client: pg.Client,
  tenantId: string,
  agents: readonly Person[],
  first: number,
  end: number,
): Promise<SeededConversation[]> {
  const chats = Array.from({ length: end - first }, (_, offset) => {
    const agent = Math.floor((first + offset) / conversationsPerAgent);
    return {
      conversationId: randomUUID(),
      contactId: randomUUID(),
      customerId: randomUUID(),
      agent,
      owner: agents[agent]?.id ?? '',
      ...seedToken('asc', tenantId),
    };
  });
  const values = [
    tenantId,
    chats.map(({ conversationId }) => conversationId),
    chats.map(({ contactId }) => contactId),
    chats.map(({ customerId }) => customerId),
    chats.map(({ owner }) => owner),
    chats.map(({ digest }) => digest),
  ];
  const chat = `unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bytea[]) AS c (conversation, contact, customer, owner, digest)`;
  await client.query('BEGIN');
  // Values that a statement does not use still need a type.
  const run = (sql: string) => client.query(`WITH c AS (SELECT $1::uuid AS tenant, * FROM ${chat}) ${sql}`, values);
  await run(`INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in)
    SELECT customer, tenant, customer::text, 'Ada Customer', true FROM c`);
  await run(`INSERT INTO conversations (id, tenant_id, customer_id, contact_id, last_seq, owner_id)
    SELECT conversation, tenant, customer, contact, 2, owner FROM c`);
  await run(`INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, state, owner_id, last_owner_id, started_at)
    SELECT contact, tenant, conversation, customer, (SELECT id FROM queues WHERE tenant_id = tenant AND is_default), 'CHAT', 'active',
      owner, owner, clock_timestamp() FROM c`);
  await run(`INSERT INTO customer_sessions (id, tenant_id, digest, customer_id, conversation_id, contact_id, device_hash, expires_at)
    SELECT gen_random_uuid(), tenant, digest, customer, conversation, contact, 'bench', clock_timestamp() + interval '1 day' FROM c`);
  await run(`INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, visibility, body, created_at)
    SELECT tenant, conversation, 1, 'customer', customer, 'Ada Customer', 'all',
      jsonb_build_object('kind', 'contact.requested', 'contactId', contact, 'queueName', 'Help', 'helpType', 'CHAT'), clock_timestamp() FROM c
    UNION ALL SELECT tenant, conversation, 2, 'agent', owner, 'Agnes Agent', 'all',
      jsonb_build_object('kind', 'contact.started', 'contactId', contact, 'waitedSeconds', 1,
        'agent', jsonb_build_object('id', owner, 'name', 'Agnes Agent')), clock_timestamp() FROM c`);
  await run(`UPDATE desks SET open_contacts = open_contacts + n, load = load + n, kinds = jsonb_build_object('CHAT', open_contacts + n)
    FROM (SELECT owner, count(*)::integer AS n FROM c GROUP BY owner) o WHERE agent_id = o.owner`);
  await client.query('COMMIT');
  return chats.map(({ conversationId, contactId, customerId, token, agent }) => ({
    conversationId,
    contactId,
    customer: { id: customerId, name: 'Ada Customer', token },
    agent,
    lastSeq: 2,
  }));
}

/** The same for the ceiling, which knows heads of logs and nothing else. */
export async function seedLogs(client: pg.Client, count: number): Promise<Population> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await client.query('INSERT INTO logs (id, last_seq) SELECT id, 0 FROM unnest($1::uuid[]) AS l (id)', [ids]);
  const person = (): Person => ({ id: randomUUID(), name: 'Ada Customer', token: 'none' });
  return {
    agents: Array.from({ length: Math.ceil(count / conversationsPerAgent) }, person),
    conversations: ids.map((conversationId, index) => ({
      conversationId,
      contactId: randomUUID(),
      customer: person(),
      agent: Math.floor(index / conversationsPerAgent),
      lastSeq: 0,
    })),
  };
}
