import { createTestDatabase } from '@alongside/testkit';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrations } from './all.ts';
import { migrate } from './migrate.ts';

/** An id that is told apart by its end. */
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [TENANT, QUEUE] = [id(1), id(2)];

test('whoever has had nothing but telephone calls was made by one; who came by the app as well stays the app’s', async () => {
  const database = await createTestDatabase();
  await migrate(database.url, { migrations: migrations.filter(({ version }) => version < 64) });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`SELECT set_config('app.tenant', $1, false)`, [TENANT]);
    await client.query(`INSERT INTO tenants (id, domain, settings) VALUES ($1, 'bank.example', '{}')`, [TENANT]);
    await client.query(`INSERT INTO queues (id, tenant_id, name) VALUES ($1, $2, 'Support')`, [QUEUE, TENANT]);
    let made = 10;
    const next = () => {
      made += 1;
      return id(made);
    };
    const customer = async (number: string, contacts: readonly { helpType: string; call: string | null }[]) => {
      const customerId = next();
      await client.query(
        `INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in) VALUES ($1, $2, $3, '', false)`,
        [customerId, TENANT, number],
      );
      for (const { helpType, call } of contacts) {
        const [conversationId, contactId] = [next(), next()];
        await client.query('BEGIN');
        await client.query(
          `INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, state, ended_at, end_reason)
           VALUES ($1, $2, $3, $4, $5, $6, 'ended', now(), 'ended_by_agent')`,
          [contactId, TENANT, conversationId, customerId, QUEUE, helpType],
        );
        await client.query(
          `INSERT INTO conversations (id, tenant_id, customer_id, contact_id) VALUES ($1, $2, $3, $4)`,
          [conversationId, TENANT, customerId, contactId],
        );
        await client.query('COMMIT');
        if (call === null) continue;
        await client.query(
          `INSERT INTO calls (id, tenant_id, call_code, conversation_id, contact_id, customer_id, kind, direction, state, owns_contact, use_type,
             ended_at, end_reason, ended_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 'inbound', 'ended', false, 'standard', now(), 'hung_up', 'customer')`,
          [next(), TENANT, `code ${made}`, conversationId, contactId, customerId, call],
        );
      }
    };
    const [telephone, dialledFromChat, app] = [
      { helpType: 'VOICE_CALL', call: 'phone' },
      { helpType: 'CHAT', call: 'phone' },
      { helpType: 'VOICE_CALL', call: 'voice' },
    ];
    await customer('only calls', [telephone, telephone]);
    await customer('called from a chat', [dialledFromChat]);
    await customer('calls and the app', [telephone, app]);
    await customer('the app', [app]);
    await customer('nothing yet', []);
    expect(await migrate(database.url)).toContain('telephone-customers');
    const { rows } = await client.query(`SELECT customer_number AS number FROM customers WHERE telephone`);
    expect(rows).toEqual([{ number: 'only calls' }]);
  } finally {
    await client.end();
    await database.drop();
  }
});
