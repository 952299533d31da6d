import type { SignedIn } from '@alongside/protocol';
import { audit, type AuditedBy } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { mintToken } from '../../kernel/tokens.ts';
import { mustOpenBackend } from '../backend.ts';

/** A working day, as for everybody else. */
const SESSION_SECONDS = 12 * 3600;

/** Signs in a person of the company for whom its own agent application vouches. Whatever is wrong, the refusal is the same. */
export async function signInByCompany(
  platform: Platform,
  input: { tenant?: string; userId: string; sessionId: string; dlgToken: string; ip?: string },
): Promise<SignedIn & { token: string }> {
  const { tenants } = platform.store;
  const tenant = input.tenant === undefined ? await tenants.only() : await tenants.byDomain(input.tenant);
  if (!tenant) throw new Refused('wrong_credentials', input.tenant === undefined ? { field: '/tenant' } : {});
  const backend = await mustOpenBackend(platform, tenant.id);
  const verdict = await platform.company.checkToken(backend, {
    sessionId: input.sessionId,
    token: input.dlgToken,
    userNo: input.userId,
  });
  if (verdict === 'no_answer') throw new Refused('company_unavailable');
  const from = input.ip === undefined ? {} : { ip: input.ip };
  const { token, digest } = mintToken('agent-session', tenant.id, platform.random);
  const signedIn = await platform.store.transaction(tenant.id, async (tx) => {
    const staff = verdict === 'valid' ? await tx.company.staff(input.userId) : null;
    const agent = staff && (await tx.directory.agent(staff.id));
    const known = agent && (await tx.directory.agentByEmail(agent.email));
    if (!agent || !known || known.disabled) {
      const nobody: AuditedBy = { kind: 'unknown', id: null, name: '', ...from };
      audit(tx, nobody, { action: 'sign_in.failed', ...(agent ? { target: { kind: 'agent', id: agent.id } } : {}) });
      return null;
    }
    const { expiresAt } = await tx.directory.createAgentSession({
      id: platform.random.uuid(),
      digest,
      agentId: agent.id,
      seconds: SESSION_SECONDS,
    });
    const { id, name } = agent;
    audit(
      tx,
      { kind: 'agent', id, name, ...from },
      { action: 'sign_in.succeeded', target: { kind: 'agent', id, name } },
    );
    return { agent, expiresAt, token };
  });
  if (signedIn === null) throw new Refused('wrong_credentials');
  return signedIn;
}
