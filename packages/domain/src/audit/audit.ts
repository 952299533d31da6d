import type { AuditAction, AuditActor, AuditValues } from '@alongside/protocol';
import type { AgentActor } from '../kernel/actor.ts';
import type { Transaction } from '../kernel/store.ts';
import type { AuditEntry } from './ports.ts';
import { versionedBy } from './versions.ts';

/** Who acts: a signed-in person; the company's own server; the system itself; somebody whom we do not know. */
export type AuditedBy = AgentActor | (AuditActor & { readonly ip?: string });

export const SYSTEM_ACTOR: AuditActor = { kind: 'system', id: null, name: 'system' };

export interface AuditedChange {
  readonly action: AuditAction;
  readonly target?: { readonly kind: string; readonly id: string; readonly name?: string | null };
  /** What it was and what it is; where both are given only the differences are kept. Never a secret. */
  readonly before?: object | null;
  readonly after?: object | null;
}

/** A key that names a secret: its value is not kept, whoever forgot to leave it out. */
const SECRET = /(secret|password|token)(?!s?(Until|At|Seconds)$)/i;

/** Says in the audit log what this transaction does. Call it once for each administrative or security action, beside the change itself. */
export function audit(tx: Transaction, by: AuditedBy, change: AuditedChange): void {
  const { action, target } = change;
  const [before, after] = differences(valuesOf(change.before), valuesOf(change.after));
  const actor: AuditActor =
    'agentId' in by ? { kind: 'agent', id: by.agentId, name: by.name } : { kind: by.kind, id: by.id, name: by.name };
  const entry: AuditEntry = {
    actor,
    ip: by.ip ?? null,
    action,
    target: target ? { kind: target.kind, id: target.id, name: target.name ?? null } : null,
    before,
    after,
    versioned: versionedBy(change),
    basedOn: 'basedOn' in by ? (by.basedOn ?? null) : null,
  };
  tx.audit.record(entry);
}

function valuesOf(given: object | null | undefined): AuditValues | null {
  if (given === null || given === undefined) return null;
  const clean = JSON.stringify(given, (key, value: unknown) => {
    if (SECRET.test(key) && typeof value === 'string') return '(not kept)';
    return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD') : value;
  });
  return JSON.parse(clean) as AuditValues;
}

function differences(before: AuditValues | null, after: AuditValues | null): [AuditValues | null, AuditValues | null] {
  if (!before || !after) return [before, after];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const only = (values: AuditValues) =>
    Object.fromEntries(keys.filter((key) => key in values).map((key) => [key, values[key]]));
  return [only(before), only(after)];
}
