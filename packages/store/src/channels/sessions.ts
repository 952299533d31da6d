import type { ChannelSession, ChannelSessions } from '@alongside/domain';
import { isUuid } from '../connection/uuid.ts';
import type { TransactionScope } from '../transaction-scope.ts';

const columns = `s.id, s.channel_id AS "channelId", s.customer_id AS "customerId", s.identity, s.visitor_id AS "visitorId"`;
const lives = 's.ended_at IS NULL AND s.expires_at > clock_timestamp()';

const byToken = `SELECT ${columns} FROM channel_tokens t JOIN channel_sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
  WHERE t.tenant_id = $1 AND t.kind = $2 AND t.digest = $3 AND t.expires_at > clock_timestamp() AND ${lives}`;

const use = `UPDATE channel_tokens t SET used_at = clock_timestamp(),
    expires_at = least(t.expires_at, clock_timestamp() + make_interval(secs => $6))
  FROM channel_sessions s WHERE s.tenant_id = t.tenant_id AND s.id = t.session_id AND ${lives}
    AND t.tenant_id = $1 AND t.kind = $2 AND t.digest = $3 AND s.channel_id = $4 AND s.visitor_id = $5 AND t.used_at IS NULL
  RETURNING ${columns}`;

const used = `SELECT ${columns}, t.used_at <= clock_timestamp() - make_interval(secs => $6) AS reused
  FROM channel_tokens t JOIN channel_sessions s ON s.tenant_id = t.tenant_id AND s.id = t.session_id
  WHERE t.tenant_id = $1 AND t.kind = $2 AND t.digest = $3 AND s.channel_id = $4 AND s.visitor_id = $5 AND t.used_at IS NOT NULL AND ${lives}`;

const codeOf = `SELECT c.visitor_id AS "codeVisitorId", s.ended_at IS NULL AND s.expires_at > clock_timestamp() AS lives, ${columns}
  FROM channel_codes c JOIN channel_sessions s ON s.tenant_id = c.tenant_id AND s.id = c.session_id
  WHERE c.tenant_id = $1 AND c.channel_id = $2 AND c.digest = $3 AND c.expires_at > clock_timestamp()`;

export function createChannelSessions(scope: TransactionScope): ChannelSessions {
  const { tenantId } = scope;
  return {
    async begin({ id, channelId, customerId, identity, visitorId, seconds, mostSeconds }) {
      await scope.query(
        `INSERT INTO channel_sessions (tenant_id, id, channel_id, customer_id, identity, visitor_id, expires_at, last_day)
         VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7), clock_timestamp() + make_interval(secs => $8))`,
        [tenantId, id, channelId, customerId, identity, visitorId, seconds, mostSeconds],
      );
    },
    async prolong(sessionId, seconds) {
      const row = await scope.one(
        `UPDATE channel_sessions s SET expires_at = least(s.last_day, clock_timestamp() + make_interval(secs => $3))
         WHERE s.tenant_id = $1 AND s.id = $2 AND ${lives} RETURNING s.id`,
        [tenantId, sessionId, seconds],
      );
      return row !== null;
    },
    async end(sessionId) {
      const row = await scope.one(
        `UPDATE channel_sessions s SET ended_at = clock_timestamp() WHERE s.tenant_id = $1 AND s.id = $2 AND s.ended_at IS NULL RETURNING s.id`,
        [tenantId, sessionId],
      );
      return row !== null;
    },
    async live(sessionIds) {
      const rows = await scope.query<{ id: string }>(
        `SELECT s.id FROM channel_sessions s JOIN channels h ON h.tenant_id = s.tenant_id AND h.id = s.channel_id
         WHERE s.tenant_id = $1 AND s.id = ANY ($2::uuid[]) AND ${lives} AND h.settings->>'identity' = s.identity`,
        [tenantId, sessionIds.filter(isUuid)],
      );
      return new Set(rows.map(({ id }) => id));
    },
    async addToken({ digest, kind, sessionId, seconds }) {
      await scope.query(
        `INSERT INTO channel_tokens (tenant_id, digest, kind, session_id, expires_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))`,
        [tenantId, digest, kind, sessionId, seconds],
      );
    },
    byToken: (kind, digest) => scope.one<ChannelSession>(byToken, [tenantId, kind, digest]),
    async useToken({ kind, digest, channelId, visitorId }, graceSeconds) {
      const values = [tenantId, kind, digest, channelId, visitorId, graceSeconds];
      const session = await scope.one<ChannelSession>(use, values);
      if (session !== null) return { session, reused: false };
      const row = await scope.one<ChannelSession & { reused: boolean }>(used, values);
      if (row === null) return null;
      const { reused, ...of } = row;
      return { session: of, reused };
    },
    async exchangedCode(channelId, digest) {
      const row = await scope.one<ChannelSession & { codeVisitorId: string; lives: boolean }>(codeOf, [
        tenantId,
        channelId,
        digest,
      ]);
      if (row === null) return null;
      const { codeVisitorId, lives: alive, ...session } = row;
      return { visitorId: codeVisitorId, session: alive ? session : null };
    },
    async keepCode({ channelId, digest, visitorId, sessionId, seconds }) {
      const row = await scope.one(
        `INSERT INTO channel_codes AS c (tenant_id, channel_id, digest, visitor_id, session_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6))
         ON CONFLICT (tenant_id, channel_id, digest) DO UPDATE SET expires_at = excluded.expires_at WHERE c.session_id = excluded.session_id
         RETURNING session_id`,
        [tenantId, channelId, digest, visitorId, sessionId, seconds],
      );
      return row !== null;
    },
    async saveIdentityToken({ channelId, digest, customerId, seconds }) {
      await scope.query(
        `INSERT INTO identity_tokens (tenant_id, channel_id, digest, customer_id, expires_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))`,
        [tenantId, channelId, digest, customerId, seconds],
      );
    },
    async identityOf(channelId, digest, seconds) {
      const row = await scope.one<{ customerId: string }>(
        `UPDATE identity_tokens SET expires_at = clock_timestamp() + make_interval(secs => $4)
         WHERE tenant_id = $1 AND channel_id = $2 AND digest = $3 AND expires_at > clock_timestamp() RETURNING customer_id AS "customerId"`,
        [tenantId, channelId, digest, seconds],
      );
      return row?.customerId ?? null;
    },
  };
}
