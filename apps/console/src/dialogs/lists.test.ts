import type { Colleague, QueueView } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { rowsOf } from '../state/rows.ts';
import { at, contact, id, ME, summary } from '../testing/things.ts';
import { switchEntries } from './switch-entries.ts';
import { transferTargets } from './transfer-targets.ts';

const queue = (name: string, head: QueueView['head'] = []): QueueView => ({
  id: id(name),
  name,
  waiting: head.length,
  oldestRequestedAt: null,
  head,
});
const waiting = (customerName: string, offered = false) => ({
  contactId: id(`contact ${customerName}`),
  customerName,
  helpType: 'CHAT' as const,
  requestedAt: at(0),
  offered,
});
const rows = rowsOf([summary('Şule Işık')], [], new Map());

test('the quick switch finds by any part of name or number, without accents', () => {
  const find = (query: string) =>
    switchEntries(rows, [queue('Help', [waiting('Ada'), waiting('Bea', true)])], [contact('Can')], query).map(
      ({ name }) => name,
    );
  expect(find('')).toEqual(['Şule Işık', 'Ada', 'Can']);
  expect(find('isik sule')).toEqual(['Şule Işık']);
  expect(find('number-can')).toEqual(['Can']);
  expect(find('nobody')).toEqual([]);
});

test('a chat of mine is not listed again as one that ended', () => {
  const ended = contact('Şule Işık', { state: 'ended' });
  expect(switchEntries(rows, [], [ended], '')).toHaveLength(1);
});

const colleague = (name: string, more: Partial<Colleague>): Colleague => ({
  id: id(name),
  name,
  role: 'agent',
  state: 'available',
  openContacts: 0,
  capacity: 2,
  ...more,
});

test('those who can take the chat come first, I am not among them, and its own queue leads', () => {
  const own = queue('Own');
  const { queues, colleagues } = transferTargets(
    contact('Ada', { queueId: own.id }),
    [queue('Other'), own],
    [
      colleague('Away', { state: 'away' }),
      colleague('Full', { openContacts: 2 }),
      colleague('Ready', { openContacts: 1 }),
      { ...colleague('Me', {}), id: ME.id },
    ],
    ME.id,
    '',
  );
  expect(queues.map(({ name }) => name)).toEqual(['Own', 'Other']);
  expect(colleagues.map(({ name, ready, free }) => [name, ready, free])).toEqual([
    ['Ready', true, 1],
    ['Away', false, 2],
    ['Full', false, 0],
  ]);
});
