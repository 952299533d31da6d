import type { SignedIn } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { mintToken } from '../../kernel/tokens.ts';
import { type CallTokenRefusal, openCallToken } from './open-call-token.ts';

export type PhoneSignIn =
  | { readonly ok: true; readonly signedIn: SignedIn & { readonly token: string }; readonly agentNumber: string }
  | { readonly ok: false; readonly refusal: CallTokenRefusal };

/**
 * Signs in the agent of a call token. The session has an agent's rights whatever the person's role is, ends after the hours that are set, and with the
 * voice token that opened it [PHONE2].
 */
export async function signInToPhone(
  platform: Platform,
  input: { readonly tenantId: string; readonly appToken: string; readonly ip?: string },
): Promise<PhoneSignIn> {
  const { tenantId, appToken } = input;
  const from = input.ip === undefined ? {} : { ip: input.ip };
  const { token, digest } = mintToken('agent-session', tenantId, platform.random);
  return platform.store.transaction(tenantId, async (tx): Promise<PhoneSignIn> => {
    const opened = await openCallToken(platform, tx, appToken);
    if (typeof opened === 'string') return { ok: false, refusal: opened };
    const agent = await tx.directory.agent(opened.id);
    if (!agent) return { ok: false, refusal: 'unknown_agent' };
    const { sessionHours } = await tx.phoneLinks.settings();
    const { expiresAt } = await tx.directory.createAgentSession({
      id: platform.random.uuid(),
      digest,
      agentId: agent.id,
      seconds: sessionHours * 3_600,
      phone: true,
    });
    const { id, name } = agent;
    audit(
      tx,
      { kind: 'agent', id, name, ...from },
      { action: 'sign_in.succeeded', target: { kind: 'agent', id, name }, after: { by: 'call token' } },
    );
    return { ok: true, signedIn: { agent: { ...agent, role: 'agent' }, expiresAt, token }, agentNumber: opened.number };
  });
}
