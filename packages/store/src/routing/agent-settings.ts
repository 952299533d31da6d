import type { RoutingSettings } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { type AgentRow, agentColumns, toAgent } from './settings-rows.ts';
import { unlessTaken } from './unless-taken.ts';

type Part = Pick<
  RoutingSettings,
  'agents' | 'agentToChange' | 'saveAgent' | 'administrators' | 'setPassword' | 'endSessions' | 'knownAgents'
>;

const from = 'agents a JOIN desks d ON d.tenant_id = a.tenant_id AND d.agent_id = a.id';

const updateAgent = `UPDATE agents SET name = $3, email = lower($4), role = $5, staff_number = $6, disabled = $7, skills = $8,
    out_of_office_message = $9, out_of_office_forward_to = $10::uuid[]
  WHERE tenant_id = $1 AND id = $2`;

// The wall never stands below what is held: the rest of the way is gone as contacts end.
const updateDesk = `UPDATE desks SET limits = $3, capacity = greatest($4, load), wanted_capacity = CASE WHEN $4 < load THEN $4::integer END
  WHERE tenant_id = $1 AND agent_id = $2`;

export function createAgentSettings(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async agents() {
      const rows = await scope.query<AgentRow>(
        `SELECT ${agentColumns} FROM ${from} WHERE a.tenant_id = $1 ORDER BY lower(a.name), a.id`,
        [tenantId],
      );
      return rows.map(toAgent);
    },
    async agentToChange(id) {
      const row = await scope.one<AgentRow>(
        `SELECT ${agentColumns} FROM ${from} WHERE a.tenant_id = $1 AND a.id = $2 FOR NO KEY UPDATE OF a`,
        [tenantId, id],
      );
      return row === null ? null : toAgent(row);
    },
    async saveAgent(agent) {
      const skills = Object.fromEntries(agent.skills.map(({ skillId, level }) => [skillId, level]));
      await unlessTaken('/body', () =>
        scope.query(updateAgent, [
          tenantId,
          agent.id,
          agent.name,
          agent.email,
          agent.role,
          agent.staffNumber,
          agent.disabled,
          JSON.stringify(skills),
          agent.outOfOffice?.message ?? null,
          agent.outOfOffice?.forwardTo ?? [],
        ]),
      );
      await scope.query(updateDesk, [tenantId, agent.id, JSON.stringify(agent.limits), agent.capacity]);
    },
    async administrators() {
      const rows = await scope.query<{ id: string }>(
        `SELECT id FROM agents WHERE tenant_id = $1 AND role = 'administrator' AND NOT disabled ORDER BY id FOR NO KEY UPDATE`,
        [tenantId],
      );
      return rows.map((row) => row.id);
    },
    async setPassword(agentId, passwordHash) {
      // In the order in which a sign-in takes them.
      await scope.query(
        `DELETE FROM failed_sign_ins f USING agents a
         WHERE f.tenant_id = $1 AND a.tenant_id = $1 AND a.id = $2 AND f.key = a.email`,
        [tenantId, agentId],
      );
      await scope.query('UPDATE agents SET password_hash = $3, failed_sign_ins = 0 WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        agentId,
        passwordHash,
      ]);
    },
    async endSessions(agentId) {
      const rows = await scope.query<{ id: string }>(
        'DELETE FROM agent_sessions WHERE tenant_id = $1 AND agent_id = $2 RETURNING id',
        [tenantId, agentId],
      );
      return rows.map((row) => row.id);
    },
    async knownAgents(ids) {
      const rows = await scope.query<{ id: string }>(
        'SELECT id FROM agents WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
        [tenantId, ids],
      );
      return rows.map((row) => row.id);
    },
  };
}
