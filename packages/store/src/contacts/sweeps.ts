import type { Sweeps } from '@alongside/domain';
import type { Database } from '../connection/database.ts';
import type { Doubts } from '../connection/doubts.ts';

/** Across all tenants, each looked at with only itself set: see migration 7 for why. */
export function createSweeps(database: Database, doubts: Doubts): Sweeps {
  return {
    expiredOffers: (limit) =>
      database.read(
        `SELECT tenant AS "tenantId", contact AS "contactId", agent AS "agentId", epoch FROM expired_offers($1)`,
        [limit],
      ),
    lostAgents: (limit) =>
      database.read('SELECT tenant AS "tenantId", agent AS "agentId" FROM lost_agents($1)', [limit]),
    busyQueues: () => database.read('SELECT tenant AS "tenantId", queue AS "queueId" FROM busy_queues()'),
    dueWaits: (limit) =>
      database.read(
        'SELECT tenant AS "tenantId", contact AS "contactId", queue AS "queueId", what, target FROM due_waits($1)',
        [limit],
      ),
    endAfterContact: (limit) => {
      let rested: { tenantId: string; agentId: string }[] = [];
      return database.transaction(
        null,
        async (query) => {
          rested = await query('SELECT tenant AS "tenantId", agent AS "agentId" FROM end_after_contact($1)', [limit]);
          return rested;
        },
        () => doubts.keep(rested.map((agent) => ({ kind: 'desk', ...agent }))),
      );
    },
    async touchAgents(agents, seconds) {
      if (agents.length === 0) return;
      const tenants = agents.map((agent) => agent.tenantId);
      const ids = agents.map((agent) => agent.agentId);
      await database.change('SELECT touch_agents($1, $2, $3)', [tenants, ids, seconds]);
    },
    async foldFigures(limit) {
      const [row] = await database.change<{ folded: number }>('SELECT fold_figures($1) AS folded', [limit]);
      return row?.folded ?? 0;
    },
    async expire() {
      const [row] = await database.change<{ gone: number }>(
        'SELECT expire_rows() + expire_decisions() + expire_channel_rows() AS gone',
      );
      return row?.gone ?? 0;
    },
  };
}
