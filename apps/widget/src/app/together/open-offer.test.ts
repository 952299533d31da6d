import type { TimelineItem } from '@alongside/sdk';
import { expect, test } from 'vitest';
import { isTogether } from './is-together.ts';
import { openOffer } from './open-offer.ts';
import { running } from './running.ts';

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

test('a session runs from its start to its end or that of the help, and each thing that happens is news', () => {
  const [start, joined] = [event({ kind: 'cobrowse.started', cid: '1' }), event({ kind: 'cobrowse.joined', cid: '1' })];
  expect(running([offered('1')])).toBeNull();
  expect(running([offered('1'), start])).toEqual({ cid: '1', news: 0 });
  expect(running([start, joined])).toEqual({ cid: '1', news: 1 });
  expect(running([start, event({ kind: 'cobrowse.ended', cid: '0' })])).toEqual({ cid: '1', news: 1 });
  for (const end of [event({ kind: 'cobrowse.ended', cid: '1' }), event({ kind: 'contact.ended' })]) {
    expect(running([start, end])).toBeNull();
    expect(isTogether([offered('1'), start, end])).toBe(false);
  }
  expect([isTogether([]), isTogether([offered('1')]), isTogether([start, joined])]).toEqual([false, true, true]);
});
