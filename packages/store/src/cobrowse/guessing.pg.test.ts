import { createHmac, randomInt, randomUUID } from 'node:crypto';
import {
  type AgentActor,
  createCobrowse,
  type Platform,
  type Refused,
  redeemForAgent,
  redeemForPage,
} from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTenant, createFixture, type Fixture, random, silent } from '../testing/fixture.ts';

/** The full mode is ALONGSIDE_GUESSES=1000000; half an hour on two cores, so an agent's budget comes back meanwhile. */
const GUESSES = Number(process.env.ALONGSIDE_GUESSES ?? 3_000);
const AGENTS = 50;
const PER_AGENT = 5;
const AGENT_WINDOW_MS = 15 * 60_000;
/** What the database's clock and ours may differ in that time. */
const CLOCKS_MS = 1_000;
const SOURCES = 1_000;
const LIVE = 100;
/** Of each kind, in the comparison of times. */
const SAMPLES = Number(process.env.ALONGSIDE_TIMINGS ?? 120);

let fixture: Fixture;
let platform: Platform;
let client: pg.Client;
const signer = {
  sign: (text: string) => createHmac('sha256', 'k').update(text).digest('base64url'),
  verify: () => false,
};

beforeAll(async () => {
  fixture = await createFixture();
  const { store, bus } = fixture;
  platform = { store, bus, random, signer, log: silent } as unknown as Platform;
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const agent = (tenantId: string): AgentActor => ({
  kind: 'agent',
  tenantId,
  agentId: randomUUID(),
  sessionId: randomUUID(),
  role: 'agent',
  name: 'Ada',
});
const origin = 'https://bank.example';
const create = (tenantId: string) =>
  createCobrowse(platform, tenantId, { address: randomUUID(), origin, creator: null });
const outcome = (asked: Promise<unknown>) =>
  asked.then(
    () => 'opened',
    (error: Refused) => error.code,
  );
/** So many at a time as there are connections. */
async function spread(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: 6 }, lane));
}

test(
  `[CODE7] [CODE8] T5: ${GUESSES} guesses of ${AGENTS} agents at ${LIVE} live codes: the looked-up ones are the budget, exactly`,
  async () => {
    const tenantId = (await addTenant(fixture.store)).id;
    const live = new Set<string>();
    await spread(LIVE, async () => void live.add((await create(tenantId)).shortCode));
    const guessers = Array.from({ length: AGENTS }, () => agent(tenantId));
    const counts = new Map<string, number>();
    /** When each agent's guesses that were looked at were sent and answered. */
    const looked = guessers.map((): { sent: number; answered: number }[] => []);
    const begun = performance.now();
    await spread(GUESSES, async (index) => {
      let guess = '';
      // A hit is luck of one in ten million here, and no fault of the budget's.
      do guess = String(randomInt(1e9)).padStart(9, '0');
      while (live.has(guess));
      const sent = performance.now();
      const code = await outcome(redeemForAgent(platform, guessers[index % AGENTS]!, guess));
      if (code === 'short_code_refused') looked[index % AGENTS]!.push({ sent, answered: performance.now() });
      counts.set(code, (counts.get(code) ?? 0) + 1);
    });
    const seconds = (performance.now() - begun) / 1_000;
    await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
    const { rows } = await client.query<{ wrong: number }>(
      `SELECT cardinality(moments) AS wrong FROM cobrowse_budgets WHERE key = 'wrong'`,
    );
    console.log(
      `T5: ${GUESSES} guesses in ${seconds.toFixed(0)} s: ${counts.get('short_code_refused')} answered as wrong, ` +
        `${counts.get('rate_limited')} not looked at; of digits ${rows[0]?.wrong} looked up, ${counts.get('opened') ?? 0} hits.`,
    );
    const windows = 1 + Math.floor((seconds * 1_000) / AGENT_WINDOW_MS);
    for (const one of looked) {
      expect(one.length).toBeGreaterThanOrEqual(PER_AGENT);
      expect(one.length).toBeLessThanOrEqual(PER_AGENT * windows);
      for (const [at, { answered }] of one.slice(PER_AGENT).entries())
        expect(answered - one[at]!.sent).toBeGreaterThan(AGENT_WINDOW_MS - CLOCKS_MS);
    }
    expect((counts.get('short_code_refused') ?? 0) + (counts.get('rate_limited') ?? 0)).toBe(GUESSES);
    expect(rows).toEqual([{ wrong: 40 }]);
    expect(counts.get('opened')).toBeUndefined();
  },
  GUESSES > 100_000 ? 3_600_000 : 120_000,
);

test(`[CODE3] T5: ${SOURCES} sources that know a live code, but did not make it, open nothing`, async () => {
  const tenantId = (await addTenant(fixture.store)).id;
  const { shortCode, creator } = await create(tenantId);
  const counts = new Map<string, number>();
  await spread(SOURCES, async (index) => {
    const by = { creator: index % 2 === 0 ? null : randomUUID(), address: `10.${index >> 8}.${index & 255}.7`, origin };
    const code = await outcome(redeemForPage(platform, tenantId, shortCode, by));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  });
  expect([...counts]).toEqual([['short_code_refused', SOURCES]]);
  expect(await outcome(redeemForPage(platform, tenantId, shortCode, { creator, address: 'x', origin }))).toBe('opened');
}, 120_000);

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
/** How often a value of one is above one of the other; 0.5: they are alike. */
function above(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (const a of one) for (const b of other) sum += a > b ? 1 : a === b ? 0.5 : 0;
  return sum / (one.length * other.length);
}

test(`[CODE4] T5: unknown, malformed, used and expired codes take the same time: ${SAMPLES} of each, mixed`, async () => {
  const kinds = ['unknown', 'malformed', 'used', 'expired'] as const;
  const times: Record<(typeof kinds)[number], number[]> = { unknown: [], malformed: [], used: [], expired: [] };
  const answers = new Set<string>();
  // A tenant's agents may be wrong forty times in an hour before codes are no longer looked up: so many tenants.
  while (times.unknown.length < SAMPLES) {
    const tenantId = (await addTenant(fixture.store)).id;
    const [used, expired] = [await create(tenantId), await create(tenantId)];
    await redeemForAgent(platform, agent(tenantId), used.shortCode);
    await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenantId]);
    await client.query('UPDATE short_codes SET expires_at = clock_timestamp() WHERE session_id = $1', [expired.cid]);
    const codes = {
      unknown: () => String(randomInt(1e9)).padStart(9, '0'),
      malformed: () => 'no code at all',
      used: () => used.shortCode,
      expired: () => expired.shortCode,
    };
    await outcome(redeemForAgent(platform, agent(tenantId), '000000000'));
    for (let round = 0; round < 9; round += 1) {
      const guesser = agent(tenantId);
      // The first of an agent makes the row of their budget: it is not measured.
      for (const kind of [null, ...shuffled(kinds)]) {
        if (kind === null) {
          await fixture.store.transaction(tenantId, (tx) => tx.cobrowse.happened(`agent ${guesser.agentId}`, 900));
          continue;
        }
        const code = codes[kind]();
        const begun = performance.now();
        const answer = await outcome(redeemForAgent(platform, guesser, code));
        times[kind].push(performance.now() - begun);
        answers.add(answer);
      }
    }
  }
  expect([...answers]).toEqual(['short_code_refused']);
  const lines = kinds.map((kind) => {
    const likeness = above(times[kind], times.unknown);
    return { kind, likeness, median: median(times[kind]), count: times[kind].length };
  });
  console.log(
    `T5 times: ${lines.map(({ kind, median: ms, likeness, count }) => `${kind} ${ms.toFixed(2)} ms (slower than unknown in ${(likeness * 100).toFixed(1)} % of ${count}² pairs)`).join(', ')}.`,
  );
  // Six standard deviations of what chance does to so many pairs: other tests run on the machine, and not evenly.
  const chance = 6 * Math.sqrt(1 / (6 * Math.min(...lines.map(({ count }) => count))));
  for (const { kind, likeness } of lines) expect(Math.abs(likeness - 0.5), kind).toBeLessThan(chance);
}, 300_000);

function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)[0] as T);
}
