/**
 * What a run under faults leaves behind: what clients meant to do and were told, what they were shown, and what the database holds.
 * Everything is data, so that a run can be kept and judged again. The rules R1–R9 are those of docs/delivery.md.
 */

/** One attempt of a client to send one message, with what it was told. Attempts of one client stand in the order in which they were made. */
export interface Operation {
  /** The client that acts: one device of one person. */
  readonly client: string;
  readonly side: 'customer' | 'agent';
  /** The person whose entries these are: the sender of the log. */
  readonly senderId: string;
  readonly conversationId: string;
  readonly clientId: string;
  readonly text: string;
  /** ok: accepted with a seq · refused: a typed no, so it must not exist · unknown: no answer came, so it may exist once or not at all. */
  readonly outcome:
    | { readonly kind: 'ok'; readonly seq: number }
    | { readonly kind: 'refused'; readonly code: string }
    | { readonly kind: 'unknown' };
}

/** What one client's application was given for one conversation, call by call. */
export interface Transcript {
  readonly client: string;
  readonly side: 'customer' | 'agent';
  readonly conversationId: string;
  /** Every entry handed to the application, in the order of the calls. */
  readonly delivered: readonly {
    readonly seq: number;
    readonly clientId: string | null;
    readonly text: string | null;
  }[];
  /** false: this client was not there at the end and need not have everything. */
  readonly present: boolean;
}

/** A stored entry. */
export interface StoredRow {
  readonly conversationId: string;
  readonly seq: number;
  readonly side: 'customer' | 'agent' | 'system';
  readonly senderId: string | null;
  readonly clientId: string | null;
  readonly kind: string;
  readonly text: string | null;
  /** For contact.started: who the owner became. */
  readonly agentId: string | null;
}

/** A contact's row at the end. */
export interface ContactAtEnd {
  readonly contactId: string;
  readonly conversationId: string;
  readonly state: 'waiting' | 'offered' | 'active' | 'ended';
  readonly ownerId: string | null;
  readonly offeredTo: string | null;
  readonly queueId: string | null;
}

export interface History {
  readonly operations: readonly Operation[];
  readonly transcripts: readonly Transcript[];
  readonly rows: readonly StoredRow[];
  /** The head that each conversation's row claims. */
  readonly lastSeqs: ReadonlyMap<string, number>;
  readonly contacts: readonly ContactAtEnd[];
  /** Largest number of offers and contacts seen at once on an agent, and what was allowed. */
  readonly loads?: readonly { readonly agentId: string; readonly most: number; readonly capacity: number }[];
}

/** One broken promise: which, and where to look. */
export interface Violation {
  readonly rule: 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7';
  readonly what: string;
}
