import type { CustomerActor } from '@alongside/domain';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startTestServer } from '../testing/start-test-server.ts';
import type { Connection } from './connection.ts';
import { Standings } from './standings.ts';
import { TIMING } from './timing.ts';

const waiting = 5_000;
const populate = `WITH made AS (SELECT n, gen_random_uuid() AS customer, gen_random_uuid() AS conversation, gen_random_uuid() AS contact
    FROM generate_series(1, ${waiting}) n),
  people AS (INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in)
    SELECT customer, $1, 'n' || n, 'Customer ' || n, false FROM made),
  talks AS (INSERT INTO conversations (id, tenant_id, customer_id, contact_id) SELECT conversation, $1, customer, contact FROM made)
  INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, place_at)
  SELECT contact, $1, conversation, customer, $2, 'CHAT', now() - make_interval(secs => ${waiting} - n) FROM made
  RETURNING id AS "contactId", conversation_id AS "conversationId"`;

test('[QUE1] after a change each of 5,000 who wait is told within a second, and nobody for whom nothing changed', async () => {
  await using server = await startTestServer();
  const { platform, demo } = server;
  const tenantId = demo.tenant.id;
  const queueId = await platform.store.transaction(tenantId, (tx) => tx.queues.defaultQueueId());
  const client = new pg.Client({ connectionString: demo.database });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
  const { rows } = await client.query<{ contactId: string; conversationId: string }>(populate, [tenantId, queueId]);
  await client.query('ANALYZE');

  const standings = new Standings(platform, TIMING);
  const told = new Map<string, string>();
  let frames = 0;
  let allTold: () => void = () => undefined;
  const everybody = () => {
    frames = 0;
    return new Promise<void>((resolve) => {
      allTold = resolve;
    });
  };
  const first = everybody();
  for (const { contactId, conversationId } of rows) {
    const actor = { kind: 'customer', tenantId, conversationId, contactId } as CustomerActor;
    const connection = {
      actor,
      open: true,
      sendText(text: string) {
        told.set(conversationId, text);
        frames += 1;
        if (frames === rows.length) allTold();
      },
    } as unknown as Connection;
    standings.welcome(actor, connection);
  }
  // Everybody came at once: they are told with their queue, and not each by a reading of their own.
  await first;
  expect(told.size).toBe(waiting);

  const took: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    // Everybody moves up by one; whoever goes is not there to be told.
    const head = [...told].find(([, text]) => text.includes('"position":1,'))?.[0];
    const again = everybody();
    frames = round + 1;
    const [began, used] = [performance.now(), process.cpuUsage()];
    await client.query(
      `UPDATE contacts SET state = 'ended', ended_at = now(), end_reason = 'cancelled_by_customer' WHERE conversation_id = $1`,
      [head],
    );
    standings.changed(tenantId, queueId);
    await again;
    told.delete(head ?? '');
    took.push(performance.now() - began);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1000);
  }
  if (process.env.ALONGSIDE_FIGURES) console.log(JSON.stringify({ took, cpu }));
  expect(Math.max(...took)).toBeLessThan(process.env.ALONGSIDE_FIGURES ? 1_000 : 3_000);

  frames = 0;
  standings.changed(tenantId, queueId);
  await new Promise((soon) => setTimeout(soon, 1_500));
  expect(frames).toBe(0);
  standings.close();
  await client.end();
});
