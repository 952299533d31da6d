import { PHONE_LINK_DEFAULTS, type PhoneLinks, REQUEST_LIMITS, type RequestVerdict } from '@alongside/domain';
import type { PhoneLinkSettings, PhoneLinkTokenKind, PhoneLinkTokenView } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { createListedAgents } from './listed-agents.ts';
import { createListedCalls } from './listed-calls.ts';
import { createPhonePushes } from './phone-pushes.ts';

const saveSettings = `INSERT INTO phone_link_settings (tenant_id, settings) VALUES ($1, $2)
  ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings`;

const tokens = `SELECT kind, created_at AS "createdAt", last_used_at AS "lastUsedAt",
    CASE WHEN previous_until > clock_timestamp() THEN previous_until END AS "previousUntil"
  FROM phone_link_tokens WHERE tenant_id = $1`;

const saveToken = `INSERT INTO phone_link_tokens AS t (tenant_id, kind, digest, sealed) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, kind) DO UPDATE SET digest = excluded.digest, sealed = excluded.sealed, created_at = clock_timestamp(), last_used_at = NULL,
    previous_digest = CASE WHEN $5 > 0 THEN t.digest END, previous_sealed = CASE WHEN $5 > 0 THEN t.sealed END,
    previous_until = CASE WHEN $5 > 0 THEN clock_timestamp() + make_interval(hours => $5) END
  RETURNING previous_until AS "previousUntil"`;

const knows = `WITH used AS (
    UPDATE phone_link_tokens SET last_used_at = clock_timestamp() WHERE tenant_id = $1 AND kind = 'api' AND digest = $2
      AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute'))
  SELECT 1 AS known FROM phone_link_tokens
  WHERE tenant_id = $1 AND kind = 'api' AND (digest = $2 OR previous_digest = $2 AND previous_until > clock_timestamp())`;

const voiceTokens = `SELECT sealed AS now, CASE WHEN previous_until > clock_timestamp() THEN previous_sealed END AS before
  FROM phone_link_tokens WHERE tenant_id = $1 AND kind = 'voice'`;

export function createPhoneLinks(scope: TransactionScope): PhoneLinks {
  const { tenantId } = scope;
  return {
    ...createListedAgents(scope),
    ...createListedCalls(scope),
    ...createPhonePushes(scope),
    async settings() {
      const row = await scope.one<{ settings: PhoneLinkSettings }>(
        'SELECT settings FROM phone_link_settings WHERE tenant_id = $1',
        [tenantId],
      );
      return { ...PHONE_LINK_DEFAULTS, ...row?.settings };
    },
    async saveSettings(settings) {
      await scope.query(saveSettings, [tenantId, JSON.stringify(settings)]);
    },
    async tokens() {
      const rows = await scope.query<PhoneLinkTokenView & { kind: PhoneLinkTokenKind }>(tokens, [tenantId]);
      const of = (wanted: PhoneLinkTokenKind): PhoneLinkTokenView | null => {
        const row = rows.find(({ kind }) => kind === wanted);
        return row ? { createdAt: row.createdAt, previousUntil: row.previousUntil, lastUsedAt: row.lastUsedAt } : null;
      };
      return { api: of('api'), voice: of('voice') };
    },
    async saveToken(token, overlapHours) {
      const [digest, sealed] = token.kind === 'api' ? [token.digest, null] : [null, token.sealed];
      const row = await scope.one<{ previousUntil: string | null }>(saveToken, [
        tenantId,
        token.kind,
        digest,
        sealed,
        overlapHours,
      ]);
      // What a token asked that is dead now counts for nobody.
      if (token.kind === 'api' && overlapHours === 0)
        await scope.query('DELETE FROM phone_link_requests WHERE tenant_id = $1', [tenantId]);
      return { previousUntil: row?.previousUntil ?? null };
    },
    async removeToken(kind) {
      const removed = await scope.one(
        'DELETE FROM phone_link_tokens WHERE tenant_id = $1 AND kind = $2 RETURNING kind',
        [tenantId, kind],
      );
      return removed !== null;
    },
    async knowsApiToken(digest) {
      return (await scope.one(knows, [tenantId, digest])) !== null;
    },
    async voiceTokens() {
      const row = await scope.one<{ now: string; before: string | null }>(voiceTokens, [tenantId]);
      return row === null ? [] : row.before === null ? [row.now] : [row.now, row.before];
    },
    async countRequest(digest, ahead): Promise<RequestVerdict> {
      const { perSecond, perHour, refusedInARow, pauseSeconds } = REQUEST_LIMITS;
      const row = await scope.one<{ verdict: RequestVerdict['kind']; wait: number }>(
        'SELECT verdict, wait FROM count_phone_request($1, $2, $3, $4, $5, $6, $7)',
        [tenantId, digest, perSecond, perHour, refusedInARow, pauseSeconds, ahead],
      );
      if (row === null) throw new Error('A request was not counted.');
      return row.verdict === 'pass' ? { kind: 'pass' } : { kind: row.verdict, waitSeconds: row.wait };
    },
    async endSessions(afterHours) {
      if (afterHours > 0) {
        await scope.query(
          `UPDATE agent_sessions SET expires_at = least(expires_at, clock_timestamp() + make_interval(hours => $2))
           WHERE tenant_id = $1 AND phone`,
          [tenantId, afterHours],
        );
        return [];
      }
      const ended = await scope.query<{ id: string }>(
        'DELETE FROM agent_sessions WHERE tenant_id = $1 AND phone RETURNING id',
        [tenantId],
      );
      return ended.map(({ id }) => id);
    },
  };
}
