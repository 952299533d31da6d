import type { Role } from '@alongside/protocol';

/** A customer in one online help: their session is good for one conversation. */
export interface CustomerActor {
  readonly kind: 'customer';
  readonly tenantId: string;
  readonly sessionId: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly name: string;
}

/** A signed-in person of the company. */
export interface AgentActor {
  readonly kind: 'agent';
  readonly tenantId: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly role: Role;
  readonly name: string;
  /** Where the request came from, for the audit log; absent on a socket. */
  readonly ip?: string;
  /** Of what this request saves, the version that its sender has read [SET1]; absent: it may replace whatever is there. */
  readonly basedOn?: number;
}

/** Who acts. Made from a connection or token, never from a payload. */
export type Actor = CustomerActor | AgentActor;
