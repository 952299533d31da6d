import { expect, test } from 'vitest';
import { at, contact, event, message, status, summary } from '../testing/things.ts';
import { type Live, mostUrgent, rowsOf, waitingSince } from './rows.ts';

const started = (word: string) =>
  event({
    kind: 'contact.started',
    contactId: contact(word).id,
    agent: { id: 'x', name: 'Elif' },
    waitedSeconds: 3,
  });
const live = (word: string, timeline: Live['timeline'], more: Parameters<typeof status>[0] = {}) =>
  [summary(word).id, { timeline, status: status(more) }] as const;

test('a customer waits since the first message that nobody answered', () => {
  const log = [
    started('Ada'),
    message('me', 'hello', { at: at(2) }),
    message('customer', 'one', { at: at(3) }),
    message('customer', 'two', { at: at(4) }),
  ];
  expect(waitingSince(log, contact('Ada'))).toBe(at(3));
});

test('a note is no answer', () => {
  const log = [started('Ada'), message('customer', 'one', { at: at(3) }), message('me', 'odd', { kind: 'note' })];
  expect(waitingSince(log, contact('Ada'))).toBe(at(3));
});

test('an answer, even one of a colleague, ends the waiting', () => {
  expect(waitingSince([started('Ada'), message('customer', 'one'), message('Linh', 'yes')], contact('Ada'))).toBeNull();
});

test('a customer who was not greeted yet waits since the chat began', () => {
  expect(waitingSince([started('Ada')], contact('Ada'))).toBe(at(1));
});

test('rows keep the order in which the chats began, whatever is said in them; what has ended comes last', () => {
  const rows = rowsOf(
    [
      summary('Can', { startedAt: at(9) }),
      summary('Ada', { startedAt: at(2), state: 'ended' }),
      summary('Bea', { startedAt: at(5) }),
    ],
    [],
    new Map([live('Can', [message('customer', 'newest', { at: at(30) })])]),
  );
  expect(rows.map((row) => row.contact.customer.name)).toEqual(['Bea', 'Can', 'Ada']);
  expect(rows.map((row) => row.state)).toEqual(['active', 'active', 'wrap-up']);
});

test('before the log is here, a row is drawn from the summary', () => {
  const told = { ...summary('Ada'), unread: 4, lastMessage: { at: at(7), from: 'customer' as const, preview: 'hi' } };
  const [row] = rowsOf([told], [], new Map());
  expect(row).toMatchObject({ unread: 4, waitingSince: at(7), last: { text: 'hi', from: 'customer' } });
});

test('once the log is here, it counts', () => {
  const told = { ...summary('Ada'), unread: 4 };
  const log = [message('customer', 'read by now'), message('me', '', { kind: 'file', file: file('plan.pdf') })];
  const [row] = rowsOf([told], [], new Map([live('Ada', log)]));
  expect(row).toMatchObject({ unread: 0, waitingSince: null, last: { kind: 'file', text: 'plan.pdf' } });
});

test('a message that did not go out marks its row', () => {
  const [row] = rowsOf([summary('Ada')], [], new Map([live('Ada', [message('me', 'x', { delivery: 'failed' })])]));
  expect(row?.failed).toBe(true);
});

test('a chat that was lost keeps its place among the others', () => {
  const lost = contact('Ada', { startedAt: at(2) });
  const rows = rowsOf(
    [summary('Bea', { startedAt: at(5) })],
    [{ contact: lost, conversationId: lost.conversationId, departure: null }],
    new Map(),
  );
  expect(rows.map((row) => row.state)).toEqual(['departed', 'active']);
});

test('the most urgent chat is the one that waits longest, never the one just left', () => {
  const rows = rowsOf(
    [summary('Ada', { startedAt: at(2) }), summary('Bea', { startedAt: at(1) })],
    [],
    new Map([
      live('Ada', [message('customer', 'x', { at: at(3) })]),
      live('Bea', [message('me', 'y'), message('customer', 'z', { at: at(8) })]),
    ]),
  );
  expect(mostUrgent(rows, null)?.contact.customer.name).toBe('Ada');
  expect(mostUrgent(rows, summary('Ada').id)?.contact.customer.name).toBe('Bea');
  expect(mostUrgent([], null)).toBeNull();
});

function file(name: string) {
  return { id: 'f', name, mediaType: 'application/pdf', bytes: 1 };
}
