import type { Calls, CallRecord, NewParty } from '@alongside/domain';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Parties = Pick<Calls, 'addParty' | 'moveParty' | 'setRole' | 'holdParty' | 'setFacts' | 'noteQuality'>;

export const insertParty = `INSERT INTO call_parties (tenant_id, call_id, id, role, device, state, name, agent_id, number, consult, takes_over)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

export const partyValues = (tenantId: string, callId: string, party: NewParty): Value[] => [
  tenantId,
  callId,
  party.id,
  party.role,
  party.device,
  party.state,
  party.name,
  party.agentId,
  party.number,
  party.consult ?? false,
  party.takesOver ?? false,
];

/** Of a call that is open: its row is locked first, then its party changes, and its version grows. $1 tenant, $2 call, $3 party. */
const change = (set: string, where: string, also = '') => `WITH here AS MATERIALIZED (
    SELECT id FROM calls WHERE tenant_id = $1 AND id = $2 AND state <> 'ended' FOR UPDATE),
  changed AS (UPDATE call_parties p SET ${set} FROM here
    WHERE p.tenant_id = $1 AND p.call_id = here.id AND p.id = $3 AND ${where} RETURNING p.id, p.call_id, p.state)${also},
  grown AS (UPDATE calls c SET version = version + 1 FROM changed WHERE c.tenant_id = $1 AND c.id = changed.call_id)
  SELECT id FROM changed`;

/** $4 states before, $5 state after, $6 cause or null. A telephone that answers begins to cost, one that leaves costs no more. */
const move = change(
  `state = $5, state_at = clock_timestamp(), end_cause = $6, left_at = CASE WHEN $5 = 'left' THEN clock_timestamp() END,
    joined_at = CASE WHEN $5 IN ('joining', 'present') THEN coalesce(p.joined_at, clock_timestamp()) ELSE p.joined_at END`,
  'p.state = ANY ($4::text[])',
  `, dialled AS (UPDATE dials d SET
      answered_at = CASE WHEN changed.state IN ('joining', 'present') THEN coalesce(d.answered_at, clock_timestamp()) ELSE d.answered_at END,
      ended_at = CASE WHEN changed.state = 'left' THEN clock_timestamp() END
    FROM changed WHERE d.tenant_id = $1 AND d.party_id = changed.id AND d.ended_at IS NULL)`,
);
const role = change('role = $4', `p.state <> 'left' AND p.role <> $4`);
const holdParty = change('held = $4, consult = coalesce($5, p.consult)', `p.state <> 'left'`);
const facts = change(
  'muted = $4, camera = $5, screen = $6',
  `p.state <> 'left' AND (p.muted, p.camera, p.screen) IS DISTINCT FROM ($4::boolean, $5::boolean, $6::boolean)`,
);

export function createParties(scope: TransactionScope, get: (id: string) => Promise<CallRecord | null>): Parties {
  const { tenantId } = scope;
  const changed = async (statement: string, callId: string, ...values: Value[]) =>
    (await scope.one(statement, [tenantId, callId, ...values])) === null ? null : get(callId);
  return {
    async addParty(callId, party) {
      const here = await scope.one(
        `UPDATE calls SET version = version + 1 WHERE tenant_id = $1 AND id = $2 AND state <> 'ended' RETURNING id`,
        [tenantId, callId],
      );
      if (here === null) return null;
      await scope.query(insertParty, partyValues(tenantId, callId, party));
      return get(callId);
    },
    moveParty: (callId, partyId, from, to, cause) => changed(move, callId, partyId, from, to, cause ?? null),
    setRole: (callId, partyId, to) => changed(role, callId, partyId, to),
    holdParty: (callId, partyId, held, consult) => changed(holdParty, callId, partyId, held, consult ?? null),
    setFacts: (callId, partyId, { muted, camera, screen }) => changed(facts, callId, partyId, muted, camera, screen),
    async noteQuality(callId, partyId, { loss, jitterMilliseconds, mos }) {
      await scope.query(
        `UPDATE call_parties SET loss = $4, jitter_milliseconds = $5, mos = $6 WHERE tenant_id = $1 AND call_id = $2 AND id = $3`,
        [tenantId, callId, partyId, loss, jitterMilliseconds, mos],
      );
    },
  };
}
