import { createHash } from 'node:crypto';
import type { Push, SealedPushKeys, StoredSubscription, Unread } from '@alongside/domain';
import type { PushSettings } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

const DEFAULTS: PushSettings = { includeText: false, contact: null };
/** Browsers of one customer; older ones go. */
const MOST = 10;
const COUNTED = 100;

const digestOf = (endpoint: string) => createHash('sha256').update(endpoint).digest();

const takeOver =
  'DELETE FROM push_subscriptions WHERE tenant_id = $1 AND digest = $2 AND (customer_id, id) <> ($3, $4)';
const subscribe = `INSERT INTO push_subscriptions (tenant_id, customer_id, id, endpoint, digest, p256dh, auth) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (tenant_id, customer_id, id) DO UPDATE SET endpoint = excluded.endpoint, digest = excluded.digest,
    p256dh = excluded.p256dh, auth = excluded.auth, renewed_at = clock_timestamp()`;
const keepLatest = `DELETE FROM push_subscriptions WHERE tenant_id = $1 AND customer_id = $2 AND id NOT IN (
  SELECT id FROM push_subscriptions WHERE tenant_id = $1 AND customer_id = $2 ORDER BY renewed_at DESC, id LIMIT ${MOST})`;

// What the customer wrote themselves shows that they had everything before it in front of them.
const unread = `SELECT v.customer_id AS "customerId", v.contact_id AS "contactId", v.thread_key_as_sent AS "threadId",
    v.customer_delivered_up_to AS "deliveredUpTo", u.seq, u.count, u.author_name AS "from", coalesce(message_preview(u.body), '') AS text
  FROM conversations v, LATERAL (
    SELECT e.seq, e.author_name, e.body, count(*) OVER ()::integer AS count FROM (
      SELECT n.* FROM (SELECT x.* FROM entries x WHERE x.tenant_id = v.tenant_id AND x.conversation_id = v.id
          AND x.seq > v.customer_read_up_to AND x.visibility = 'all' AND x.body->>'kind' IN ('text', 'file', 'rich')
        ORDER BY x.seq DESC LIMIT ${COUNTED}) n
    ) e
    WHERE e.author_kind <> 'customer' AND e.seq > coalesce((
      SELECT max(o.seq) FROM entries o WHERE o.tenant_id = v.tenant_id AND o.conversation_id = v.id
        AND o.seq > v.customer_read_up_to AND o.author_kind = 'customer'), 0)
    ORDER BY e.seq DESC LIMIT 1
  ) u
  WHERE v.tenant_id = $1 AND v.id = $2`;

// Whoever appended meanwhile has raised the seq: what came is due like a first message.
const settle = `UPDATE push_due SET claim = NULL,
    attempts = CASE WHEN seq > $4 THEN 0 ELSE attempts + 1 END,
    left_for = CASE WHEN seq > $4 THEN NULL ELSE $5::uuid[] END,
    due_at = clock_timestamp() + make_interval(secs => $7::float8 + CASE WHEN seq > $4 THEN 5 ELSE $6::float8 END)
  WHERE tenant_id = $1 AND conversation_id = $2 AND claim = $3 RETURNING seq`;
const done =
  'DELETE FROM push_due WHERE tenant_id = $1 AND conversation_id = $2 AND claim = $3 AND seq <= $4 RETURNING seq';

interface SubscriptionRow {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

export function createPush(scope: TransactionScope): Push {
  const { tenantId } = scope;
  const keys = () =>
    scope.one<SealedPushKeys>(
      'SELECT public_key AS "publicKey", sealed_private_key AS "sealedPrivateKey" FROM push_keys WHERE tenant_id = $1',
      [tenantId],
    );
  return {
    async settings() {
      const row = await scope.one<PushSettings>(
        'SELECT include_text AS "includeText", contact FROM push_settings WHERE tenant_id = $1',
        [tenantId],
      );
      return row ?? DEFAULTS;
    },
    async saveSettings({ includeText, contact }) {
      await scope.query(
        `INSERT INTO push_settings (tenant_id, include_text, contact) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET include_text = excluded.include_text, contact = excluded.contact`,
        [tenantId, includeText, contact],
      );
    },
    keys,
    async addKeys({ publicKey, sealedPrivateKey }) {
      await scope.query(
        'INSERT INTO push_keys (tenant_id, public_key, sealed_private_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [tenantId, publicKey, sealedPrivateKey],
      );
      const kept = await keys();
      if (kept === null) throw new Error('A row that was just inserted is not there.');
      return kept;
    },
    async subscribe(customerId, { id, endpoint, keys: { p256dh, auth } }) {
      const digest = digestOf(endpoint);
      await scope.query(takeOver, [tenantId, digest, customerId, id]);
      await scope.query(subscribe, [tenantId, customerId, id, endpoint, digest, p256dh, auth]);
      await scope.query(keepLatest, [tenantId, customerId]);
    },
    async unsubscribe(customerId, id) {
      await scope.query('DELETE FROM push_subscriptions WHERE tenant_id = $1 AND customer_id = $2 AND id = $3', [
        tenantId,
        customerId,
        id,
      ]);
    },
    async subscriptions(customerId) {
      const rows = await scope.query<SubscriptionRow>(
        `SELECT id, endpoint, p256dh, auth FROM push_subscriptions WHERE tenant_id = $1 AND customer_id = $2
         ORDER BY renewed_at DESC, id LIMIT ${MOST}`,
        [tenantId, customerId],
      );
      return rows.map(
        ({ id, endpoint, p256dh, auth }): StoredSubscription => ({ id, endpoint, keys: { p256dh, auth } }),
      );
    },
    async drop(customerId, { id, endpoint }) {
      await scope.query(
        'DELETE FROM push_subscriptions WHERE tenant_id = $1 AND customer_id = $2 AND id = $3 AND digest = $4',
        [tenantId, customerId, id, digestOf(endpoint)],
      );
    },
    unread: (conversationId) => scope.one<Unread>(unread, [tenantId, conversationId]),
    async settle({ conversationId, claim, seq }, outcome, ahead) {
      const place = [tenantId, conversationId, claim, seq];
      if (outcome === null && (await scope.one(done, place)) !== null) return true;
      const row = await scope.one(settle, [
        ...place,
        outcome === null ? null : [...outcome.leftFor],
        outcome?.pauseSeconds ?? 0,
        ahead,
      ]);
      return row !== null;
    },
  };
}
