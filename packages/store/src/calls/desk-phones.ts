import type { Calls } from '@alongside/domain';
import type { AgentDeskPhone, DeskPhone, Role } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type DeskPhones = Pick<
  Calls,
  'deskPhone' | 'deskPhones' | 'saveDeskPhone' | 'ringDeskPhone' | 'noteDeskPhone' | 'deleteDeskPhone' | 'roleOfAgent'
>;

const columns = 'd.username, d.rings, d.registered';

export function createDeskPhones(scope: TransactionScope): DeskPhones {
  const { tenantId } = scope;
  return {
    deskPhone: (agentId) =>
      scope.one<DeskPhone>(`SELECT ${columns} FROM desk_phones d WHERE tenant_id = $1 AND agent_id = $2`, [
        tenantId,
        agentId,
      ]),
    deskPhones: () =>
      scope.query<AgentDeskPhone>(
        `SELECT agent_id AS "agentId", ${columns} FROM desk_phones d WHERE tenant_id = $1 ORDER BY created_at, agent_id`,
        [tenantId],
      ),
    async saveDeskPhone(agentId, { username, password }) {
      await scope.query(
        `INSERT INTO desk_phones (tenant_id, agent_id, username, sealed_password) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, agent_id) DO UPDATE SET username = excluded.username, sealed_password = excluded.sealed_password,
           registered = false`,
        [tenantId, agentId, username, password],
      );
    },
    ringDeskPhone: (agentId, rings) =>
      scope.one<DeskPhone>(
        `UPDATE desk_phones d SET rings = $3 WHERE tenant_id = $1 AND agent_id = $2 RETURNING ${columns}`,
        [tenantId, agentId, rings],
      ),
    async noteDeskPhone(agentId, registered) {
      await scope.query('UPDATE desk_phones SET registered = $3 WHERE tenant_id = $1 AND agent_id = $2', [
        tenantId,
        agentId,
        registered,
      ]);
    },
    async deleteDeskPhone(agentId) {
      const row = await scope.one<{ username: string }>(
        'DELETE FROM desk_phones WHERE tenant_id = $1 AND agent_id = $2 RETURNING username',
        [tenantId, agentId],
      );
      return row?.username ?? null;
    },
    async roleOfAgent(agentId) {
      const row = await scope.one<{ role: Role }>(
        'SELECT role FROM agents WHERE tenant_id = $1 AND id = $2 AND NOT disabled',
        [tenantId, agentId],
      );
      return row?.role ?? null;
    },
  };
}
