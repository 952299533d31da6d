import {
  type AgentActor,
  authenticate,
  createCobrowse,
  type Platform,
  parseToken,
  Refused,
  redeemForAgent,
  redeemForPage,
  renewCode,
  type ShortCode,
  signIn,
} from '@alongside/domain';

/** What this surface asks of the domain. Every refusal is a Refused. */
export interface ShortCodePorts {
  create(
    tenantId: string,
    from: { address: string; origin: string | null; creator: string | null },
  ): Promise<ShortCode & { creator: string }>;
  /** Another code for the session whose page holds this token. */
  renew(sessionToken: string): Promise<ShortCode>;
  redeemForPage(
    tenantId: string,
    code: string,
    by: { address: string; origin: string | null; creator: string | null },
  ): Promise<{ cid: string; sessionToken: string }>;
  redeemForAgent(actor: AgentActor, code: string): Promise<{ cid: string }>;
  /** null: nobody's token, or not an agent's. */
  agent(token: string): Promise<AgentActor | null>;
  signIn(input: { tenant?: string; email: string; password: string; ip: string }): Promise<{
    token: string;
    expiresAt: string;
  }>;
}

/** The ports on top of a running platform. */
export function shortCodePorts(platform: Platform): ShortCodePorts {
  return {
    create: (tenantId, from) => createCobrowse(platform, tenantId, from),
    async renew(sessionToken) {
      const parsed = parseToken(sessionToken);
      if (parsed?.kind !== 'cobrowse-page') throw new Refused('session_expired');
      return renewCode(platform, parsed.tenantId, parsed.digest);
    },
    redeemForPage: (tenantId, code, by) => redeemForPage(platform, tenantId, code, by),
    redeemForAgent: (actor, code) => redeemForAgent(platform, actor, code),
    async agent(token) {
      const actor = await authenticate(platform, token);
      return actor?.kind === 'agent' ? actor : null;
    },
    signIn: (input) => signIn(platform, input),
  };
}
