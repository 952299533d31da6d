import { type Directory, Refused } from '@alongside/domain';
import type { Agent, Role } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Directory,
  | 'agentByEmail'
  | 'countSignIn'
  | 'agent'
  | 'createAgent'
  | 'createAgentSession'
  | 'agentSession'
  | 'agentSessionById'
  | 'endAgentSession'
  | 'noteFailedSignIn'
  | 'clearFailedSignIns'
>;

const byId = `SELECT a.id, a.name, a.email, a.role, a.locale,
    json_build_object('id', t.id, 'domain', t.domain, 'name', t.settings->>'name') AS tenant
  FROM agents a JOIN tenants t ON t.id = a.tenant_id WHERE a.tenant_id = $1 AND a.id = $2`;

const session = (
  condition: string,
) => `SELECT s.id, s.agent_id AS "agentId", CASE WHEN s.phone THEN 'agent' ELSE a.role END AS role, a.name
  FROM agent_sessions s JOIN agents a ON a.tenant_id = s.tenant_id AND a.id = s.agent_id
  WHERE s.tenant_id = $1 AND ${condition} AND s.expires_at > clock_timestamp() AND NOT a.disabled`;

/** The window begins with the first failure; after it the count begins anew. */
const noteFailure = `INSERT INTO failed_sign_ins AS f (tenant_id, key, failures, expires_at)
  VALUES ($1, $2, 1, clock_timestamp() + make_interval(secs => $3))
  ON CONFLICT (tenant_id, key) DO UPDATE SET
    failures = CASE WHEN f.expires_at > clock_timestamp() THEN f.failures + 1 ELSE 1 END,
    expires_at = CASE WHEN f.expires_at > clock_timestamp() THEN f.expires_at ELSE excluded.expires_at END
  RETURNING failures`;

interface Session {
  id: string;
  agentId: string;
  role: Role;
  name: string;
}

export function createAgents(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const agent = (id: string) => scope.one<Agent>(byId, [tenantId, id]);
  return {
    agent,
    agentByEmail: (email) =>
      scope.one(
        'SELECT id, password_hash AS "passwordHash", disabled FROM agents WHERE tenant_id = $1 AND email = lower($2)',
        [tenantId, email],
      ),
    countSignIn: (email) =>
      scope.one(
        `UPDATE agents SET failed_sign_ins = failed_sign_ins + 1 WHERE tenant_id = $1 AND email = lower($2)
         RETURNING id, password_hash AS "passwordHash", disabled, failed_sign_ins AS tries`,
        [tenantId, email],
      ),
    async createAgent({ id, name, email, passwordHash, role, locale, capacity, ipphone }) {
      const made = await scope.one(
        `INSERT INTO agents (tenant_id, id, name, email, password_hash, role, locale, ipphone)
         VALUES ($1, $2, $3, lower($4), $5, $6, $7, $8) ON CONFLICT (tenant_id, email) DO NOTHING RETURNING id`,
        [tenantId, id, name, email, passwordHash, role, locale, ipphone ?? null],
      );
      if (made === null) throw new Refused('already_exists', { field: '/body/email' });
      await scope.query('INSERT INTO desks (tenant_id, agent_id, capacity) VALUES ($1, $2, $3)', [
        tenantId,
        id,
        capacity,
      ]);
      const created = await agent(id);
      if (created === null) throw new Error('An agent that was just made is not there.');
      return created;
    },
    async createAgentSession({ id, digest, agentId, seconds, phone = false }) {
      const row = await scope.one<{ expiresAt: string }>(
        `INSERT INTO agent_sessions (tenant_id, id, digest, agent_id, expires_at, phone)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5), $6) RETURNING expires_at AS "expiresAt"`,
        [tenantId, id, digest, agentId, seconds, phone],
      );
      if (row === null) throw new Error('An insert returned no row.');
      return row;
    },
    agentSession: (digest) => scope.one<Session>(session('s.digest = $2'), [tenantId, digest]),
    agentSessionById: (sessionId) => scope.one<Session>(session('s.id = $2'), [tenantId, sessionId]),
    async endAgentSession(sessionId) {
      await scope.query('DELETE FROM agent_sessions WHERE tenant_id = $1 AND id = $2', [tenantId, sessionId]);
    },
    async noteFailedSignIn(key, windowSeconds) {
      const row = await scope.one<{ failures: number }>(noteFailure, [tenantId, key, windowSeconds]);
      return row?.failures ?? 1;
    },
    async clearFailedSignIns(key) {
      await scope.query('DELETE FROM failed_sign_ins WHERE tenant_id = $1 AND key = $2', [tenantId, key]);
      await scope.query('UPDATE agents SET failed_sign_ins = 0 WHERE tenant_id = $1 AND email = lower($2)', [
        tenantId,
        key,
      ]);
    },
  };
}
