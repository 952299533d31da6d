import { expect, test } from 'vitest';
import { at, contact, event, message } from '../testing/things.ts';
import { firstUnread, logItems } from './log-items.ts';

const kinds = (items: ReturnType<typeof logItems>) => items.map(({ kind }) => kind);

test('messages of one person within three minutes stand together; another person, a pause or a note parts them', () => {
  const log = [
    message('customer', 'a', { at: at(1) }),
    message('customer', 'b', { at: at(2) }),
    message('me', 'c', { at: at(2) }),
    message('me', 'd', { at: at(9) }),
    message('me', 'e', { at: at(9), kind: 'note' }),
  ];
  const groups = logItems(log, null).flatMap((item) => (item.kind === 'message' ? [[item.first, item.last]] : []));
  expect(groups).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
    [true, true],
  ]);
});

test('a day is named once, before its first item', () => {
  const noon = (day: number) => new Date(2026, 10, day, 12).toISOString();
  const log = [
    message('customer', 'a', { at: noon(20) }),
    message('customer', 'b', { at: noon(20) }),
    event(
      { kind: 'contact.requested', contactId: contact('Ada').id, queueName: 'Help', helpType: 'CHAT' },
      { at: noon(21) },
    ),
  ];
  expect(kinds(logItems(log, null))).toEqual(['day', 'message', 'message', 'day', 'event']);
});

test('the unread begin under a line of their own', () => {
  const log = [message('customer', 'a'), message('me', 'b'), message('customer', 'c'), message('customer', 'd')];
  const from = firstUnread(log, 2);
  expect(from).toBe(log[2]?.key);
  expect(kinds(logItems(log, from))).toEqual(['day', 'message', 'message', 'new', 'message', 'message']);
  expect(firstUnread(log, 0)).toBeNull();
  expect(firstUnread(log, 9)).toBeNull();
});

test('a customer who asks again after an end begins anew under a line; the first time has none', () => {
  const { id: contactId } = contact('Ada');
  const asked = () => event({ kind: 'contact.requested', contactId, queueName: 'Help', helpType: 'CHAT' });
  const ended = event({ kind: 'contact.ended', contactId, reason: 'ended_by_agent' });
  expect(kinds(logItems([asked(), ended, asked()], null))).toEqual(['day', 'event', 'event', 'again', 'event']);
});
