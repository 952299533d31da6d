import type { Cobrowse, CobrowseSession } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { columns, lives } from './columns.ts';
import { createCobrowseSides } from './sides.ts';

const byCode = `FROM short_codes c WHERE c.tenant_id = $1 AND c.digest = $2 AND c.expires_at > clock_timestamp()
  AND s.tenant_id = c.tenant_id AND s.id = c.session_id AND ${lives}`;

const redeemForPage = `UPDATE cobrowse_sessions s SET page_at = clock_timestamp(), page_digest = $7, address = NULL ${byCode}
  AND s.page_at IS NULL AND (s.creator_digest = $3::bytea OR ($3::bytea IS NULL AND s.address = $4 AND s.origin IS NOT DISTINCT FROM $5
    AND s.created_at > clock_timestamp() - make_interval(secs => $6)))
  RETURNING s.id`;

const redeemForAgent = `UPDATE cobrowse_sessions s SET agent_at = clock_timestamp(), agent_id = $3, state = 'joined',
    expires_at = greatest(s.expires_at, clock_timestamp() + make_interval(secs => $4)) ${byCode}
  AND s.agent_at IS NULL RETURNING s.id`;

// A code that ran out, or whose session is over, is free again.
const addCode = `INSERT INTO short_codes AS c (tenant_id, digest, session_id, letters, expires_at)
  VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
  ON CONFLICT (tenant_id, digest) DO UPDATE
    SET session_id = excluded.session_id, letters = excluded.letters, expires_at = excluded.expires_at
    WHERE c.expires_at <= clock_timestamp()
  RETURNING c.session_id`;

const left = `coalesce(ceil(extract(epoch FROM moments[1] + make_interval(secs => $3) - clock_timestamp())), 0)::integer`;
const within = 'm > clock_timestamp() - make_interval(secs => $3)';

const happened = `INSERT INTO cobrowse_budgets AS b (tenant_id, key, expires_at)
  VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
  ON CONFLICT (tenant_id, key) DO UPDATE SET expires_at = excluded.expires_at,
    moments = (SELECT coalesce(array_agg(m ORDER BY m), '{}') FROM unnest(b.moments) m WHERE ${within})
  RETURNING cardinality(moments) AS count, ${left} AS "firstEndsInSeconds"`;

export function createCobrowse(scope: TransactionScope): Cobrowse {
  const { tenantId } = scope;
  const id = async (text: string, values: Parameters<TransactionScope['one']>[1]) =>
    (await scope.one<{ id: string }>(text, values))?.id ?? null;
  const removeCodes = async (sessionId: string) => {
    await scope.query('DELETE FROM short_codes WHERE tenant_id = $1 AND session_id = $2', [tenantId, sessionId]);
  };
  return {
    ...createCobrowseSides(scope),
    async create({ id: cid, creatorDigest, address, origin, conversationId, customerId, seconds }) {
      await scope.query(
        `INSERT INTO cobrowse_sessions (tenant_id, id, creator_digest, address, origin, conversation_id, customer_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(secs => $8))`,
        [tenantId, cid, creatorDigest, address, origin, conversationId, customerId, seconds],
      );
    },
    async addCode({ digest, sessionId, letters, seconds }) {
      return (await scope.one(addCode, [tenantId, digest, sessionId, letters, seconds])) !== null;
    },
    removeCodes,
    async liveDigits() {
      const row = await scope.one<{ count: number }>(
        'SELECT count(*)::integer AS count FROM short_codes WHERE tenant_id = $1 AND NOT letters AND expires_at > clock_timestamp()',
        [tenantId],
      );
      return row?.count ?? 0;
    },
    redeemForPage: ({ digest, creatorDigest, address, origin, freshSeconds, tokenDigest }) =>
      id(redeemForPage, [tenantId, digest, creatorDigest, address, origin, freshSeconds, tokenDigest]),
    redeemForAgent: (digest, agentId, seconds) => id(redeemForAgent, [tenantId, digest, agentId, seconds]),
    byPageToken: (digest) =>
      scope.one<CobrowseSession>(
        `SELECT ${columns} FROM cobrowse_sessions s WHERE s.tenant_id = $1 AND s.page_digest = $2 AND ${lives}`,
        [tenantId, digest],
      ),
    async waiting(cid, seconds) {
      const found = await id(
        `UPDATE cobrowse_sessions s SET expires_at = clock_timestamp() + make_interval(secs => $3)
         WHERE s.tenant_id = $1 AND s.id = $2 AND s.state = 'waiting' AND s.expires_at > clock_timestamp() RETURNING s.id`,
        [tenantId, cid, seconds],
      );
      return found !== null;
    },
    session: (cid) =>
      scope.one<CobrowseSession>(`SELECT ${columns} FROM cobrowse_sessions s WHERE s.tenant_id = $1 AND s.id = $2`, [
        tenantId,
        cid,
      ]),
    async prolong(cid, seconds) {
      const found = await id(
        `UPDATE cobrowse_sessions s SET expires_at = clock_timestamp() + make_interval(secs => $3)
         WHERE s.tenant_id = $1 AND s.id = $2 AND ${lives} RETURNING s.id`,
        [tenantId, cid, seconds],
      );
      return found !== null;
    },
    async end(cid, reason) {
      const ended = await scope.one<CobrowseSession>(
        `UPDATE cobrowse_sessions s SET state = 'ended', ended_at = clock_timestamp(), end_reason = $3, page_digest = NULL, address = NULL
         WHERE s.tenant_id = $1 AND s.id = $2 AND s.state <> 'ended' RETURNING ${columns}`,
        [tenantId, cid, reason],
      );
      if (ended !== null) await removeCodes(cid);
      return ended;
    },
    async endOf(conversationId, reason) {
      const ended = await scope.query<{ id: string }>(
        `UPDATE cobrowse_sessions s SET state = 'ended', ended_at = clock_timestamp(), end_reason = $3, page_digest = NULL, address = NULL
         WHERE s.tenant_id = $1 AND s.conversation_id = $2 AND s.state <> 'ended' RETURNING s.id`,
        [tenantId, conversationId, reason],
      );
      for (const { id: cid } of ended) await removeCodes(cid);
      return ended.map(({ id: cid }) => cid);
    },
    async endDue(cid) {
      const ended = await scope.one<CobrowseSession>(
        `UPDATE cobrowse_sessions s SET state = 'ended', ended_at = clock_timestamp(), page_digest = NULL, address = NULL,
           end_reason = CASE WHEN s.page_at IS NULL OR s.agent_at IS NULL THEN 'nobody_came' ELSE 'page_lost' END
         WHERE s.tenant_id = $1 AND s.id = $2 AND s.state <> 'ended' AND s.expires_at <= clock_timestamp() RETURNING ${columns}`,
        [tenantId, cid],
      );
      if (ended !== null) await removeCodes(cid);
      return ended;
    },
    async happened(key, windowSeconds) {
      const row = await scope.one<{ count: number; firstEndsInSeconds: number }>(happened, [
        tenantId,
        key,
        windowSeconds,
      ]);
      return row ?? { count: 0, firstEndsInSeconds: 0 };
    },
    async counted(key, windowSeconds) {
      const row = await scope.one<{ count: number; firstEndsInSeconds: number }>(
        `SELECT count(*)::integer AS count,
           coalesce(ceil(extract(epoch FROM min(m) + make_interval(secs => $3) - clock_timestamp())), 0)::integer AS "firstEndsInSeconds"
         FROM cobrowse_budgets b, unnest(b.moments) m WHERE b.tenant_id = $1 AND b.key = $2 AND ${within}`,
        [tenantId, key, windowSeconds],
      );
      return row ?? { count: 0, firstEndsInSeconds: 0 };
    },
    async note(key) {
      await scope.query(
        `UPDATE cobrowse_budgets SET moments = moments || clock_timestamp() WHERE tenant_id = $1 AND key = $2`,
        [tenantId, key],
      );
    },
  };
}
