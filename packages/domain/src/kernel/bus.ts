import type { CallDown, CallUp, Invitation, Reply } from '@alongside/protocol';
import type { CobrowseEnd } from '../cobrowse/ports.ts';
import type { StoredEntry } from '../conversations/ports.ts';

/**
 * What is told after a commit. A hint may be lost or come twice: the store is the truth, and whoever acts on a hint reads there.
 * `entries` carries the entries to save a read where sender and reader share a process; a reader that sees a gap fetches, and one without entries tells
 * that there may be some.
 */
export type Hint =
  | { kind: 'entries'; tenantId: string; conversationId: string; entries: readonly StoredEntry[] }
  | { kind: 'desk'; tenantId: string; agentId: string }
  /** A thread of a channel was made, or something but its log changed. */
  | { kind: 'thread'; tenantId: string; channelId: string; customerId: string; conversationId: string }
  /** Something is known of these devices that was not before. */
  | { kind: 'visitors'; tenantId: string; visitorIds: readonly string[] }
  /** An agent invites whoever holds this device; whatever transport reaches it shows the invitation. */
  | {
      kind: 'visitor';
      tenantId: string;
      visitorId: string;
      channelId: string | null;
      customerId: string | null;
      invitation: Invitation;
    }
  | { kind: 'queue'; tenantId: string; queueId: string }
  | {
      kind: 'typing';
      tenantId: string;
      conversationId: string;
      from: 'customer' | 'agent';
      name: string;
      on: boolean;
      /** What a customer has written so far; agents alone are shown it. */
      text?: string;
      senderSessionId: string;
    }
  | { kind: 'delivered'; tenantId: string; conversationId: string; by: 'customer' | 'agent'; upTo: number }
  /** A call, its parties, its recording changed, or it is no more. */
  | { kind: 'call'; tenantId: string; callId: string }
  /** A tenant's ways to the telephone network changed. */
  | { kind: 'trunks'; tenantId: string }
  /** What a socket that carries a call says, to the process whose engine has it; and back. Lost with that process: clients join again. */
  | { kind: 'call-up'; tenantId: string; callId: string; partyId: string; connectionId: string; frame: CallUp }
  | { kind: 'call-down'; connectionId: string; frame: CallDown | Reply }
  /** Keys to be pressed towards the telephones of a call. */
  | { kind: 'call-digits'; tenantId: string; callId: string; digits: string }
  | { kind: 'session-ended'; tenantId: string; sessionId: string }
  /** What pages hide has changed. */
  | { kind: 'cobrowse-policy'; tenantId: string }
  | { kind: 'cobrowse-ended'; tenantId: string; sessionId: string; reason: CobrowseEnd };

/** Fan-out between processes. Publishing never waits and never throws. */
export interface Bus {
  publish(hint: Hint): void;
  /** Returns the way to stop. */
  subscribe(listener: (hint: Hint) => void): () => void;
  close(): Promise<void>;
}
