import { digestOf, issuePhoneLinkToken, type Platform } from '@alongside/domain';
import type { PhoneLinkTokenKind } from '@alongside/protocol';
import type { DemoFile, DemoPhoneLink } from './demo-file.ts';

/** The demo's phone link: the tokens of an earlier start as long as they are good, else new ones. */
export async function demoPhoneLink(
  platform: Platform,
  { tenant, agents }: Pick<DemoFile, 'tenant' | 'agents'>,
  url: string,
  earlier: DemoPhoneLink | undefined,
): Promise<DemoPhoneLink> {
  const base = url.replace(/\/$/, '');
  const token = async (kind: PhoneLinkTokenKind, known: string | undefined): Promise<string> =>
    known !== undefined && (await isGood(platform, tenant.id, kind, known))
      ? known
      : (await issuePhoneLinkToken(platform, tenant.id, kind)).token;
  return {
    domain: tenant.domain,
    rest: `${base}/${tenant.domain}/api/v1`,
    login: `${base}/${tenant.domain}/thirdParty/login`,
    linkHost: base,
    phone: `${base}/phone/`,
    apiToken: await token('api', earlier?.apiToken),
    voiceToken: await token('voice', earlier?.voiceToken),
    agentId: agents[0]?.ipphone ?? '',
    agents: agents.map(({ ipphone }) => ipphone),
  };
}

function isGood(platform: Platform, tenantId: string, kind: PhoneLinkTokenKind, token: string): Promise<boolean> {
  return platform.store.transaction(tenantId, async ({ phoneLinks }) => {
    if (kind === 'api') return phoneLinks.knowsApiToken(digestOf(token));
    // Sealed with another key, it cannot be opened: then a new one is made.
    return (await phoneLinks.voiceTokens()).some((sealed) => {
      try {
        return platform.sealer.open(sealed) === token;
      } catch {
        return false;
      }
    });
  });
}
