import type {
  AuditAction,
  AuditActor,
  AuditQuery,
  AuditRecord,
  AuditValues,
  SettingVersion,
} from '@alongside/protocol';
import type { Versioned } from './versions.ts';

/** What was done, as a command says it. */
export interface AuditEntry {
  readonly actor: AuditActor;
  readonly ip: string | null;
  readonly action: AuditAction;
  readonly target: { readonly kind: string; readonly id: string; readonly name: string | null } | null;
  readonly before: AuditValues | null;
  readonly after: AuditValues | null;
  /** Of what this makes a new version; null: of nothing that is versioned. */
  readonly versioned: Versioned | null;
  /** The version that it was decided upon; null: whatever is there. */
  readonly basedOn: number | null;
}

/** The audit log inside a transaction. */
export interface Audit {
  /**
   * Written at the end of the transaction, in the order said, with the time and place in the chain that it gets there: so the chain's head
   * is locked for the shortest time, and last of all locks. Lost with the transaction. As the head lets one writer by at a time, what is
   * based on a version is held against it there: if it is no longer the last one, the transaction ends refused `changed_meanwhile`.
   */
  record(entry: AuditEntry): void;
  /** The last version of everything that was ever changed. */
  versions(): Promise<SettingVersion[]>;
  /** Newest first. Refuses `invalid_request` for a cursor that is none. */
  page(query: AuditQuery, limit: number): Promise<{ records: AuditRecord[]; nextCursor: string | null }>;
  /** The chain's end as its writers know it; null: nothing was ever recorded. */
  head(): Promise<{ seq: number; hash: string } | null>;
  /** Oldest first, from this place on. */
  walk(fromSeq: number, limit: number): Promise<AuditRecord[]>;
}
