import type { History, Operation, StoredRow, Violation } from './history.ts';

const keyOf = (conversationId: string, senderId: string | null, clientId: string | null) =>
  `${conversationId}/${senderId}/${clientId}`;

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const known = groups.get(name);
    if (known) known.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** R1, R2: what was accepted exists exactly once, as it was sent and where it was said to be; what was refused does not; an unknown at most once; nothing from nowhere. */
export function checkExistence({ operations, rows }: History): Violation[] {
  const violations: Violation[] = [];
  const stored = group(
    rows.filter((row) => row.clientId !== null),
    (row) => keyOf(row.conversationId, row.senderId, row.clientId),
  );
  const sent = group(operations, (op) => keyOf(op.conversationId, op.senderId, op.clientId));
  for (const [key, attempts] of sent) {
    const found = stored.get(key) ?? [];
    const accepted = attempts.filter((op) => op.outcome.kind === 'ok');
    const refusedOnly = attempts.every(
      (op) => op.outcome.kind === 'refused' && op.outcome.code !== 'idempotency_conflict',
    );
    if (accepted.length > 0 && found.length === 0) violations.push({ rule: 'R1', what: `accepted but lost: ${key}` });
    if (found.length > 1) violations.push({ rule: 'R2', what: `stored ${found.length} times: ${key}` });
    if (refusedOnly && found.length > 0) violations.push({ rule: 'R2', what: `refused but stored: ${key}` });
    const [row] = found;
    if (!row) continue;
    for (const op of accepted) violations.push(...compare(op, row, key));
    if (accepted.length === 0 && !attempts.some((op) => op.text === row.text))
      violations.push({ rule: 'R2', what: `stored with another text: ${key}` });
  }
  for (const [key, found] of stored) {
    if (found.some((row) => row.kind === 'text') && !sent.has(key))
      violations.push({ rule: 'R2', what: `stored but never sent: ${key}` });
  }
  const texts = group(
    rows.filter((row) => row.kind === 'text'),
    (row) => `${row.conversationId}/${row.senderId}/${row.text}`,
  );
  const meant = group(operations, (op) => `${op.conversationId}/${op.senderId}/${op.text}`);
  for (const [key, found] of texts) {
    const ids = new Set(meant.get(key)?.map((op) => op.clientId));
    if (found.length > 1 && ids.size < found.length)
      violations.push({ rule: 'R2', what: `one message stored ${found.length} times: ${key}` });
  }
  return violations;
}

function compare(op: Operation, row: StoredRow, key: string): Violation[] {
  const violations: Violation[] = [];
  if (op.outcome.kind === 'ok' && op.outcome.seq !== row.seq)
    violations.push({ rule: 'R1', what: `accepted as ${op.outcome.seq}, stored as ${row.seq}: ${key}` });
  if (op.text !== row.text) violations.push({ rule: 'R2', what: `stored with another text: ${key}` });
  return violations;
}

/** R3: seqs of each conversation are 1..n without a gap, and the conversation's head says n. */
export function checkGapFree({ rows, lastSeqs }: History): Violation[] {
  const violations: Violation[] = [];
  const byConversation = group(rows, (row) => row.conversationId);
  for (const [conversationId, entries] of byConversation) {
    const seqs = entries.map((row) => row.seq).sort((a, b) => a - b);
    const gap = seqs.findIndex((seq, index) => seq !== index + 1);
    if (gap >= 0)
      violations.push({ rule: 'R3', what: `seq ${seqs[gap]} stands at place ${gap + 1} of ${conversationId}` });
    const head = lastSeqs.get(conversationId);
    if (head !== undefined && head !== seqs.length)
      violations.push({ rule: 'R3', what: `${conversationId} claims ${head} entries and has ${seqs.length}` });
  }
  return violations;
}

/** R4: what one client sent to one conversation stands in the order in which it was first sent. */
export function checkSenderOrder({ operations, rows }: History): Violation[] {
  const violations: Violation[] = [];
  const seqOf = new Map(rows.map((row) => [keyOf(row.conversationId, row.senderId, row.clientId), row.seq]));
  for (const [stream, attempts] of group(operations, (op) => `${op.client}/${op.conversationId}`)) {
    let last = 0;
    const seen = new Set<string>();
    for (const op of attempts) {
      if (seen.has(op.clientId)) continue;
      seen.add(op.clientId);
      const seq = seqOf.get(keyOf(op.conversationId, op.senderId, op.clientId));
      if (seq === undefined) continue;
      if (seq < last) violations.push({ rule: 'R4', what: `${op.clientId} of ${stream} has seq ${seq} after ${last}` });
      last = seq;
    }
  }
  return violations;
}
