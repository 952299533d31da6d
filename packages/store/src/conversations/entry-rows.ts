import type { StoredEntry } from '@alongside/domain';
import type { EntryBody } from '@alongside/protocol';

/** Stands for the system in `author_id`: the unique index over senders has no null in it. */
export const systemId = '00000000-0000-0000-0000-000000000000';

export interface EntryRow {
  seq: number;
  created_at: string;
  author_kind: 'customer' | 'agent' | 'system';
  author_id: string;
  author_name: string;
  client_id: string | null;
  visibility: 'all' | 'agents';
  body: EntryBody;
}

export const entryColumns = 'seq, created_at, author_kind, author_id, author_name, client_id, visibility, body';

export function toEntry(row: EntryRow): StoredEntry {
  return {
    seq: row.seq,
    at: row.created_at,
    from: { kind: row.author_kind, id: row.author_id === systemId ? null : row.author_id, name: row.author_name },
    clientId: row.client_id,
    body: row.body,
    visibility: row.visibility,
  };
}

// eslint-free check first: most bodies hold neither of the two, and their text goes out as it is.
const unstorable = /\\u(0000|d[89a-f][0-9a-f]{2})/i;

/**
 * A body as JSON text that PostgreSQL stores. NUL and halves of surrogate pairs, which jsonb refuses, become the replacement character,
 * in `body` too: so what is told is what was stored.
 */
export function storableBody(body: EntryBody): { body: EntryBody; json: string } {
  const json = JSON.stringify(body);
  if (!unstorable.test(json)) return { body, json };
  const clean = JSON.stringify(body, (_, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value));
  return { body: JSON.parse(clean) as EntryBody, json: clean };
}

function wellFormed(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}
