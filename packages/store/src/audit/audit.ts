import { type Audit, type AuditEntry, CHAIN_START, linkHash, Refused } from '@alongside/domain';
import type { AuditAction, AuditActor, AuditRecord, AuditValues } from '@alongside/protocol';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { assertBasedOnLast, listVersions, noteVersions } from './versions.ts';

// Locks the end of the chain, or makes it. The time is read when the lock is had: so it rises with the seq.
const lockHead = `INSERT INTO audit_heads AS h (tenant_id, seq, hash) VALUES ($1, 0, $2)
  ON CONFLICT (tenant_id) DO UPDATE SET seq = h.seq
  RETURNING seq::float8 AS seq, hash, clock_timestamp()::timestamptz(3) AS at`;

const add = `WITH moved AS (UPDATE audit_heads SET seq = $2, hash = $3 WHERE tenant_id = $1::uuid)
  INSERT INTO audit_records (tenant_id, seq, at, actor_kind, actor_id, actor_name, ip, action, target_kind, target_id, target_name,
    before, after, hash)
  SELECT $1::uuid, r.seq, $4::timestamptz, r.actor_kind, r.actor_id, r.actor_name, r.ip, r.action, r.target_kind, r.target_id, r.target_name,
    r.before, r.after, r.hash
  FROM jsonb_to_recordset($5::jsonb) AS r (seq bigint, actor_kind text, actor_id text, actor_name text, ip text, action text,
    target_kind text, target_id text, target_name text, before jsonb, after jsonb, hash text)`;

interface Row {
  seq: number;
  at: string;
  actor_kind: AuditActor['kind'];
  actor_id: string | null;
  actor_name: string;
  ip: string | null;
  action: AuditAction;
  target_kind: string | null;
  target_id: string | null;
  target_name: string | null;
  before: AuditValues | null;
  after: AuditValues | null;
  hash: string;
}

const columns = `seq::float8 AS seq, at, actor_kind, actor_id, actor_name, ip, action, target_kind, target_id, target_name, before, after, hash`;

const placeOf = (time: string, comparison: '>=' | '<=', order: 'ASC' | 'DESC') =>
  `(SELECT t.seq FROM audit_records t WHERE t.tenant_id = $1 AND t.at ${comparison} ${time} ORDER BY t.at ${order}, t.seq ${order} LIMIT 1)`;

/** Written into the statement, not bound to it: so the planner knows that it is little, and goes along the chain. */
const mostOfPage = 100;
const mostOfWalk = 1_000;

/** `entries` are gathered here; `writeAudit` writes them at the end of the transaction. */
export function createAudit(scope: TransactionScope, entries: AuditEntry[]): Audit {
  const { tenantId } = scope;
  return {
    record: (entry) => void entries.push(entry),

    async page(query, limit) {
      const conditions = ['tenant_id = $1'];
      const values: Value[] = [tenantId];
      const when = (condition: (place: string) => string, value: Value | undefined) => {
        if (value === undefined) return;
        values.push(value);
        conditions.push(condition(`$${values.length}`));
      };
      when((place) => `seq < ${place}`, cursorOf(query.cursor));
      when((place) => `action = ${place}`, query.action);
      when((place) => `actor_id = ${place}`, query.actorId);
      when((place) => `target_id = ${place}`, query.targetId);
      // Times rise with the seq, so that their ends are places in the chain: a page far back is not searched for from the end.
      when((place) => `at >= ${place} AND seq >= ${placeOf(place, '>=', 'ASC')}`, query.from);
      when((place) => `at <= ${place} AND seq <= ${placeOf(place, '<=', 'DESC')}`, query.to);
      const rows = await scope.query<Row>(
        `SELECT ${columns} FROM audit_records WHERE ${conditions.join(' AND ')} ORDER BY audit_records.seq DESC LIMIT ${mostOfPage + 1}`,
        values,
      );
      const records = rows.slice(0, limit).map(toRecord);
      return { records, nextCursor: rows.length > limit ? String(records.at(-1)?.seq) : null };
    },

    versions: () => listVersions(scope),

    head: () =>
      scope.one<{ seq: number; hash: string }>(
        'SELECT seq::float8 AS seq, hash FROM audit_heads WHERE tenant_id = $1 AND seq > 0',
        [tenantId],
      ),

    async walk(fromSeq, limit) {
      const rows = await scope.query<Row>(
        `SELECT ${columns} FROM audit_records WHERE tenant_id = $1 AND seq >= $2 ORDER BY audit_records.seq LIMIT ${mostOfWalk}`,
        [tenantId, fromSeq],
      );
      return rows.slice(0, limit).map(toRecord);
    },
  };
}

/** Adds to the chain what the transaction has said. Its last statements: the head stays locked until COMMIT. */
export async function writeAudit(scope: TransactionScope, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { tenantId } = scope;
  const head = await scope.one<{ seq: number; hash: string; at: string }>(lockHead, [tenantId, CHAIN_START]);
  if (head === null) throw new Error('An upsert returned no row.');
  await assertBasedOnLast(scope, entries);
  let { seq, hash } = head;
  const rows = entries.map((entry) => {
    seq += 1;
    hash = linkHash(hash, tenantId, { ...entry, seq, at: head.at });
    const { actor, ip, action, target, before, after } = entry;
    return {
      seq,
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      ip,
      action,
      target_kind: target?.kind ?? null,
      target_id: target?.id ?? null,
      target_name: target?.name ?? null,
      before,
      after,
      hash,
    };
  });
  await scope.query(add, [tenantId, seq, hash, head.at, JSON.stringify(rows)]);
  await noteVersions(scope, entries, head.seq + 1, head.at);
}

function toRecord(row: Row): AuditRecord {
  return {
    seq: row.seq,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    ip: row.ip,
    action: row.action,
    target: row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id ?? '', name: row.target_name },
    before: row.before,
    after: row.after,
    hash: row.hash,
  };
}

function cursorOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const seq = Number(cursor);
  if (!/^\d{1,15}$/.test(cursor)) throw new Refused('invalid_request', { field: '/query/cursor' });
  return seq;
}
