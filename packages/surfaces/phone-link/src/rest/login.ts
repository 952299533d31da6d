import { json, type PhoneLinkRequest, type PhoneLinkResponse, refusal } from '../exchange.ts';
import type { CallTokenRefusal, PhoneLinkPorts } from '../ports.ts';
import { companyOf } from './admitted.ts';

const REFUSALS: Readonly<Record<CallTokenRefusal, readonly [number, string]>> = {
  no_agent: [400, 'The token names no agent: ipphone is missing.'],
  unknown_agent: [400, 'No agent here has the number in ipphone.'],
  not_genuine: [401, 'The token was not signed with the voice token of now.'],
  expired: [401, 'The token is over.'],
  off: [405, "This company's phone link is switched off."],
};

/** POST /{domain}/thirdParty/login: a call token, as JSON or as a form, signs its agent in to the softphone. */
export async function login(ports: PhoneLinkPorts, request: PhoneLinkRequest): Promise<PhoneLinkResponse> {
  const company = await companyOf(ports, request);
  if ('status' in company) return company;
  const token = tokenIn(request);
  if (token === null) return refusal(400, 'Send the field token, as JSON or as a form.');
  const answer = await ports.signIn(company.tenantId, token, request.address);
  if (!answer.ok) return refusal(...REFUSALS[answer.refusal]);
  const { signedIn, agentNumber } = answer;
  const { agent, expiresAt } = signedIn;
  return json(200, {
    code: 'ok',
    user: {
      user_id: agent.id,
      token: signedIn.token,
      agent_id: agentNumber,
      ipphone: agentNumber,
      username: agent.name,
      email: agent.email,
      domain: company.domain,
      expires_at: expiresAt,
    },
  });
}

function tokenIn({ body, headers }: PhoneLinkRequest): string | null {
  const type = String(headers['content-type'] ?? '');
  if (/^application\/json\b/i.test(type)) {
    try {
      const { token } = JSON.parse(body) as { token?: unknown };
      return typeof token === 'string' && token !== '' ? token : null;
    } catch {
      return null;
    }
  }
  return new URLSearchParams(body).get('token') || null;
}
