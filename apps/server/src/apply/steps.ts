import type { Administration } from './administration.ts';

/** One change of the plan. Steps run in their order; each stands alone, so a plan that breaks off can be made and applied again. */
export interface Step {
  readonly sign: '+' | '~' | '-';
  /** As people read it: `queue "Cards"`. */
  readonly what: string;
  /** One line per field: `priority: 0 → 2`. */
  readonly changes: readonly string[];
  /** Answers what must be shown once, if anything: a new secret or password. */
  run(administration: Administration): Promise<string | null>;
}

/** `a: old → new` for each field of `wanted` that differs from what is there; nested fields by their path. */
export function differences(now: object, wanted: object, prefix = ''): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const before = (now as Record<string, unknown>)[name];
    const path = `${prefix}${name}`;
    if (same(before, value)) return [];
    if (isPlain(before) && isPlain(value)) return differences(before, value, `${path}.`);
    return [`${path}: ${shown(before)} → ${shown(value)}`];
  });
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isPlain(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ) ?? 'undefined';

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text === '' ? '""' : text;
}
