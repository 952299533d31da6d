import type { Entry } from '@alongside/protocol';

/** What is known of a log: the entries base+1 … base+n, without a gap. It grows in place, so that one more entry costs as much at the end of a long log as of a short one. */
export interface Log {
  readonly base: number;
  /** base+n. */
  readonly cursor: number;
  readonly entries: readonly Entry[];
  /** Merges by seq: what is known is skipped, what follows is taken, and the first gap ends it. `added` are the new ones. */
  append(entries: readonly Entry[]): { readonly added: readonly Entry[]; readonly joined: boolean };
  /** Adds a page that ends where the log begins; any other page changes nothing. */
  prepend(page: readonly Entry[]): boolean;
}

/** An empty log, of which the entries up to `base` are not to be held. */
export function createLog(base = 0): Log {
  const entries: Entry[] = [];
  return {
    get base() {
      return base;
    },
    get cursor() {
      return base + entries.length;
    },
    entries,
    append(more) {
      const added: Entry[] = [];
      let joined = true;
      for (const entry of [...more].sort((one, other) => one.seq - other.seq)) {
        const next = base + entries.length + 1;
        if (entry.seq < next) continue;
        joined = entry.seq === next;
        if (!joined) break;
        entries.push(entry);
        added.push(entry);
      }
      return { added, joined };
    },
    prepend(page) {
      if (page.at(-1)?.seq !== base) return false;
      entries.unshift(...page);
      base -= page.length;
      return true;
    },
  };
}
