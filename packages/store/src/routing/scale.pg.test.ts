import { type Platform, readStandings, routeQueue, RoutingMemory } from '@alongside/domain';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createFixture, random, silent } from '../testing/fixture.ts';

const agents = 500;
const contacts = 5_000;

/** 500 busy people with skills, and 5,000 who wait. */
const populate = `WITH made AS (SELECT n, gen_random_uuid() AS customer, gen_random_uuid() AS conversation, gen_random_uuid() AS contact
    FROM generate_series(1, ${contacts}) n),
  people AS (INSERT INTO customers (id, tenant_id, customer_number, name, is_logged_in)
    SELECT customer, $1, 'n' || n, 'Customer ' || n, false FROM made),
  talks AS (INSERT INTO conversations (id, tenant_id, customer_id, contact_id) SELECT conversation, $1, customer, contact FROM made),
  team AS (INSERT INTO agents (tenant_id, id, name, email, password_hash, role, locale, skills)
    SELECT $1, gen_random_uuid(), 'Agent ' || n, 'agent' || n || '@bank.example', 'x', 'agent', 'en',
      jsonb_build_object($3::text, 1 + n % 5) FROM generate_series(1, ${agents}) n RETURNING id),
  desk AS (INSERT INTO desks (tenant_id, agent_id, state, away_reason, seen_until, capacity, open_contacts, load)
    SELECT $1, id, 'available', NULL, now() + interval '1 hour', 3, 3, 3 FROM team)
  INSERT INTO contacts (id, tenant_id, conversation_id, customer_id, queue_id, help_type, place_at, waiting_since)
  SELECT contact, $1, conversation, customer, $2, 'CHAT', now() - make_interval(secs => ${contacts} - n), now() - make_interval(secs => n % 90)
  FROM made`;

const spread = (times: number[]) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 10) / 10;
  return { median: at(0.5), p99: at(0.99) };
};

test("[ROUTE1] [QUE1] with 500 agents and 5,000 waiting a decision and everybody's standing take milliseconds", async () => {
  await using fixture = await createFixture();
  const { tenantId, queueId, store, bus } = fixture;
  const platform = { store, bus, random, log: silent } as unknown as Platform;
  const skillId = random.uuid();
  await fixture.inTransaction(async (tx) => {
    const queue = (await tx.routingSettings.queue(queueId))!;
    await tx.routingSettings.saveSkill({ id: skillId, name: 'Loans', description: '' });
    const rings = [0, 30, 60].map((afterSeconds, index) => ({
      afterSeconds,
      requirements: [{ skillId, level: 4 - index }],
    }));
    await tx.routingSettings.saveQueue({ ...queue, rings });
  });
  const client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
  await client.query(populate, [tenantId, queueId, skillId]);
  await client.query('ANALYZE');
  const { rows: team } = await client.query<{ id: string }>(
    'SELECT agent_id AS id FROM desks ORDER BY agent_id LIMIT 60',
  );

  const memory = new RoutingMemory();
  const route = async () => {
    const began = performance.now();
    const { offered } = await routeQueue(platform, tenantId, queueId, memory);
    return { offered, took: performance.now() - began };
  };
  const full = await Promise.all([route()]);
  const offers: number[] = [];
  for (const { id } of team) {
    await client.query('UPDATE desks SET open_contacts = 2, load = 2 WHERE agent_id = $1', [id]);
    const { offered, took } = await route();
    expect(offered).toBeLessThanOrEqual(1);
    offers.push(took);
  }
  const idle: number[] = [];
  for (let run = 0; run < 30; run += 1) idle.push((await route()).took);
  const standings: number[] = [];
  for (let run = 0; run < 20; run += 1) {
    const began = performance.now();
    expect(await readStandings(platform, tenantId, queueId)).toHaveLength(contacts);
    standings.push(performance.now() - began);
  }
  await client.end();
  const figures = {
    first: full[0]?.took,
    offer: spread(offers),
    nobodyFree: spread(idle),
    standings: spread(standings),
  };
  if (process.env.ALONGSIDE_FIGURES) console.log(JSON.stringify(figures));
  // Bounds for a machine that does much else; the figures of a quiet one are in docs/routing.md.
  expect(figures.offer.median).toBeLessThan(500);
  expect(figures.standings.median).toBeLessThan(2_000);
});
