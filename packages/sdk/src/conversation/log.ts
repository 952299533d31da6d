import type { Entry } from '@alongside/protocol';

/** What is known of a log: the entries base+1 … base+n, without a gap. The cursor is base+n. */
export interface Log {
  readonly base: number;
  readonly entries: readonly Entry[];
}

export const emptyLog: Log = { base: 0, entries: [] };
export const cursorOf = (log: Log) => log.base + log.entries.length;

/** Merges by seq: what is known is skipped, what follows is taken, and the first gap ends it. `added` are the new ones. */
export function append(log: Log, entries: readonly Entry[]): { log: Log; added: readonly Entry[]; joined: boolean } {
  const added: Entry[] = [];
  let next = cursorOf(log) + 1;
  let joined = true;
  for (const entry of [...entries].sort((one, other) => one.seq - other.seq)) {
    if (entry.seq < next) continue;
    joined = entry.seq === next;
    if (!joined) break;
    added.push(entry);
    next += 1;
  }
  return { log: added.length ? { base: log.base, entries: [...log.entries, ...added] } : log, added, joined };
}

/** Adds a page that ends where the log begins; any other page changes nothing. */
export function prepend(log: Log, page: readonly Entry[]): Log {
  const first = page[0];
  if (!first || page.at(-1)?.seq !== log.base) return log;
  return { base: first.seq - 1, entries: [...page, ...log.entries] };
}
