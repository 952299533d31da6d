import type { Entry } from '@alongside/protocol';

export type Side = 'customer' | 'agent';

/** How far each side's device has received and each side's person has read. */
export type Marks = Readonly<Record<Side, { readonly delivered: number; readonly read: number }>>;

const none = { delivered: 0, read: 0 };
export const noMarks: Marks = { customer: none, agent: none };

/** Marks only rise [LOG6]. What was read has also been delivered. */
export function raise(marks: Marks, side: Side, by: { delivered?: number; read?: number }): Marks {
  const old = marks[side];
  const read = Math.max(old.read, by.read ?? 0);
  const delivered = Math.max(old.delivered, by.delivered ?? 0, read);
  return read === old.read && delivered === old.delivered ? marks : { ...marks, [side]: { delivered, read } };
}

/** The marks after these entries: a read mark of either side. */
export function marksAfter(marks: Marks, entries: readonly Entry[]): Marks {
  let after = marks;
  for (const { from, body } of entries)
    if (body.kind === 'read' && from.kind !== 'system') after = raise(after, from.kind, { read: body.upTo });
  return after;
}
