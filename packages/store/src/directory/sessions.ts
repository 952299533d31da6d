import type { AgentSession, CustomerSession, Sessions } from '@alongside/domain';
import { TIMES } from '../connection/client-settings.ts';
import type { Database } from '../connection/database.ts';
import { createRounds } from '../connection/rounds.ts';

/** Seconds: a lease younger than this is left as it is [CON6]. */
const staleSeconds = 5;
const settings = { most: 200, patience: TIMES.connect };

type Redeemed = Awaited<ReturnType<Sessions['redeemTicket']>>;

interface RedeemedRow {
  place: number;
  kind: 'customer' | 'agent';
  session: string;
  person: string;
  conversation: string | null;
  contact: string | null;
  role: AgentSession['role'] | null;
  name: string;
}

/** Who somebody is, for a round of askers at once: see migration 8. */
export function createSessions(database: Database): Sessions {
  const customers = createRounds<Uint8Array, CustomerSession | null>({
    ...settings,
    async run(tenantId, digests) {
      const rows = await database.statement<CustomerSession & { place: number }>(
        `SELECT place, session AS id, customer AS "customerId", conversation AS "conversationId", contact AS "contactId", name
         FROM customers_by_token($1, $2)`,
        [tenantId, digests],
      );
      return placed(digests.length, rows, ({ place: _place, ...session }) => session);
    },
  });

  const agents = createRounds<{ digest: Uint8Array; grace: number }, AgentSession | null>({
    ...settings,
    async run(tenantId, asks) {
      const grace = Math.max(...asks.map((ask) => ask.grace));
      const rows = await database.statement<AgentSession & { place: number }>(
        `SELECT place, session AS id, agent AS "agentId", role, name FROM agents_by_token($1, $2, $3, $4)`,
        [tenantId, asks.map(({ digest }) => digest), grace, staleSeconds],
      );
      return placed(asks.length, rows, ({ place: _place, ...session }) => session);
    },
  });

  const creations = createRounds<{ digest: Uint8Array; kind: string; sessionId: string; seconds: number }, void>({
    ...settings,
    async run(tenantId, asks) {
      await database.statement('SELECT create_tickets($1, $2, $3, $4, $5)', [
        tenantId,
        asks.map(({ digest }) => digest),
        asks.map(({ kind }) => kind),
        asks.map(({ sessionId }) => sessionId),
        asks.map(({ seconds }) => seconds),
      ]);
      return [];
    },
  });

  const redemptions = createRounds<Uint8Array, Redeemed>({
    ...settings,
    async run(tenantId, digests) {
      // Of two who bring the same ticket in one round, the first has it.
      const first = new Map<string, number>();
      for (const [index, digest] of digests.entries()) {
        const key = Buffer.from(digest).toString('hex');
        if (!first.has(key)) first.set(key, index);
      }
      const places = [...first.values()];
      const rows = await database.statement<RedeemedRow>(
        'SELECT place, kind, session, person, conversation, contact, role, name FROM redeem_tickets($1, $2)',
        [tenantId, places.flatMap((index) => digests[index] ?? [])],
        true,
      );
      const answers = new Array<Redeemed>(digests.length).fill(null);
      for (const row of rows) answers[places[row.place - 1] ?? -1] = redeemed(row);
      return answers;
    },
  });

  return {
    customer: customers,
    agent: (tenantId, digest, grace) => agents(tenantId, { digest, grace }),
    createTicket: (tenantId, digest, { kind, sessionId }, seconds) =>
      creations(tenantId, { digest, kind, sessionId, seconds }),
    redeemTicket: redemptions,
  };
}

/** The rows at their askers' places; null where there is none. */
function placed<R extends { place: number }, T>(
  count: number,
  rows: readonly R[],
  toAnswer: (row: R) => T,
): (T | null)[] {
  const answers = new Array<T | null>(count).fill(null);
  for (const row of rows) answers[row.place - 1] = toAnswer(row);
  return answers;
}

function redeemed({ kind, session: id, person, conversation, contact, role, name }: RedeemedRow): Redeemed {
  if (kind === 'agent') return role && { kind, id, agentId: person, role, name };
  if (conversation === null || contact === null) return null;
  return { kind, id, customerId: person, conversationId: conversation, contactId: contact, name };
}
