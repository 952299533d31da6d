import { inDatabase } from '../collect.ts';

type Where = Parameters<typeof inDatabase>[0];

/** One contact as the database has it when the day is over. Times are epoch milliseconds of the database. */
export interface ContactFacts {
  readonly contactId: string;
  readonly queueId: string;
  readonly state: string;
  readonly ownerId: string | null;
  readonly priority: number;
  readonly placeAt: number;
}

/** When a customer was told that the contact is there; nobody can have been passed over before. */
export type CameFacts = ReadonlyMap<string, number>;

/** An offer of the router, as it was put on record. */
export interface OfferFacts {
  readonly contactId: string;
  readonly queueId: string;
  readonly agentId: string;
  readonly ring: number;
  readonly at: number;
  /** When the picture was taken that it rests on: who was not there then could not be seen. */
  readonly decidedAt: number;
}

/** What a log says of its contact. */
export interface LogFacts {
  readonly contactId: string;
  readonly kind: 'contact.started' | 'contact.requeued' | 'contact.ended';
  /** Of contact.started. */
  readonly agentId: string | null;
  readonly at: number;
}

/** From the one moment to the other, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a customer was told on arrival. */
export interface ToldFacts {
  readonly contactId: string;
  readonly at: number;
  readonly position: number;
  readonly wait: { readonly lowSeconds: number; readonly highSeconds: number } | null;
}

/** All that a day leaves behind, as data: it can be judged again. */
export interface DayFacts {
  readonly contacts: readonly ContactFacts[];
  readonly offers: readonly OfferFacts[];
  readonly log: readonly LogFacts[];
  readonly came: CameFacts;
  readonly told: readonly ToldFacts[];
  /** Seconds after which each ring of a queue opens. Each ring asks for no more than the one before it. */
  readonly rings: ReadonlyMap<string, readonly number[]>;
  readonly capacity: number;
  /** When the server was away: from its death until it was ready again, epoch milliseconds, in order. */
  readonly away: readonly Span[];
  /** So long an offer rings, and so long the contact does not ring again at an agent who let it. */
  readonly offerSeconds: number;
}

const millis = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::double precision`;

const CONTACTS = `SELECT id AS "contactId", queue_id AS "queueId", state, owner_id AS "ownerId", priority, ${millis('place_at')} AS "placeAt"
  FROM contacts`;
const OFFERS = `SELECT contact_id AS "contactId", queue_id AS "queueId", agent_id AS "agentId", ring, ${millis('at')} AS at,
    (input->>'now')::double precision AS "decidedAt"
  FROM routing_decisions WHERE outcome = 'offered' ORDER BY at`;
const LOG = `SELECT body->>'contactId' AS "contactId", body->>'kind' AS kind, body->'agent'->>'id' AS "agentId", ${millis('created_at')} AS at
  FROM entries WHERE body->>'kind' IN ('contact.started', 'contact.requeued', 'contact.ended') ORDER BY conversation_id, seq`;

/** Reads them past the server. */
export function readDay(where: Where): Promise<Pick<DayFacts, 'contacts' | 'offers' | 'log'>> {
  return inDatabase(where, async (client) => ({
    contacts: (await client.query<ContactFacts>(CONTACTS)).rows,
    offers: (await client.query<OfferFacts>(OFFERS)).rows,
    log: (await client.query<LogFacts>(LOG)).rows,
  }));
}

const WRONG = `SELECT d.agent_id AS id, d.load, d.capacity, h.held FROM desks d, LATERAL (SELECT coalesce(sum(c.weight), 0)::int AS held
    FROM contacts c WHERE (c.state = 'active' AND c.owner_id = d.agent_id) OR (c.state = 'offered' AND c.offered_to = d.agent_id)) h
  WHERE d.load <> h.held OR h.held > d.capacity`;

/** Desks that hold more than they may, or other than they count, at this instant; in one statement, so of one moment. */
export function wrongDesks(where: Where): Promise<string[]> {
  return inDatabase(where, async (client) => {
    const { rows } = await client.query<{ id: string; load: number; capacity: number; held: number }>(WRONG);
    return rows.map(({ id, load, capacity, held }) => `${id} counts ${load}, holds ${held}, may hold ${capacity}`);
  });
}
