import type { Attendance, ContactChange, Supervision } from '@alongside/domain';
import { handOver, sendBack } from '../contacts/transitions.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { readBoard, readBoardAgent } from './board.ts';
import { readSums } from './figures.ts';
import { listSurveys, saveSurvey } from './surveys.ts';
import { readToday } from './today.ts';

const attend = `WITH before AS (SELECT kind FROM attendances WHERE tenant_id = $1 AND conversation_id = $2 AND agent_id = $3 FOR UPDATE),
  now AS (INSERT INTO attendances (tenant_id, conversation_id, agent_id, kind) VALUES ($1, $2, $3, $4)
    ON CONFLICT (conversation_id, agent_id) DO UPDATE SET kind = excluded.kind)
  SELECT kind FROM before`;

const attended = `SELECT c.id FROM attendances a JOIN contacts c ON c.conversation_id = a.conversation_id AND c.state <> 'ended'
  WHERE a.tenant_id = $1 AND c.tenant_id = $1 AND a.conversation_id = $2 AND a.agent_id = $3`;

const leave = `DELETE FROM attendances WHERE tenant_id = $1 AND conversation_id = $2 AND agent_id = $3 RETURNING kind`;

export function createSupervision(scope: TransactionScope): Supervision {
  const { tenantId } = scope;
  return {
    board: () => readBoard(scope),
    today: () => readToday(scope),
    boardAgent: (agentId) => readBoardAgent(scope, agentId),
    sums: (query) => readSums(scope, query),
    handOver: (contactId, fromAgentId, toAgentId) =>
      scope.one<ContactChange>(handOver, [tenantId, contactId, fromAgentId, toAgentId]),
    sendBack: (contactId, to) =>
      scope.one<ContactChange>(sendBack, [
        tenantId,
        contactId,
        to.queueId ?? null,
        to.targetAgentId ?? null,
        to.fromAgentName,
        to.note ?? null,
      ]),
    async attended(conversationId, agentId) {
      const row = await scope.one<{ id: string }>(attended, [tenantId, conversationId, agentId]);
      return row?.id ?? null;
    },
    async attend(conversationId, agentId, as) {
      const row =
        as === null
          ? await scope.one<{ kind: Attendance }>(leave, [tenantId, conversationId, agentId])
          : await scope.one<{ kind: Attendance }>(attend, [tenantId, conversationId, agentId, as]);
      return row?.kind ?? null;
    },
    saveSurvey: (survey) => saveSurvey(scope, survey),
    surveys: (filter, page) => listSurveys(scope, filter, page),
  };
}
