import { expect, test } from 'vitest';
import { desk, offer, summary } from '../testing/things.ts';
import { changesBetween } from './desk-changes.ts';

test('the first desk brings its offers and chats as news and takes nothing away', () => {
  const changes = changesBetween(null, desk({ offers: [offer('Ada')], conversations: [summary('Bea')] }));
  expect(changes.newOffers).toHaveLength(1);
  expect(changes.opened).toHaveLength(1);
  expect(changes.goneOffers).toEqual([]);
  expect(changes.gone).toEqual([]);
});

test('the same offer with a later epoch rings anew', () => {
  const changes = changesBetween(desk({ offers: [offer('Ada')] }), desk({ offers: [offer('Ada', { epoch: 2 })] }));
  expect(changes.newOffers.map(({ epoch }) => epoch)).toEqual([2]);
  expect(changes.goneOffers.map(({ epoch }) => epoch)).toEqual([1]);
});

test('a chat that ended stays and is told as ended; one that is missing is gone', () => {
  const before = desk({ conversations: [summary('Ada'), summary('Bea')] });
  const changes = changesBetween(before, desk({ conversations: [summary('Ada', { state: 'ended' })] }));
  expect(changes.ended.map(({ contact }) => contact.customer.name)).toEqual(['Ada']);
  expect(changes.gone.map(({ contact }) => contact.customer.name)).toEqual(['Bea']);
});

test('away by choice is no surprise; away by a missed offer is', () => {
  expect(changesBetween(desk(), desk({ away: 'chosen' })).setAway).toBeNull();
  expect(changesBetween(desk(), desk({ away: 'missed_offer' })).setAway).toBe('missed_offer');
  expect(changesBetween(null, desk({ away: 'missed_offer' })).setAway).toBeNull();
});
