import type { ClientBase, QueryConfig, QueryResultRow } from 'pg';

/** What may be bound to a statement. JSON goes in as text. */
export type Value = string | number | boolean | null | Uint8Array | readonly (string | number | null | Uint8Array)[];

/** Runs one statement inside a transaction and returns its rows. `R` is what the statement selects: written beside it. */
export type Query = <R extends object>(text: string, values?: readonly Value[]) => Promise<R[]>;

const names = new Map<string, string>();

/**
 * A statement with a name, so that each connection parses and plans it once. Texts are constants of this package: the table of names stays
 * as small as the code.
 */
export function prepared(text: string, values: readonly Value[]): QueryConfig<unknown[]> {
  let name = names.get(text);
  if (name === undefined) {
    name = `alongside_${names.size + 1}`;
    names.set(text, name);
  }
  return { name, text, values: values.map(bindable) };
}

/** PostgreSQL stores every character but NUL; a text with one is stored with the replacement character instead of failing its statement. */
function bindable(value: Value): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value;
}

/**
 * The rows of a statement. What the driver holds of it is let go: its queries hang together, so that each would stay until the collector marks the
 * whole heap, and with one small Buffer among its values 8 KiB of Node's pool (docs/performance.md).
 */
export async function rowsOf<R extends QueryResultRow>(
  client: Pick<ClientBase, 'query'>,
  statement: QueryConfig<unknown[]>,
): Promise<R[]> {
  try {
    const result = await client.query<R>(statement);
    const { rows } = result;
    result.rows = [];
    return rows;
  } finally {
    statement.values?.fill(null);
  }
}

/** Lets statements of one connection go one after the other, whether or not whoever asks waits. */
export function inTurn() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    next<T>(work: () => Promise<T>): Promise<T> {
      const own = last.then(work);
      last = own.catch(() => undefined);
      return own;
    },
    /** Everything asked for is done, well or badly. */
    async idle(): Promise<void> {
      await last;
    },
  };
}
