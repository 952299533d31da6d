import type { AuditAction, AuditRecord } from '@alongside/protocol';

export interface ValueChange {
  readonly name: string;
  /** null: it was not there, or is not there any more. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A value as one line: words as they are, everything else as the API writes it. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ') || '[]';
  return JSON.stringify(value);
}

/** What a record changed, value by value, in the order of their names. */
export function valueChanges({ before, after }: Pick<AuditRecord, 'before' | 'after'>): ValueChange[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  const textIn = (values: AuditRecord['before'], name: string) =>
    values && name in values ? valueText(values[name]) : null;
  return names.map((name) => ({ name, before: textIn(before, name), after: textIn(after, name) }));
}

/** Begin of a day in the reader's own time, and the end of one. @param day as YYYY-MM-DD */
export const dayBegin = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
export const dayEnd = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();

/** Address of the thing that a record is about, where administration shows it. */
export function targetPart(target: AuditRecord['target']): string | null {
  const sections: Readonly<Record<string, string>> = {
    agent: 'people',
    queue: 'queues',
    skill: 'skills',
    business_hours: 'hours',
    webhook: 'webhooks',
    canned_reply: 'canned',
    channel: 'channels',
  };
  if (!target) return null;
  const section = sections[target.kind];
  return section === undefined || !/^[\w-]{1,64}$/.test(target.id) ? null : `${section}/${target.id}`;
}

export type { AuditAction };
