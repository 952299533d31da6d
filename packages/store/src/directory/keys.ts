import type { Directory } from '@alongside/domain';
import type { AccessKey } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Directory,
  | 'createTicket'
  | 'consumeTicket'
  | 'createAccessKey'
  | 'accessKeySecrets'
  | 'rotateAccessKey'
  | 'accessKeys'
  | 'revokeAccessKey'
  | 'rememberSignature'
>;

/** The use is noted once a minute: a row that every signed request locks would let only one through at a time. */
const useKey = `WITH used AS (
    UPDATE access_keys SET last_used_at = clock_timestamp() WHERE tenant_id = $1 AND access_key_id = $2 AND revoked_at IS NULL
      AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute'))
  SELECT sealed_secret AS secret, CASE WHEN previous_until > clock_timestamp() THEN sealed_previous END AS previous
  FROM access_keys WHERE tenant_id = $1 AND access_key_id = $2 AND revoked_at IS NULL`;

const rotate = `UPDATE access_keys SET sealed_secret = $3, rotated_at = clock_timestamp(),
    sealed_previous = CASE WHEN $4 > 0 THEN sealed_secret END,
    previous_until = CASE WHEN $4 > 0 THEN clock_timestamp() + make_interval(hours => $4) END
  WHERE tenant_id = $1 AND access_key_id = $2 AND revoked_at IS NULL RETURNING previous_until AS "previousSecretUntil"`;

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
    async createAccessKey({ accessKeyId, sealedSecret, name }) {
      await scope.query(
        'INSERT INTO access_keys (tenant_id, access_key_id, sealed_secret, name) VALUES ($1, $2, $3, $4)',
        [tenantId, accessKeyId, sealedSecret, name ?? ''],
      );
    },
    async accessKeySecrets(accessKeyId) {
      const row = await scope.one<{ secret: string; previous: string | null }>(useKey, [tenantId, accessKeyId]);
      if (row === null) return [];
      return row.previous === null ? [row.secret] : [row.secret, row.previous];
    },
    rotateAccessKey: (accessKeyId, sealedSecret, overlapHours) =>
      scope.one<{ previousSecretUntil: string | null }>(rotate, [tenantId, accessKeyId, sealedSecret, overlapHours]),
    accessKeys: () =>
      scope.query<AccessKey>(
        `SELECT access_key_id AS "accessKeyId", name, created_at AS "createdAt", revoked_at AS "revokedAt",
           rotated_at AS "rotatedAt", CASE WHEN previous_until > clock_timestamp() THEN previous_until END AS "previousSecretUntil",
           last_used_at AS "lastUsedAt"
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
