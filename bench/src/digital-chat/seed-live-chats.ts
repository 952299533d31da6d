import type pg from 'pg';
import type { Population } from '../load/lines.ts';
import { seedPopulation } from '../seed/population.ts';

/** Running chats whose customers came over a published chat client: each thread has the conversation's id, each customer their own. */
export async function seedLiveChats(
  client: pg.Client,
  tenantId: string,
  channelId: string,
  count: number,
): Promise<Population> {
  const population = await seedPopulation(client, tenantId, count);
  const ids = population.conversations.map(({ conversationId }) => conversationId);
  await client.query('BEGIN');
  await client.query(
    `UPDATE conversations SET channel_id = $2, thread_key = id::text, thread_key_as_sent = id::text, thread_name = ''
     WHERE id = ANY($1::uuid[])`,
    [ids, channelId],
  );
  await client.query('UPDATE contacts SET channel_id = $2, live = true WHERE conversation_id = ANY($1::uuid[])', [
    ids,
    channelId,
  ]);
  await client.query(
    `INSERT INTO customer_identities (tenant_id, channel_id, issuer, key, external_id, customer_id, first_name, last_name)
     SELECT tenant_id, $2, '', customer_id::text, customer_id::text, customer_id, 'Ada', 'Customer' FROM conversations WHERE id = ANY($1::uuid[])`,
    [ids, channelId],
  );
  await client.query('COMMIT');
  return population;
}
