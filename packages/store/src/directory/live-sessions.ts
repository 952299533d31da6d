import type { Directory } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

const live = `SELECT id FROM customer_sessions WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND expires_at > clock_timestamp()
  UNION ALL
  SELECT s.id FROM agent_sessions s JOIN agents a ON a.tenant_id = s.tenant_id AND a.id = s.agent_id
  WHERE s.tenant_id = $1 AND s.id = ANY($2::uuid[]) AND s.expires_at > clock_timestamp() AND NOT a.disabled`;

export function createLiveSessions(scope: TransactionScope): Pick<Directory, 'liveSessions'> {
  return {
    async liveSessions(sessionIds) {
      const rows = await scope.query<{ id: string }>(live, [scope.tenantId, [...sessionIds]]);
      return new Set(rows.map(({ id }) => id));
    },
  };
}
