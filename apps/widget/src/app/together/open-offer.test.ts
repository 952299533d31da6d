import type { TimelineItem } from '@alongside/sdk';
import { expect, test } from 'vitest';
import { openOffer } from './open-offer.ts';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const event = (body: object, secondsAgo = 10) =>
  ({ type: 'event', at: new Date(NOW - secondsAgo * 1_000).toISOString(), body }) as unknown as TimelineItem;
const offered = (cid: string, secondsAgo?: number) =>
  event({ kind: 'cobrowse.offered', cid, agent: { id: 'a', name: 'Ada' } }, secondsAgo);

test('an offer is open until it is answered, ended, too old, or the help is over', () => {
  expect(openOffer([], NOW)).toBeNull();
  expect(openOffer([offered('1')], NOW)).toEqual({ cid: '1', agent: 'Ada' });
  expect(openOffer([offered('1', 200)], NOW)).toBeNull();
  expect(openOffer([offered('1'), event({ kind: 'cobrowse.started', cid: '1' })], NOW)).toBeNull();
  expect(openOffer([offered('1'), event({ kind: 'cobrowse.ended', cid: '1' })], NOW)).toBeNull();
  expect(openOffer([offered('1'), event({ kind: 'cobrowse.ended', cid: '0' })], NOW)).toEqual({
    cid: '1',
    agent: 'Ada',
  });
  expect(openOffer([offered('1'), event({ kind: 'contact.ended' })], NOW)).toBeNull();
});
