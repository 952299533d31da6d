import {
  type CallTokenRefusal,
  type ListedAgent,
  type ListedCall,
  type ListedCallFilter,
  type PhoneSignIn,
  type Platform,
  parseToken,
  type RequestVerdict,
  readPhoneRecording,
  type Tenant,
  signInToPhone,
} from '@alongside/domain';

export type { CallTokenRefusal, ListedAgent, ListedCall, ListedCallFilter, PhoneSignIn, RequestVerdict };

/** What this surface asks of the domain. */
export interface PhoneLinkPorts {
  /** null: no such company. `enabled` false: its phone link is switched off. */
  company(domain: string): Promise<{ readonly tenantId: string; readonly enabled: boolean } | null>;
  /** null: the token is none of this company's, or dead. */
  admit(tenantId: string, apiToken: string): Promise<RequestVerdict | null>;
  agents(tenantId: string, page: number, count: number): Promise<{ agents: readonly ListedAgent[]; total: number }>;
  calls(
    tenantId: string,
    filter: ListedCallFilter,
    page: number,
    count: number,
  ): Promise<{ calls: readonly ListedCall[]; total: number }>;
  recording(
    tenantId: string,
    recordingId: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly contentType: string } | null>;
  signIn(tenantId: string, token: string, address: string): Promise<PhoneSignIn>;
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
  now(): Date;
}

/** The ports on top of a running platform. */
export function phoneLinkPorts(
  platform: Platform,
  tenantOf: (domain: string) => Promise<Tenant | null>,
): PhoneLinkPorts {
  const { store, signer, clock } = platform;
  return {
    async company(domain) {
      const tenant = await tenantOf(domain);
      if (!tenant) return null;
      const { enabled } = await store.transaction(tenant.id, (tx) => tx.phoneLinks.settings());
      return { tenantId: tenant.id, enabled };
    },
    async admit(tenantId, apiToken) {
      const parsed = parseToken(apiToken);
      if (parsed?.kind !== 'phone-link-api' || parsed.tenantId !== tenantId) return null;
      return store.transaction(tenantId, async (tx) =>
        (await tx.phoneLinks.knowsApiToken(parsed.digest)) ? tx.phoneLinks.countRequest(parsed.digest, 0) : null,
      );
    },
    agents: (tenantId, page, count) => store.transaction(tenantId, (tx) => tx.phoneLinks.agents(page, count)),
    calls: (tenantId, filter, page, count) =>
      store.transaction(tenantId, (tx) => tx.phoneLinks.calls(filter, page, count)),
    recording: (tenantId, recordingId) => readPhoneRecording(platform, tenantId, recordingId),
    signIn: (tenantId, token, address) => signInToPhone(platform, { tenantId, appToken: token, ip: address }),
    sign: (text) => signer.sign(text),
    verify: (text, signature) => signer.verify(text, signature),
    now: () => clock.now(),
  };
}
