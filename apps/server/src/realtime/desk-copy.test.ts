import type { StoredEntry } from '@alongside/domain';
import type { ConversationSummary, Desk, EntryBody } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { DeskCopy } from './desk-copy.ts';

const summary = (given: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: 'c',
  contact: {} as ConversationSummary['contact'],
  lastSeq: 4,
  lastMessage: null,
  customerReadUpTo: 0,
  customerDeliveredUpTo: 0,
  agentReadUpTo: 1,
  agentDeliveredUpTo: 1,
  unread: 2,
  ...given,
});

function copyOf(given: Partial<ConversationSummary> = {}) {
  const read = { offers: [], conversations: [summary(given)], serverTime: 'then' };
  const copy = new DeskCopy(read as unknown as Desk);
  return { copy, row: () => copy.at('now').conversations[0] };
}

const text = (words: string): EntryBody => ({ kind: 'text', text: words });
const entry = (seq: number, kind: 'customer' | 'agent', body: EntryBody): StoredEntry => ({
  seq,
  at: `at ${seq}`,
  from: { kind, id: kind, name: kind },
  clientId: null,
  body,
  visibility: body.kind === 'note' ? 'agents' : 'all',
});
const told = (...entries: StoredEntry[]) => ({ kind: 'entries', tenantId: 't', conversationId: 'c', entries }) as const;
const delivered = (by: 'customer' | 'agent', upTo: number) =>
  ({ kind: 'delivered', tenantId: 't', conversationId: 'c', by, upTo }) as const;

test("messages move the head, the preview and, if they are the customer's, what is unread; notes only the head", () => {
  const { copy, row } = copyOf();
  expect(copy.move(told(entry(5, 'customer', text('one')), entry(6, 'agent', text('two'))))).toBe('moved');
  expect(row()).toMatchObject({ lastSeq: 6, unread: 3, lastMessage: { at: 'at 6', from: 'agent', preview: 'two' } });
  expect(copy.move(told(entry(7, 'agent', { kind: 'note', text: 'psst' })))).toBe('moved');
  expect(row()).toMatchObject({ lastSeq: 7, unread: 3, lastMessage: { preview: 'two' } });
  const content = { type: 'quick_replies', text: 'Which?', actions: [{ text: 'A', postback: 'a' }] } as const;
  const rich: EntryBody = {
    kind: 'rich',
    content: { ...content, actions: [...content.actions] },
    fallbackText: 'Which? A',
  };
  expect(copy.move(told(entry(8, 'agent', rich)))).toBe('moved');
  expect(row()).toMatchObject({ lastSeq: 8, unread: 3, lastMessage: { from: 'agent', preview: 'Which? A' } });
});

test('what the read had seen already, or is told twice, changes nothing', () => {
  const { copy, row } = copyOf();
  expect(copy.move(told(entry(3, 'customer', text('old')), entry(4, 'customer', text('old'))))).toBe('same');
  const message = told(entry(4, 'customer', text('old')), entry(5, 'customer', text('new')));
  expect([copy.move(message), copy.move(message)]).toEqual(['moved', 'same']);
  expect(row()).toMatchObject({ lastSeq: 5, unread: 3 });
  expect(copy.move({ ...message, conversationId: 'another' })).toBe('same');
});

test('a gap, within a hint or before it, and a hint without entries mean that the desk must be read', () => {
  expect(copyOf().copy.move(told(entry(6, 'customer', text('x'))))).toBe('lost');
  expect(copyOf().copy.move(told(entry(5, 'customer', text('x')), entry(7, 'agent', text('x'))))).toBe('lost');
  expect(copyOf().copy.move(told())).toBe('lost');
});

test("marks rise; an agent's read mark leaves as unread what came after it, or says that it cannot know", () => {
  const { copy, row } = copyOf();
  copy.move(told(entry(5, 'customer', text('a')), entry(6, 'customer', text('b'))));
  expect(
    [delivered('agent', 6), delivered('agent', 5), delivered('customer', 3)].map((hint) => copy.move(hint)),
  ).toEqual(['moved', 'same', 'moved']);
  expect(copy.move(told(entry(7, 'customer', { kind: 'read', upTo: 4 })))).toBe('moved');
  expect(row()).toMatchObject({ customerReadUpTo: 4, customerDeliveredUpTo: 4, agentDeliveredUpTo: 6, unread: 4 });
  expect(copy.move(told(entry(8, 'agent', { kind: 'read', upTo: 5 })))).toBe('moved');
  expect(row()).toMatchObject({ agentReadUpTo: 5, agentDeliveredUpTo: 6, unread: 1 });
  expect(copyOf().copy.move(told(entry(5, 'agent', { kind: 'read', upTo: 3 })))).toBe('lost');
  expect(copyOf({ unread: 0 }).copy.move(told(entry(5, 'agent', { kind: 'read', upTo: 3 })))).toBe('moved');
});

test('a preview is cut by characters, and a file shows its caption or its name', () => {
  const { copy, row } = copyOf();
  copy.move(told(entry(5, 'customer', text('🙂'.repeat(200)))));
  expect(row()?.lastMessage?.preview).toBe('🙂'.repeat(140));
  const file = { id: 'f', name: 'card.png', mediaType: 'image/png', bytes: 1 };
  copy.move(told(entry(6, 'customer', { kind: 'file', file })));
  expect(row()?.lastMessage?.preview).toBe('card.png');
  copy.move(told(entry(7, 'customer', { kind: 'file', file, caption: 'my card' })));
  expect(row()).toMatchObject({ unread: 5, lastMessage: { preview: 'my card' } });
});
