import { Refused, type Supervision } from '@alongside/domain';
import type { Survey } from '@alongside/protocol';
import { isUuid } from '../connection/uuid.ts';
import type { TransactionScope } from '../transaction-scope.ts';

const save = `INSERT INTO surveys (tenant_id, contact_id, conversation_id, queue_id, agent_id, score, comment)
  SELECT c.tenant_id, c.id, c.conversation_id, c.queue_id, c.last_owner_id, $3, $4 FROM contacts c
  JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
  WHERE c.tenant_id = $1 AND c.id = $2 AND c.state = 'ended' AND c.started_at IS NOT NULL AND q.survey
  ON CONFLICT (tenant_id, contact_id) DO NOTHING RETURNING contact_id`;

const list = (
  condition: string,
) => `SELECT s.contact_id AS "contactId", s.conversation_id AS "conversationId", q.name AS "queueName",
    CASE WHEN a.id IS NULL THEN NULL ELSE json_build_object('id', a.id, 'name', a.name) END AS agent, u.name AS "customerName", s.score,
    s.comment, s.created_at AS at
  FROM surveys s
  JOIN contacts c ON c.tenant_id = s.tenant_id AND c.id = s.contact_id
  JOIN customers u ON u.tenant_id = s.tenant_id AND u.id = c.customer_id
  JOIN queues q ON q.tenant_id = s.tenant_id AND q.id = s.queue_id
  LEFT JOIN agents a ON a.tenant_id = s.tenant_id AND a.id = s.agent_id
  WHERE s.tenant_id = $1 AND (s.created_at, s.contact_id) < ($2::timestamptz, $3::uuid) AND ${condition}
  ORDER BY s.created_at DESC, s.contact_id DESC LIMIT $4`;

const everybodys = list('true');
const ofAgent = list('s.agent_id = $5');
const beginning = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

export async function saveSurvey(
  scope: TransactionScope,
  { contactId, score, comment }: Parameters<Supervision['saveSurvey']>[0],
): ReturnType<Supervision['saveSurvey']> {
  const { tenantId } = scope;
  if (await scope.one(save, [tenantId, contactId, score, comment])) return 'saved';
  const stored = await scope.one<{ same: boolean }>(
    'SELECT score = $3 AND comment = $4 AS same FROM surveys WHERE tenant_id = $1 AND contact_id = $2',
    [tenantId, contactId, score, comment],
  );
  if (stored === null) return 'not_asked';
  return stored.same ? 'repeated' : 'other';
}

export async function listSurveys(
  scope: TransactionScope,
  filter: Parameters<Supervision['surveys']>[0],
  page: Parameters<Supervision['surveys']>[1],
): ReturnType<Supervision['surveys']> {
  const from = page.cursor === undefined ? beginning : readCursor(page.cursor);
  const rows = await scope.query<Survey>(filter.agentId === undefined ? everybodys : ofAgent, [
    scope.tenantId,
    ...from,
    page.limit + 1,
    ...(filter.agentId === undefined ? [] : [filter.agentId]),
  ]);
  const surveys = rows.slice(0, page.limit);
  const last = surveys.at(-1);
  return {
    surveys,
    nextCursor: rows.length > page.limit && last ? `${Date.parse(last.at)}.${last.contactId}` : null,
  };
}

function readCursor(cursor: string): readonly [string, string] {
  const [milliseconds = '', id = ''] = cursor.split('.');
  if (!/^\d{1,15}$/.test(milliseconds) || Number(milliseconds) > 8.64e15 || !isUuid(id))
    throw new Refused('invalid_request', { field: '/query/cursor', rule: 'nextCursor of the page before' });
  return [new Date(Number(milliseconds)).toISOString(), id];
}
