import { createHash } from 'node:crypto';
import type { AuditRecord, AuditVerdict } from '@alongside/protocol';

/** What stands before the first record. */
export const CHAIN_START = '0'.repeat(64);

/** JSON with sorted keys and no blanks: the same text for the same values, whatever has stored them in between. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** SHA-256 over the hash before it and everything in the record, its tenant and place too. Hexadecimal. */
export function linkHash(previous: string, tenantId: string, record: Omit<AuditRecord, 'hash'>): string {
  const { seq, at, actor, ip, action, target, before, after } = record;
  const content = canonicalJson({ tenantId, seq, at, actor, ip, action, target, before, after });
  return createHash('sha256').update(previous, 'ascii').update('\n').update(content, 'utf8').digest('hex');
}

/** Follows a chain record by record. */
export class ChainWalk {
  readonly #tenantId: string;
  #hash = CHAIN_START;
  #seq = 0;
  broken: AuditVerdict['firstBroken'] = null;

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  /** How many fitted. */
  get seq(): number {
    return this.#seq;
  }

  /** False: here it breaks. */
  step(record: AuditRecord): boolean {
    const seq = this.#seq + 1;
    if (record.seq !== seq) this.broken = { seq, why: 'missing' };
    else if (record.hash !== linkHash(this.#hash, this.#tenantId, record)) this.broken = { seq, why: 'changed' };
    if (this.broken) return false;
    this.#seq = seq;
    this.#hash = record.hash;
    return true;
  }

  /** After the last record: whether the writers' memory of the end agrees. */
  end(head: { seq: number; hash: string } | null): void {
    if (this.broken) return;
    if ((head?.seq ?? 0) > this.#seq) this.broken = { seq: this.#seq + 1, why: 'truncated' };
    else if (this.#seq > 0 && head?.hash !== this.#hash) this.broken = { seq: this.#seq, why: 'changed' };
  }
}
