import type { Directory } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<Directory, 'saveTransactionHash' | 'keepTransactionHash' | 'consumeTransactionHash' | 'repeatedStart'>;

export function createTransactionHashes(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async saveTransactionHash(digest, row, lifetimeSeconds) {
      await scope.query(
        `INSERT INTO transaction_hashes (tenant_id, digest, customer_number, device_hash, expires_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))`,
        [tenantId, digest, row.customerId, row.deviceHash, lifetimeSeconds],
      );
    },
    async keepTransactionHash(digest, row, lifetimeSeconds) {
      await scope.query(
        `INSERT INTO transaction_hashes (tenant_id, digest, customer_number, device_hash, expires_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5)) ON CONFLICT DO NOTHING`,
        [tenantId, digest, row.customerId, row.deviceHash, lifetimeSeconds],
      );
    },
    async consumeTransactionHash(digest, row, startId, conversationId) {
      const used = await scope.one(
        `UPDATE transaction_hashes SET used_at = clock_timestamp(), start_id = $5, conversation_id = $6
         WHERE tenant_id = $1 AND digest = $2 AND customer_number = $3 AND device_hash = $4
           AND used_at IS NULL AND expires_at > clock_timestamp() RETURNING digest`,
        [tenantId, digest, row.customerId, row.deviceHash, startId, conversationId],
      );
      return used !== null;
    },
    async repeatedStart(digest, row, startId, withinSeconds) {
      const start = await scope.one<{ id: string }>(
        `SELECT conversation_id AS id FROM transaction_hashes
         WHERE tenant_id = $1 AND digest = $2 AND customer_number = $3 AND device_hash = $4 AND start_id = $5
           AND used_at > clock_timestamp() - make_interval(secs => $6)`,
        [tenantId, digest, row.customerId, row.deviceHash, startId, withinSeconds],
      );
      return start?.id ?? null;
    },
  };
}
