import type { CobrowseRecordings, RecordingChunk } from '@alongside/domain';
import type { CobrowseRecording } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

const columns = `r.id, r.session_id AS cid, r.conversation_id AS "conversationId", r.agent_id AS "agentId",
  coalesce((SELECT a.name FROM agents a WHERE a.tenant_id = r.tenant_id AND a.id = r.agent_id), '') AS "agentName",
  r.started_at AS "startedAt", r.ended_at AS "endedAt", r.end_reason AS "endReason", r.milliseconds, r.bytes::float8 AS bytes, r.deletes_at AS "deletesAt"`;

const start = `INSERT INTO cobrowse_recordings (tenant_id, id, session_id, conversation_id, agent_id)
  SELECT s.tenant_id, $2, s.id, s.conversation_id, s.agent_id FROM cobrowse_sessions s WHERE s.tenant_id = $1 AND s.id = $3`;
// Once for each chunk, also where its writer does not know whether it was: the totals count what this very statement made.
const addChunk = `WITH open AS (
    SELECT r.id FROM cobrowse_recordings r WHERE r.tenant_id = $1 AND r.id = $2 AND r.ended_at IS NULL FOR UPDATE),
  made AS (
    INSERT INTO cobrowse_recording_chunks (tenant_id, recording_id, n, from_ms, until_ms, bytes, whole_pages_ms)
    SELECT $1, open.id, $3, $4, $5, $6, $7 FROM open ON CONFLICT DO NOTHING RETURNING n),
  counted AS (
    UPDATE cobrowse_recordings r SET heard_at = clock_timestamp(), milliseconds = greatest(r.milliseconds, $5), bytes = r.bytes + $6,
      chunks = greatest(r.chunks, $3 + 1)
    FROM made WHERE r.tenant_id = $1 AND r.id = $2)
  SELECT id FROM open`;

export function createCobrowseRecordings(scope: TransactionScope): CobrowseRecordings {
  const { tenantId } = scope;
  const changed = async (text: string, values: Parameters<TransactionScope['one']>[1]) =>
    (await scope.one(text, values)) !== null;
  return {
    async start({ id, sessionId }) {
      await scope.query(start, [tenantId, id, sessionId]);
    },
    addChunk: (id, { n, fromMs, untilMs, bytes, wholePagesMs }) =>
      changed(addChunk, [tenantId, id, n, fromMs, untilMs, bytes, [...wholePagesMs]]),
    heard: (id) =>
      changed(
        `UPDATE cobrowse_recordings SET heard_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id`,
        [tenantId, id],
      ),
    end: (id, reason, days) =>
      changed(
        `UPDATE cobrowse_recordings SET ended_at = clock_timestamp(), end_reason = $3, deletes_at = clock_timestamp() + make_interval(days => $4)
         WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id`,
        [tenantId, id, reason, days],
      ),
    list: ({ conversationId, agentId, limit }) =>
      scope.query<CobrowseRecording>(
        `SELECT ${columns} FROM cobrowse_recordings r WHERE r.tenant_id = $1 AND ($2::uuid IS NULL OR r.conversation_id = $2)
           AND ($3::uuid IS NULL OR r.agent_id = $3) ORDER BY r.started_at DESC, r.id LIMIT $4`,
        [tenantId, conversationId, agentId, limit],
      ),
    get: (id) =>
      scope.one<CobrowseRecording>(
        `SELECT ${columns} FROM cobrowse_recordings r WHERE r.tenant_id = $1 AND r.id = $2`,
        [tenantId, id],
      ),
    chunks: (id) =>
      scope.query<RecordingChunk>(
        `SELECT n, from_ms AS "fromMs", until_ms AS "untilMs", bytes, whole_pages_ms AS "wholePagesMs"
         FROM cobrowse_recording_chunks WHERE tenant_id = $1 AND recording_id = $2 ORDER BY n`,
        [tenantId, id],
      ),
    async remove(id) {
      const row = await scope.one<{ chunks: number }>(
        'DELETE FROM cobrowse_recordings WHERE tenant_id = $1 AND id = $2 RETURNING chunks',
        [tenantId, id],
      );
      return row?.chunks ?? null;
    },
  };
}
