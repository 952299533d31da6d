import { type Clock, Refused } from '@alongside/domain';
import type { FieldValue } from '@alongside/protocol';
import { dateOf } from './dates.ts';
import { cut, isObject, type Json, listAt, objectAt } from './json.ts';

const IDENT = /^[A-Za-z0-9_.-]{1,64}$/;
/** Newer web clients cut there themselves; a message is not refused for the length of what stands beside it. */
const VALUE = 1024;
const MOST = 100;

/** The custom fields under the first of these names; the last word on an ident counts. */
export function fieldsIn(data: Json, names: readonly string[], clock: Clock): readonly FieldValue[] {
  return customFieldsOf(objectAt(data, ...names), clock);
}

export function customFieldsOf(holder: Json, clock: Clock): readonly FieldValue[] {
  const fields = new Map<string, FieldValue>();
  for (const item of listAt(holder, 'customFields', MOST)) {
    const field = fieldOf(item, clock);
    fields.set(field.ident, field);
  }
  return [...fields.values()];
}

function fieldOf(item: unknown, clock: Clock): FieldValue {
  if (!isObject(item)) throw refused('a custom field is an object');
  const { ident, value } = item;
  if (typeof ident !== 'string' || !IDENT.test(ident))
    throw refused('ident: 1 to 64 letters, digits, dots, dashes and underscores');
  const text = value === null || value === undefined ? '' : String(value);
  if (isObject(value) || Array.isArray(value)) throw refused(`value of ${ident}: text`);
  const at = dateOf(item.updatedAt);
  const now = clock.now();
  // A device whose clock is ahead would else win over every later word.
  const updatedAt = at === null || at > now ? now : at;
  return { ident, value: cut(text, VALUE), updatedAt: updatedAt.toISOString() };
}

const refused = (rule: string) =>
  new Refused('invalid_request', {
    field: 'customFields',
    rule,
    message: `A custom field is not as it must be: ${rule}.`,
  });
