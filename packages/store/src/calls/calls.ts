import { type CallRecord, type Calls, Refused } from '@alongside/domain';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { type CallRow, selectCall, toCall } from './call-rows.ts';
import * as statements from './call-transitions.ts';
import { createDeskPhones } from './desk-phones.ts';
import { listCalls } from './list-calls.ts';
import { createParties, insertParty, partyValues } from './parties.ts';
import { createTelephones } from './telephones.ts';

/**
 * The contact's row is held while it is read: it cannot end before the call is there to end with it. No row: it has ended, or something of
 * the call is taken.
 */
const create = `WITH contact AS MATERIALIZED (
    SELECT c.id, c.customer_id FROM contacts c WHERE c.tenant_id = $1 AND c.id = $5 AND c.state <> 'ended' FOR SHARE)
  INSERT INTO calls (tenant_id, id, call_code, conversation_id, contact_id, kind, direction, state, owns_contact, agent_id, last_agent_id,
    queue_id, customer_number, company_number, temp_id, trunk_id, use_type, customer_id, ringing_at, answered_at)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14, $15, $16, (SELECT customer_id FROM contact),
    CASE WHEN $8 = 'ringing' THEN clock_timestamp() END, CASE WHEN $8 = 'connecting' THEN clock_timestamp() END
  WHERE $5::uuid IS NULL OR EXISTS (SELECT FROM contact)
  ON CONFLICT DO NOTHING RETURNING id`;

export function createCalls(scope: TransactionScope): Calls {
  const { tenantId } = scope;
  const oneOf = async (condition: string, value: Value): Promise<CallRecord | null> => {
    const row = await scope.one<CallRow>(`${selectCall} WHERE c.tenant_id = $1 AND ${condition}`, [tenantId, value]);
    return row === null ? null : toCall(row);
  };
  const get = (id: string) => oneOf('c.id = $2', id);
  const change = async (statement: string, callId: string, ...values: Value[]) =>
    (await scope.one(statement, [tenantId, callId, ...values])) === null ? null : get(callId);

  return {
    ...createParties(scope, get),
    ...createTelephones(scope),
    ...createDeskPhones(scope),
    async create(call, parties) {
      const made = await scope.one(create, [
        tenantId,
        call.id,
        call.callCode,
        call.conversationId,
        call.contactId,
        call.kind,
        call.direction,
        call.state,
        call.ownsContact,
        call.agentId,
        call.queueId,
        call.customerNumber,
        call.companyNumber,
        call.tempId,
        call.trunkId,
        call.callUseType,
      ]);
      if (made === null) throw await whyNotMade(scope, call.tempId, call.conversationId);
      for (const party of parties) await scope.query(insertParty, partyValues(tenantId, call.id, party));
      return (await get(call.id)) as CallRecord;
    },
    get,
    async lock(callId) {
      await scope.query(
        `SELECT v.id FROM conversations v WHERE v.tenant_id = $1 AND v.id = (SELECT c.conversation_id FROM calls c
           WHERE c.tenant_id = $1 AND c.id = $2) FOR NO KEY UPDATE`,
        [tenantId, callId],
      );
      return get(callId);
    },
    byTempId: (tempId) => oneOf('c.temp_id = $2', tempId),
    openOfContact: (contactId) => oneOf(`c.contact_id = $2 AND c.state <> 'ended'`, contactId),
    async openOfConversations(conversationIds) {
      const rows = await scope.query<CallRow>(
        `${selectCall} WHERE c.tenant_id = $1 AND c.conversation_id = ANY ($2) AND c.state <> 'ended'`,
        [tenantId, conversationIds],
      );
      return rows.map(toCall);
    },
    async openOfAgent(agentId) {
      const rows = await scope.query<CallRow>(
        `${selectCall} WHERE c.tenant_id = $1 AND c.state <> 'ended' AND c.id IN (SELECT p.call_id FROM call_parties p
           WHERE p.tenant_id = $1 AND p.agent_id = $2 AND p.state <> 'left') ORDER BY c.requested_at, c.id`,
        [tenantId, agentId],
      );
      return rows.map(toCall);
    },
    ring: (callId) => change(statements.ring, callId),
    unring: (callId, missed) => change(statements.unring, callId, missed),
    answer: (callId, agentId) => change(statements.answer, callId, agentId),
    begin: (callId) => change(statements.begin, callId),
    hold: (callId, held) => change(held ? statements.hold : statements.resume, callId),
    release: (callId, from) => change(statements.release, callId, from),
    handOver: (callId, from, to) => change(statements.handOver, callId, from, to),
    handOut: (callId, from) => change(statements.handOut, callId, from),
    changeKind: (callId, kind) => change(statements.changeKind, callId, kind),
    setRecording: (callId, from, to, consent) => change(statements.setRecording, callId, from, to, consent ?? null),
    admit: (callId, { conversationId, contactId, customerId, queueId }) =>
      change(statements.admit, callId, conversationId, contactId, customerId, queueId),
    takeMessage: (callId) => change(statements.takeMessage, callId),
    end: (callId, { by, reason, missed, sipStatus }) =>
      change(statements.end, callId, by, reason, missed ?? null, sipStatus ?? null),
    async claim(callId, hostId, seconds) {
      const row = await scope.one(
        `UPDATE calls SET host_id = $3, host_until = clock_timestamp() + make_interval(secs => $4)
         WHERE tenant_id = $1 AND id = $2 AND host_id IS NULL AND state <> 'ended' RETURNING id`,
        [tenantId, callId, hostId, seconds],
      );
      return row !== null;
    },
    async unclaim(callId) {
      const row = await scope.one(
        `UPDATE calls SET host_id = NULL, host_until = NULL
         WHERE tenant_id = $1 AND id = $2 AND answered_at IS NULL AND state <> 'ended' AND kind <> 'phone' RETURNING id`,
        [tenantId, callId],
      );
      return row !== null;
    },
    async addRecording(callId, { id, legId, contentType, bytes, milliseconds, consent, key }) {
      await scope.query(
        `INSERT INTO call_recordings (tenant_id, call_id, id, leg_id, content_type, bytes, milliseconds, consent, key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
        [tenantId, callId, id, legId, contentType, bytes, milliseconds, consent, key],
      );
    },
    list: (filter, page) => listCalls(scope, filter, page),
  };
}

async function whyNotMade(
  scope: TransactionScope,
  tempId: string | null,
  conversationId: string | null,
): Promise<Refused> {
  const found = (condition: string, value: string) =>
    scope.one(`SELECT 1 AS found FROM calls WHERE tenant_id = $1 AND ${condition}`, [scope.tenantId, value]);
  if (tempId !== null && (await found('temp_id = $2', tempId)))
    return new Refused('already_exists', { field: '/tempId', message: 'This tempId was used for another call.' });
  if (conversationId !== null && (await found(`conversation_id = $2 AND state <> 'ended'`, conversationId)))
    return new Refused('call_busy');
  return new Refused('conversation_ended');
}
