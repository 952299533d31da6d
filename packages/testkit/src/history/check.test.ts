import { expect, test } from 'vitest';
import { checkHistory } from './check.ts';
import type { History, Operation, StoredRow, Transcript } from './history.ts';

const send = (n: number, outcome: Operation['outcome'], change: Partial<Operation> = {}): Operation => ({
  client: 'phone',
  side: 'customer',
  senderId: 'cus',
  conversationId: 'con',
  clientId: `m${n}`,
  text: `text ${n}`,
  outcome,
  ...change,
});
const row = (seq: number, n: number, change: Partial<StoredRow> = {}): StoredRow => ({
  conversationId: 'con',
  seq,
  side: 'customer',
  senderId: 'cus',
  clientId: `m${n}`,
  kind: 'text',
  text: `text ${n}`,
  agentId: null,
  ...change,
});
const event = (seq: number, kind: string, agentId: string | null = null): StoredRow =>
  row(seq, 0, { side: 'system', senderId: null, clientId: null, kind, text: null, agentId });
const seen = (...rows: StoredRow[]): Transcript['delivered'] =>
  rows.map(({ seq, clientId, text }) => ({ seq, clientId, text }));

const rows = [row(1, 1), row(2, 2), row(3, 3)];
const good: History = {
  operations: [send(1, { kind: 'ok', seq: 1 }), send(2, { kind: 'unknown' }), send(3, { kind: 'ok', seq: 3 })],
  transcripts: [{ client: 'phone', side: 'customer', conversationId: 'con', delivered: seen(...rows), present: true }],
  rows,
  lastSeqs: new Map([['con', 3]]),
  contacts: [],
};
const rulesOf = (history: History) => [...new Set(checkHistory(history).map((violation) => violation.rule))];

test('a kept contract has no violation; an unknown may exist', () => {
  expect(checkHistory(good)).toEqual([]);
});

test('R1: accepted and lost, or accepted under another seq', () => {
  expect(rulesOf({ ...good, rows: rows.slice(0, 2), lastSeqs: new Map([['con', 2]]), transcripts: [] })).toEqual([
    'R1',
  ]);
  expect(rulesOf({ ...good, operations: [send(1, { kind: 'ok', seq: 9 }), ...good.operations.slice(1)] })).toEqual([
    'R1',
  ]);
});

test('R2: doubled, changed, refused but stored, from nowhere', () => {
  const doubled = [...rows, row(4, 3)];
  expect(rulesOf({ ...good, rows: doubled, lastSeqs: new Map([['con', 4]]), transcripts: [] })).toContain('R2');
  const resentUnderAnotherId = [...rows, row(4, 9, { text: 'text 2' })];
  expect(
    rulesOf({
      ...good,
      operations: [...good.operations, send(9, { kind: 'ok', seq: 4 }, { text: 'text 2', clientId: 'm9' })],
      rows: resentUnderAnotherId,
      lastSeqs: new Map([['con', 4]]),
      transcripts: [],
    }),
  ).toEqual([]);
  expect(rulesOf({ ...good, rows: [row(1, 1), row(2, 2, { text: 'else' }), row(3, 3)], transcripts: [] })).toEqual([
    'R2',
  ]);
  expect(
    rulesOf({
      ...good,
      operations: [...good.operations.slice(0, 2), send(3, { kind: 'refused', code: 'conversation_ended' })],
    }),
  ).toEqual(['R2']);
  expect(rulesOf({ ...good, operations: good.operations.slice(0, 2) })).toEqual(['R2']);
});

test('R3: a gap, or a head that lies', () => {
  expect(
    rulesOf({
      ...good,
      rows: [row(1, 1), row(2, 2), row(4, 3)],
      operations: [...good.operations.slice(0, 2), send(3, { kind: 'ok', seq: 4 })],
      transcripts: [],
    }),
  ).toEqual(['R3']);
  expect(rulesOf({ ...good, lastSeqs: new Map([['con', 4]]) })).toEqual(['R3']);
});

test('R4: a later message before an earlier one', () => {
  const swapped = [row(1, 1), row(2, 3), row(3, 2)];
  expect(
    rulesOf({
      ...good,
      rows: swapped,
      operations: [send(1, { kind: 'ok', seq: 1 }), send(2, { kind: 'ok', seq: 3 }), send(3, { kind: 'ok', seq: 2 })],
      transcripts: [],
    }),
  ).toEqual(['R4']);
});

test('R5, R6: handed over twice, missing in the middle, missing at the end', () => {
  const given = (...delivered: StoredRow[]) => ({
    ...good,
    transcripts: [
      {
        client: 'phone',
        side: 'customer' as const,
        conversationId: 'con',
        delivered: seen(...delivered),
        present: true,
      },
    ],
  });
  expect(rulesOf(given(row(1, 1), row(1, 1), row(2, 2), row(3, 3)))).toEqual(['R5']);
  expect(rulesOf(given(row(1, 1), row(3, 3)))).toEqual(['R6']);
  expect(rulesOf(given(row(1, 1), row(2, 2)))).toEqual(['R5']);
  const left = given(row(1, 1), row(2, 2));
  expect(rulesOf({ ...left, transcripts: left.transcripts.map((t) => ({ ...t, present: false })) })).toEqual([]);
});

test('R7: two owners, a stranger speaking, an orphan', () => {
  const base = { operations: [], transcripts: [], lastSeqs: new Map<string, number>() };
  const contact = {
    contactId: 'k',
    conversationId: 'con',
    state: 'active' as const,
    ownerId: 'b',
    offeredTo: null,
    queueId: 'q',
  };
  expect(
    rulesOf({
      ...base,
      rows: [event(1, 'contact.started', 'a'), event(2, 'contact.started', 'b')],
      contacts: [contact],
    }),
  ).toEqual(['R7']);
  expect(
    rulesOf({
      ...base,
      rows: [event(1, 'contact.started', 'a'), event(2, 'contact.requeued'), event(3, 'contact.started', 'b')],
      contacts: [contact],
    }),
  ).toEqual([]);
  const late = row(4, 0, { side: 'agent', senderId: 'a', clientId: null });
  expect(
    rulesOf({
      ...base,
      rows: [event(1, 'contact.started', 'a'), event(2, 'contact.requeued'), event(3, 'contact.started', 'b'), late],
      contacts: [contact],
    }),
  ).toEqual(['R7']);
  expect(
    rulesOf({ ...base, rows: [], contacts: [{ ...contact, state: 'waiting', ownerId: null, queueId: null }] }),
  ).toEqual(['R7']);
  expect(rulesOf({ ...base, rows: [], contacts: [], loads: [{ agentId: 'a', most: 4, capacity: 3 }] })).toEqual(['R7']);
});
