import type { AttendedCobrowse, Cobrowse, CobrowseConsents } from '@alongside/domain';
import type { CobrowseSettings } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { columns, lives } from './columns.ts';

/** Nothing is hidden but what always is, and nothing is recorded, until an administrator says otherwise. */
const DEFAULTS: CobrowseSettings = {
  privateByDefault: false,
  rules: [],
  viewable: [],
  interactive: [],
  recording: { allowed: false, days: 30, minutes: 60, megabytes: 100 },
};

const attended = `SELECT ${columns}, s.offered, s.page_at IS NOT NULL AS "hasPage", s.created_at AS "startedAt",
    greatest(0, round(extract(epoch FROM coalesce(s.ended_at, clock_timestamp()) - s.created_at)))::integer AS seconds,
    coalesce((SELECT a.name FROM agents a WHERE a.tenant_id = s.tenant_id AND a.id = s.agent_id), '') AS "agentName",
    json_build_object('kind', 'customer', 'id', s.customer_id, 'name',
      coalesce((SELECT c.name FROM customers c WHERE c.tenant_id = s.tenant_id AND c.id = s.customer_id), '')) AS customer
  FROM cobrowse_sessions s WHERE s.tenant_id = $1`;

// The row as it was, locked, beside what it becomes.
const keepConsents = `WITH before AS (
    SELECT s.id, s.consent_view, s.consent_control, s.consent_recording FROM cobrowse_sessions s
    WHERE s.tenant_id = $1 AND s.id = $2 AND s.state <> 'ended' FOR UPDATE)
  UPDATE cobrowse_sessions s SET consent_view = $3, consent_control = $4, consent_recording = $5 FROM before
  WHERE s.tenant_id = $1 AND s.id = before.id
  RETURNING before.consent_view AS view, before.consent_control AS control, before.consent_recording AS recording`;

const holdRelay = `UPDATE cobrowse_sessions s SET
    relay = CASE WHEN free THEN $3 ELSE s.relay END,
    relay_until = CASE WHEN free THEN clock_timestamp() + make_interval(secs => $4) ELSE s.relay_until END
  FROM (SELECT r.id, r.relay IS NULL OR r.relay = $3 OR r.relay = $5 OR r.relay_until <= clock_timestamp() AS free
    FROM cobrowse_sessions r WHERE r.tenant_id = $1 AND r.id = $2 FOR UPDATE) held
  WHERE s.tenant_id = $1 AND s.id = held.id AND ${lives} RETURNING s.relay`;

type Part = Pick<
  Cobrowse,
  | 'settings'
  | 'saveSettings'
  | 'offer'
  | 'openOffer'
  | 'joinOpen'
  | 'acceptOffer'
  | 'attach'
  | 'live'
  | 'attended'
  | 'keepConsents'
  | 'holdRelay'
  | 'relay'
  | 'releaseRelay'
>;

/** Offers, consents, settings and the holder of a session. */
export function createCobrowseSides(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const changed = async (text: string, values: Parameters<TransactionScope['one']>[1]) =>
    (await scope.one(text, values)) !== null;
  return {
    async settings() {
      const row = await scope.one<{ settings: CobrowseSettings }>(
        'SELECT settings FROM cobrowse_settings WHERE tenant_id = $1',
        [tenantId],
      );
      return row?.settings ?? DEFAULTS;
    },
    async saveSettings(settings) {
      await scope.query(
        `INSERT INTO cobrowse_settings (tenant_id, settings) VALUES ($1, $2)
         ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings`,
        [tenantId, JSON.stringify(settings)],
      );
    },
    async offer({ id, creatorDigest, conversationId, customerId, agentId, seconds }) {
      await scope.query(
        `INSERT INTO cobrowse_sessions (tenant_id, id, creator_digest, conversation_id, customer_id, agent_id, agent_at, offered, state, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), true, 'joined', clock_timestamp() + make_interval(secs => $7))`,
        [tenantId, id, creatorDigest, conversationId, customerId, agentId, seconds],
      );
    },
    openOffer: (conversationId, agentId) =>
      scope.one(
        `SELECT s.id, ceil(extract(epoch FROM s.expires_at - clock_timestamp()))::integer AS "secondsLeft" FROM cobrowse_sessions s
         WHERE s.tenant_id = $1 AND s.conversation_id = $2 AND s.agent_id = $3 AND s.offered AND s.page_at IS NULL AND ${lives} LIMIT 1`,
        [tenantId, conversationId, agentId],
      ),
    async joinOpen(conversationId, agentId, seconds) {
      const row = await scope.one<{ id: string }>(
        `UPDATE cobrowse_sessions s SET agent_at = clock_timestamp(), agent_id = $3, state = 'joined',
           expires_at = greatest(s.expires_at, clock_timestamp() + make_interval(secs => $4))
         WHERE s.tenant_id = $1 AND s.id = (SELECT o.id FROM cobrowse_sessions o WHERE o.tenant_id = $1 AND o.conversation_id = $2
             AND o.state = 'waiting' AND o.page_at IS NOT NULL AND o.agent_at IS NULL AND o.expires_at > clock_timestamp()
             ORDER BY o.created_at DESC LIMIT 1)
           AND s.agent_at IS NULL AND ${lives} RETURNING s.id`,
        [tenantId, conversationId, agentId, seconds],
      );
      return row?.id ?? null;
    },
    acceptOffer: ({ id, conversationId, tokenDigest, seconds }) =>
      changed(
        `UPDATE cobrowse_sessions s SET page_at = clock_timestamp(), page_digest = $4,
           expires_at = greatest(s.expires_at, clock_timestamp() + make_interval(secs => $5))
         WHERE s.tenant_id = $1 AND s.id = $2 AND s.conversation_id = $3 AND s.offered AND s.page_at IS NULL AND ${lives} RETURNING s.id`,
        [tenantId, id, conversationId, tokenDigest, seconds],
      ),
    attach: (id, conversationId) =>
      changed(
        `UPDATE cobrowse_sessions s SET conversation_id = $3,
           customer_id = coalesce(s.customer_id, (SELECT v.customer_id FROM conversations v WHERE v.tenant_id = $1 AND v.id = $3))
         WHERE s.tenant_id = $1 AND s.id = $2 AND s.conversation_id IS NULL AND ${lives} RETURNING s.id`,
        [tenantId, id, conversationId],
      ),
    live: (agentId) =>
      scope.query<AttendedCobrowse>(
        `${attended} AND s.agent_id IS NOT NULL AND ($2::uuid IS NULL OR s.agent_id = $2) AND ${lives} ORDER BY s.created_at DESC LIMIT 200`,
        [tenantId, agentId],
      ),
    attended: (id) => scope.one<AttendedCobrowse>(`${attended} AND s.id = $2`, [tenantId, id]),
    keepConsents: (id, { view, control, recording }) =>
      scope.one<CobrowseConsents>(keepConsents, [tenantId, id, view, control, recording]),
    async holdRelay(id, relay, seconds, insteadOf) {
      const row = await scope.one<{ relay: string }>(holdRelay, [tenantId, id, relay, seconds, insteadOf]);
      return row?.relay ?? null;
    },
    async relay(id) {
      const row = await scope.one<{ relay: string | null }>(
        `SELECT s.relay FROM cobrowse_sessions s WHERE s.tenant_id = $1 AND s.id = $2 AND ${lives} AND s.relay_until > clock_timestamp()`,
        [tenantId, id],
      );
      return row?.relay ?? null;
    },
    async releaseRelay(id, relay) {
      await scope.query(
        'UPDATE cobrowse_sessions SET relay = NULL, relay_until = NULL WHERE tenant_id = $1 AND id = $2 AND relay = $3',
        [tenantId, id, relay],
      );
    },
  };
}
