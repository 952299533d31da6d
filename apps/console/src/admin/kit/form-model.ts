/** Whether two values of a form say the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const one = a as Record<string, unknown>;
  const other = b as Record<string, unknown>;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => sameValue(one[key], other[key]));
}

/** What of `after` differs from `before`, by its first level: the body of a PATCH. */
export function changesOf<T extends object>(before: T, after: T): Partial<T> {
  const changed = Object.entries(after).filter(([key, value]) => !sameValue(value, before[key as keyof T]));
  return Object.fromEntries(changed) as Partial<T>;
}

/** What somebody made of `before`, made of `now` instead: what they left alone is as it is now. */
export const remade = <T extends object>(before: T, mine: T, now: T): T => ({ ...now, ...changesOf(before, mine) });

/** Path of a field from the server's pointer: "/body/rings/0/afterSeconds" and "/rings/0/afterSeconds" are the same one. */
export const pathOf = (pointer: string): string => pointer.replace(/^\/(?:body\/)?/, '');

/** What is wrong, by path. */
export type Faults = Readonly<Record<string, string>>;

/** The fault at a path. One of something inside it counts too, as that part may have no field of its own. */
export function faultAt(faults: Faults, path: string): string | null {
  const exact = faults[path];
  if (exact !== undefined) return exact;
  const inside = Object.keys(faults).find((key) => key.startsWith(`${path}/`));
  return inside === undefined ? null : (faults[inside] ?? null);
}

/** Paths of numbers that were left empty. */
export function emptyNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isNaN(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyNumbers(inner, path === '' ? key : `${path}/${key}`));
}

/** The list without the entry at an index, with another one there, or moved by one place. */
export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, other) => other !== index);
export const withAt = <T>(list: readonly T[], index: number, entry: T): T[] =>
  list.map((old, other) => (other === index ? entry : old));
