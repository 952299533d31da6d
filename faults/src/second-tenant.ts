import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { inDatabase } from './collect.ts';
import type { Demo } from './server-process.ts';

/** A customer of a company that is not the demo's. */
export interface Stranger {
  readonly conversationId: string;
  readonly token: string;
}

/** Another company on the same server, with so many customers who wait: written past the server, as it would have written them. */
export async function secondTenant(database: Demo['database'], customers: number): Promise<Stranger[]> {
  const tenant = { id: randomUUID(), domain: `other-${randomBytes(3).toString('hex')}` };
  const people = Array.from({ length: customers }, () => {
    const token = `asc_${tenant.id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
    return {
      conversationId: randomUUID(),
      contactId: randomUUID(),
      customerId: randomUUID(),
      token,
      digest: createHash('sha256').update(token, 'utf8').digest(),
    };
  });
  await inDatabase({ database, tenant }, async (client) => {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO tenants (id, domain, brand_id, settings) SELECT $1, $2, nextval('brand_ids'), settings FROM tenants LIMIT 1`,
      [tenant.id, tenant.domain],
    );
    await client.query(
      `INSERT INTO queues (id, tenant_id, name, is_default) VALUES (gen_random_uuid(), $1, 'Help', true)`,
      [tenant.id],
    );
    await client.query(
      `WITH c AS (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[]) AS c (conversation, contact, customer, digest)),
         persons AS (INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in)
           SELECT customer, $1, customer::text, 'Customer', true FROM c),
         talks AS (INSERT INTO conversations (id, tenant_id, customer_id, contact_id) SELECT conversation, $1, customer, contact FROM c),
         sessions AS (INSERT INTO customer_sessions (id, tenant_id, digest, customer_id, conversation_id, contact_id, device_hash, expires_at)
           SELECT gen_random_uuid(), $1, digest, customer, conversation, contact, 'faults', clock_timestamp() + interval '1 day' FROM c)
       INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type)
       SELECT contact, $1, conversation, customer, (SELECT id FROM queues WHERE tenant_id = $1), 'CHAT' FROM c`,
      [
        tenant.id,
        people.map(({ conversationId }) => conversationId),
        people.map(({ contactId }) => contactId),
        people.map(({ customerId }) => customerId),
        people.map(({ digest }) => digest),
      ],
    );
    await client.query('COMMIT');
  });
  return people.map(({ conversationId, token }) => ({ conversationId, token }));
}
