import type { Directory } from '@alongside/domain';
import type { AccessKey } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Directory,
  | 'createTicket'
  | 'consumeTicket'
  | 'createAccessKey'
  | 'accessKeySecret'
  | 'accessKeys'
  | 'revokeAccessKey'
  | 'rememberSignature'
>;

/** The use is noted once a minute: a row that every signed request locks would let only one through at a time. */
const useKey = `WITH used AS (
    UPDATE access_keys SET last_used_at = clock_timestamp() WHERE tenant_id = $1 AND access_key_id = $2 AND revoked_at IS NULL
      AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute'))
  SELECT sealed_secret AS secret FROM access_keys WHERE tenant_id = $1 AND access_key_id = $2 AND revoked_at IS NULL`;

/** One that is past its window counts as new. */
const remember = `INSERT INTO seen_signatures AS s (tenant_id, digest, expires_at)
  VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
  ON CONFLICT (tenant_id, digest) DO UPDATE SET expires_at = excluded.expires_at WHERE s.expires_at <= clock_timestamp()
  RETURNING digest`;

export function createKeys(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async createTicket(digest, actor, seconds) {
      await scope.query(
        `INSERT INTO tickets (tenant_id, digest, actor_kind, session_id, expires_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))`,
        [tenantId, digest, actor.kind, actor.sessionId, seconds],
      );
    },
    consumeTicket: (digest) =>
      scope.one<{ kind: 'customer' | 'agent'; sessionId: string }>(
        `DELETE FROM tickets WHERE tenant_id = $1 AND digest = $2 AND expires_at > clock_timestamp()
         RETURNING actor_kind AS kind, session_id AS "sessionId"`,
        [tenantId, digest],
      ),
    async createAccessKey({ accessKeyId, sealedSecret }) {
      await scope.query('INSERT INTO access_keys (tenant_id, access_key_id, sealed_secret) VALUES ($1, $2, $3)', [
        tenantId,
        accessKeyId,
        sealedSecret,
      ]);
    },
    async accessKeySecret(accessKeyId) {
      const row = await scope.one<{ secret: string }>(useKey, [tenantId, accessKeyId]);
      return row?.secret ?? null;
    },
    accessKeys: () =>
      scope.query<AccessKey>(
        `SELECT access_key_id AS "accessKeyId", created_at AS "createdAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
         FROM access_keys WHERE tenant_id = $1 ORDER BY created_at DESC, access_key_id`,
        [tenantId],
      ),
    async revokeAccessKey(accessKeyId) {
      const revoked = await scope.one(
        `UPDATE access_keys SET revoked_at = clock_timestamp() WHERE tenant_id = $1 AND access_key_id = $2 AND revoked_at IS NULL
         RETURNING access_key_id`,
        [tenantId, accessKeyId],
      );
      return revoked !== null;
    },
    async rememberSignature(digest, seconds) {
      return (await scope.one(remember, [tenantId, digest, seconds])) !== null;
    },
  };
}
