import type { Author, ContactState, EndReason, Entry, EntryBody } from '@alongside/protocol';

/** An entry as stored: with who may read it. */
export interface StoredEntry extends Entry {
  /** 'agents': a customer sees `withheld` in its place. */
  readonly visibility: 'all' | 'agents';
}

/** What a person asks to append; the journal decides seq and time. */
export interface Append {
  readonly tenantId: string;
  readonly conversationId: string;
  readonly author: Author;
  readonly clientId: string;
  readonly body: EntryBody;
  readonly visibility: 'all' | 'agents';
}

export type Appended =
  | {
      readonly ok: true;
      readonly seq: number;
      readonly at: string /** true: it was there already; nothing was written. */;
      readonly repeated: boolean;
    }
  | { readonly ok: false; readonly code: 'not_found' | 'conversation_ended' | 'not_owner' | 'idempotency_conflict' };

/**
 * The hot path. While one commit is in flight the next batch gathers; a batch is one round trip and one COMMIT [LOG2].
 * Under the conversation's row lock it refuses what has ended [LOG7], what comes from an agent who is not the owner [LOG8], and a client id
 * used for another body [LOG3]; the same body again yields the stored seq and time. Appends of one caller to one conversation keep
 * their order [LOG4]. Publishes `entries` after the commit. Rejects only if the outcome is unknown (the store is away).
 */
export interface Journal {
  append(entry: Append): Promise<Appended>;
  /** Waits until what was taken is committed, takes nothing more. */
  close(): Promise<void>;
}

/** One conversation's row: the log's head, its marks and its fence. */
export interface ConversationRow {
  readonly id: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly contactId: string;
  readonly lastSeq: number;
  /** false: read-only. */
  readonly open: boolean;
  readonly ownerId: string | null;
  readonly customerReadUpTo: number;
  readonly customerDeliveredUpTo: number;
  readonly agentReadUpTo: number;
  readonly agentDeliveredUpTo: number;
}

/** The log inside a transaction. */
export interface Log {
  /**
   * Appends an entry of the system or a command (not idempotent by itself: the caller's conditional UPDATE is). Locks the conversation's row.
   * With a client id that was there before it refuses `idempotency_conflict`, and the transaction is lost.
   */
  append(
    conversationId: string,
    author: Author,
    body: EntryBody,
    visibility: 'all' | 'agents',
    clientId?: string | null,
  ): Promise<StoredEntry>;
  /** Ascending, at most `limit`; one of after / before, or neither for the last page. */
  page(conversationId: string, range: { after?: number; before?: number; limit: number }): Promise<StoredEntry[]>;
  conversation(conversationId: string): Promise<ConversationRow | null>;
  /** How far each of these is; one that is not there is left out. */
  heads(conversationIds: readonly string[]): Promise<{ readonly id: string; readonly lastSeq: number }[]>;
  /** Moves a side's read mark forward and appends the `read` entry; null: the mark was already there. Refuses `cursor_ahead` beyond the log. */
  markRead(
    conversationId: string,
    side: 'customer' | 'agent',
    author: Author,
    upTo: number,
  ): Promise<StoredEntry | null>;
  /** Moves a side's delivered mark forward; false: it was already there or beyond the log. */
  markDelivered(conversationId: string, side: 'customer' | 'agent', upTo: number): Promise<boolean>;
}

/** What is asked of one conversation when somebody comes back to it. Each costs a share of one round trip, and no transaction. */
export interface CatchUp {
  /** The head and, ascending, at most `limit` entries behind `after`, of one instant. null: no such conversation. */
  page(
    tenantId: string,
    conversationId: string,
    range: { after: number; limit: number },
  ): Promise<{ lastSeq: number; entries: StoredEntry[] } | null>;
  /** Where a contact and its conversation stand; null: no such contact. */
  help(tenantId: string, contactId: string): Promise<HelpState | null>;
  /** Moves a side's delivered mark forward. `kept`: it was already there or beyond the log. */
  markDelivered(
    tenantId: string,
    conversationId: string,
    by: { side: 'customer' | 'agent'; id: string },
    upTo: number,
  ): Promise<'moved' | 'kept' | 'not_found' | 'not_owner'>;
}

export interface HelpState {
  readonly state: ContactState;
  readonly endReason: EndReason | null;
  readonly conversationId: string;
  readonly lastSeq: number;
  readonly customerReadUpTo: number;
  readonly agentDeliveredUpTo: number;
  readonly agentReadUpTo: number;
}
