import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { seedToken } from './tokens.ts';

/** A customer who waits, with the session of their device. */
export interface WaitingCustomer {
  readonly conversationId: string;
  readonly contactId: string;
  readonly token: string;
}

/** An agent who has as many contacts as they may, with one of them. */
export interface BusyAgent {
  readonly id: string;
  readonly token: string;
  readonly contactId: string;
}

export interface WaitingCrowd {
  readonly queueId: string;
  readonly agents: readonly BusyAgent[];
  /** In their order. */
  readonly customers: readonly WaitingCustomer[];
}

const capacity = 3;

/** Busy people with skills, a queue with three rings, and a long line: written past the server, each row as the server would have made it. */
export async function seedWaiting(
  client: pg.Client,
  tenantId: string,
  sizes: { readonly agents: number; readonly waiting: number },
): Promise<WaitingCrowd> {
  const queueId = await seedQueue(client, tenantId);
  const agents = Array.from({ length: sizes.agents }, () => ({ id: randomUUID(), ...seedToken('asa', tenantId) }));
  await client.query('BEGIN');
  await client.query(
    `WITH p AS (SELECT * FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS p (id, digest, n)),
       people AS (INSERT INTO agents (tenant_id, id, name, email, password_hash, role, locale, skills)
         SELECT $1, id, 'Agent ' || n, id || '@bench.example', 'none', 'agent', 'en',
           (SELECT jsonb_build_object(s.id::text, 2 + n % 4) FROM skills s WHERE s.tenant_id = $1 AND s.name = 'Bench') FROM p),
       desk AS (INSERT INTO desks (tenant_id, agent_id, state, away_reason, seen_until, capacity, open_contacts, load, kinds)
         SELECT $1, id, 'available', NULL, clock_timestamp() + interval '1 day', ${capacity}, ${capacity}, ${capacity},
           '{"CHAT": ${capacity}, "VOICE_CALL": 0, "VIDEO_CALL": 0}' FROM p)
     INSERT INTO agent_sessions (id, tenant_id, digest, agent_id, expires_at)
     SELECT gen_random_uuid(), $1, digest, id, clock_timestamp() + interval '1 day' FROM p`,
    [tenantId, agents.map(({ id }) => id), agents.map(({ digest }) => digest)],
  );
  const active = await seedContacts(client, tenantId, queueId, {
    count: sizes.agents * capacity,
    owners: agents.map(({ id }) => id),
  });
  const waiting = await seedContacts(client, tenantId, queueId, { count: sizes.waiting, owners: [] });
  await client.query('COMMIT');
  await client.query('ANALYZE');
  return {
    queueId,
    agents: agents.map(({ id, token }, index) => ({ id, token, contactId: active[index]?.contactId ?? '' })),
    customers: waiting,
  };
}

/** The default queue asks for one skill, for less of it the longer somebody waits. */
async function seedQueue(client: pg.Client, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `WITH skill AS (INSERT INTO skills (id, tenant_id, name, description) VALUES (gen_random_uuid(), $1, 'Bench', '') RETURNING id)
     UPDATE queues q SET rings = (SELECT jsonb_agg(jsonb_build_object('afterSeconds', n * 30,
         'requirements', jsonb_build_array(jsonb_build_object('skillId', s.id, 'level', 4 - n))) ORDER BY n)
       FROM skill s, generate_series(0, 2) n)
     WHERE q.tenant_id = $1 AND q.is_default RETURNING q.id`,
    [tenantId],
  );
  return rows[0]?.id ?? '';
}

/** With owners: active, one after another at each of them. Without: waiting, one second apart. */
async function seedContacts(
  client: pg.Client,
  tenantId: string,
  queueId: string,
  { count, owners }: { readonly count: number; readonly owners: readonly string[] },
): Promise<WaitingCustomer[]> {
  const people = Array.from({ length: count }, (_, index) => ({
    conversationId: randomUUID(),
    contactId: randomUUID(),
    customerId: randomUUID(),
    owner: owners[index % Math.max(1, owners.length)] ?? null,
    ...seedToken('asc', tenantId),
  }));
  await client.query(
    `WITH c AS (SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bytea[]) WITH ORDINALITY
         AS c (conversation, contact, customer, owner, digest, n)),
       persons AS (INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in)
         SELECT customer, $1, customer::text, 'Customer ' || n, true FROM c),
       talks AS (INSERT INTO conversations (id, tenant_id, customer_id, contact_id, last_seq, owner_id)
         SELECT conversation, $1, customer, contact, 1, owner FROM c),
       sessions AS (INSERT INTO customer_sessions (id, tenant_id, digest, customer_id, conversation_id, contact_id, device_hash, expires_at)
         SELECT gen_random_uuid(), $1, digest, customer, conversation, contact, 'bench', clock_timestamp() + interval '1 day' FROM c),
       log AS (INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, visibility, body, created_at)
         SELECT $1, conversation, 1, 'customer', customer, 'Customer', 'all', jsonb_build_object('kind', 'contact.requested',
           'contactId', contact, 'queueName', 'Help', 'helpType', 'CHAT'), clock_timestamp() FROM c)
     INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, state, owner_id, last_owner_id, started_at,
       place_at, waiting_since)
     SELECT contact, $1, conversation, customer, $2, 'CHAT', CASE WHEN owner IS NULL THEN 'waiting' ELSE 'active' END, owner, owner,
       CASE WHEN owner IS NULL THEN NULL ELSE clock_timestamp() END, clock_timestamp() - make_interval(secs => ${count} - n),
       clock_timestamp() - make_interval(secs => n % 90) FROM c`,
    [
      tenantId,
      queueId,
      people.map(({ conversationId }) => conversationId),
      people.map(({ contactId }) => contactId),
      people.map(({ customerId }) => customerId),
      people.map(({ owner }) => owner),
      people.map(({ digest }) => digest),
    ],
  );
  return people.map(({ conversationId, contactId, token }) => ({ conversationId, contactId, token }));
}
