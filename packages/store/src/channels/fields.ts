import type { FieldValue } from '@alongside/protocol';

/** Fields as a jsonb column holds them: by ident. */
export type Fields = Readonly<Record<string, { readonly value: string; readonly updatedAt: string }>>;

export const listFields = (fields: Fields): FieldValue[] =>
  Object.entries(fields)
    .map(([ident, field]) => ({ ident, ...field }))
    .sort((a, b) => (a.ident < b.ident ? -1 : 1));

/** Of two values of one ident the newer stays, and of two as new the one that was said later. The same object again: nothing changed. */
export function mergeFields(fields: Fields, said: readonly FieldValue[]): Fields {
  const merged = new Map(Object.entries(fields));
  let changed = false;
  for (const { ident, value, updatedAt } of said) {
    const known = merged.get(ident);
    if (known && (known.value === value || Date.parse(known.updatedAt) > Date.parse(updatedAt))) continue;
    merged.set(ident, { value, updatedAt });
    changed = true;
  }
  return changed ? Object.fromEntries(merged) : fields;
}
