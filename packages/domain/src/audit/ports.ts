import type { AuditAction, AuditActor, AuditQuery, AuditRecord, AuditValues } from '@alongside/protocol';

/** What was done, as a command says it. */
export interface AuditEntry {
  readonly actor: AuditActor;
  readonly ip: string | null;
  readonly action: AuditAction;
  readonly target: { readonly kind: string; readonly id: string; readonly name: string | null } | null;
  readonly before: AuditValues | null;
  readonly after: AuditValues | null;
}

/** The audit log inside a transaction. */
export interface Audit {
  /**
   * Written at the end of the transaction, in the order said, with the time and place in the chain that it gets there: so the chain's head
   * is locked for the shortest time, and last of all locks. Lost with the transaction.
   */
  record(entry: AuditEntry): void;
  /** Newest first. Refuses `invalid_request` for a cursor that is none. */
  page(query: AuditQuery, limit: number): Promise<{ records: AuditRecord[]; nextCursor: string | null }>;
  /** The chain's end as its writers know it; null: nothing was ever recorded. */
  head(): Promise<{ seq: number; hash: string } | null>;
  /** Oldest first, from this place on. */
  walk(fromSeq: number, limit: number): Promise<AuditRecord[]>;
}
