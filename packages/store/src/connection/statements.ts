const names = new Map<string, string>();

/**
 * A name for a statement's text, so that each connection parses and plans it once. Texts are constants of this package: the table stays
 * as small as the code.
 */
export function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `alongside_${names.size + 1}`;
    names.set(text, name);
  }
  return name;
}

/** What may be bound to a statement. Objects go in as JSON text. */
export type Value = string | number | boolean | null | Uint8Array | readonly (string | number | null)[];

/** Runs one statement inside a transaction and returns its rows. `R` is what the statement selects: written beside it. */
export type Query = <R extends object>(text: string, values?: readonly Value[]) => Promise<R[]>;

/** PostgreSQL stores every character but NUL; a text with one is stored with the replacement character instead of failing its statement. */
export function bindable(value: Value): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value;
}
