import type { CallFilter, CallPage, CallRecord } from '@alongside/domain';
import { cursorOf, pageStart } from '../contacts/list-ended.ts';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { type CallRow, selectCall, toCall } from './call-rows.ts';

/** What each filter asks; the value's place comes in as `$n`. */
const CONDITIONS: { readonly [K in keyof CallFilter]-?: (place: string) => string } = {
  from: (at) => `c.requested_at >= ${at}::timestamptz`,
  to: (at) => `c.requested_at < ${at}::timestamptz`,
  number: (number) => `c.customer_number = ${number}`,
  agentId: (agent) => `c.last_agent_id = ${agent}`,
  tempId: (id) => `c.temp_id = ${id}`,
  conversationId: (id) => `c.conversation_id = ${id}`,
  endReason: (reason) => `c.end_reason = ${reason}`,
  customerNo: (number) =>
    `c.customer_id IN (SELECT x.id FROM customers x WHERE x.tenant_id = $1 AND x.customer_number = ${number})`,
  kinds: (kinds) => `c.kind = ANY (${kinds}::text[])`,
  callUseType: (use) => `c.use_type = ${use}`,
};

/** Newest first by request and id: a page begins where the one before ended, whatever was added meanwhile. */
export async function listCalls(
  scope: TransactionScope,
  filter: CallFilter,
  { cursor, limit }: CallPage,
): Promise<{ calls: CallRecord[]; nextCursor: string | null }> {
  const start = pageStart(cursor);
  const values: Value[] = [scope.tenantId, start.at, start.id, limit + 1];
  const conditions: string[] = [];
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const value = filter[name as keyof CallFilter];
    if (value === undefined) continue;
    values.push(value);
    conditions.push(` AND ${condition(`$${values.length}`)}`);
  }
  const rows = await scope.query<CallRow>(
    `${selectCall} WHERE c.tenant_id = $1 AND (c.requested_at, c.id) < ($2::timestamptz, $3::uuid)${conditions.join('')}
     ORDER BY c.requested_at DESC, c.id DESC LIMIT $4`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    calls: shown.map(toCall),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.requestedAt, last.id) : null,
  };
}
