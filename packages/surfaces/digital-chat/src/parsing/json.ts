import { Refused } from '@alongside/domain';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of these names that holds an object; else an empty one. Clients leave out what is null. */
export function objectAt(from: Json, ...names: readonly string[]): Json {
  for (const name of names) {
    const value = from[name];
    if (isObject(value)) return value;
  }
  return {};
}

/** null: absent, null, empty or of another type than string. */
export function textAt(from: Json, name: string): string | null {
  const value = from[name];
  return typeof value === 'string' && value.length > 0 ? value : null;
}

/** As much of a text as is kept; never half a character. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');

/** Refuses a text that is longer than clients have reason to send. */
export function shortTextAt(from: Json, name: string, most: number): string | null {
  const value = textAt(from, name);
  if (value !== null && value.length > most)
    throw new Refused('invalid_request', {
      field: name,
      rule: `at most ${most} characters`,
      message: `${name} is longer than ${most} characters.`,
    });
  return value;
}

export function listAt(from: Json, name: string, most: number): readonly unknown[] {
  const value = from[name];
  if (!Array.isArray(value)) return [];
  if (value.length > most)
    throw new Refused('invalid_request', {
      field: name,
      rule: `at most ${most} items`,
      message: `${name} holds more than ${most} items.`,
    });
  return value;
}

/** A name that a client leaves out, or a number where others send text. */
export function idAt(from: Json, name: string): string | null {
  const value = from[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return shortTextAt(from, name, 256);
}
