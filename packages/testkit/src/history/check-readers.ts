import type { History, StoredRow, Violation } from './history.ts';

const HIDDEN_FROM_CUSTOMERS = new Set(['note', 'wrap_up']);

/**
 * R3, R5, R6: every client was given the log from its first entry in order, each entry once, as it is stored (what is for agents: its place
 * only), and who was there at the end has all of it.
 */
export function checkReaders({ transcripts, rows }: History): Violation[] {
  const violations: Violation[] = [];
  const logs = new Map<string, Map<number, StoredRow>>();
  for (const row of rows) {
    const log = logs.get(row.conversationId) ?? new Map<number, StoredRow>();
    logs.set(row.conversationId, log.set(row.seq, row));
  }
  for (const { client, side, conversationId, delivered, present } of transcripts) {
    const log = logs.get(conversationId) ?? new Map<number, StoredRow>();
    const where = `${client} in ${conversationId}`;
    let expected = 1;
    for (const entry of delivered) {
      if (entry.seq < expected) {
        violations.push({ rule: 'R5', what: `${where}: seq ${entry.seq} was handed over again or out of order` });
        continue;
      }
      if (entry.seq > expected)
        violations.push({ rule: 'R6', what: `${where}: seq ${expected}–${entry.seq - 1} never came` });
      expected = entry.seq + 1;
      const row = log.get(entry.seq);
      if (!row) violations.push({ rule: 'R1', what: `${where}: was shown seq ${entry.seq}, which is not stored` });
      else if (row.kind === 'text' && row.text !== entry.text)
        violations.push({ rule: 'R5', what: `${where}: seq ${entry.seq} reads differently` });
      else if (side === 'customer' && HIDDEN_FROM_CUSTOMERS.has(row.kind) && entry.text !== null)
        violations.push({ rule: 'R5', what: `${where}: was shown what is for agents` });
    }
    if (present && expected <= log.size)
      violations.push({ rule: 'R5', what: `${where}: has ${expected - 1} of ${log.size} entries` });
  }
  return violations;
}
