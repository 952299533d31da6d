import type { StoredEntry, Thread } from '@alongside/domain';

/** When a side saw the entry of a seq: by its read entries if they are at hand, else by its mark, whose time is not kept. */
export function seenTimes(
  thread: Thread,
  entries: readonly StoredEntry[],
): (side: 'customer' | 'agent', seq: number) => string | null {
  const reads = entries
    .flatMap(({ from, body, at }) => (body.kind === 'read' ? [{ side: from.kind, upTo: body.upTo, at }] : []))
    .sort((a, b) => a.upTo - b.upTo);
  return (side, seq) => {
    const upTo = side === 'agent' ? thread.agentReadUpTo : thread.customerReadUpTo;
    const read = reads.find((one) => one.side === side && one.upTo >= seq);
    return read?.at ?? (seq <= upTo ? thread.updatedAt : null);
  };
}
