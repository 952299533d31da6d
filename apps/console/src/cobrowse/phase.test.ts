import { expect, test } from 'vitest';
import { isShown, phaseOf } from './phase.ts';
import type { TogetherState } from './together.ts';

type Page = NonNullable<TogetherState['page']>;
const page = (more: Partial<Page> = {}): Page => ({
  phase: 'live',
  consent: { view: 'yes', control: 'no', recording: 'no' },
  page: { t: 'page', tab: 't', state: 'live', address: '', title: '', width: 1, height: 1, resumed: false },
  scale: 1,
  shown: true,
  watchers: [],
  ...more,
});
const state = (more: Partial<Parameters<typeof phaseOf>[0]> = {}) => ({
  road: 'open' as const,
  refused: null,
  endedBy: null,
  page: page(),
  asked: { view: 'yes', control: 'no', recording: 'no' } as const,
  ...more,
});

test('the end counts before a lost road, a lost road before the page, the page before the consent', () => {
  expect(phaseOf(state())).toBe('live');
  expect(phaseOf(state({ endedBy: 'customer', road: 'reconnecting' }))).toBe('ended');
  expect(phaseOf(state({ refused: 'not_found', road: 'reconnecting' }))).toBe('refused');
  expect(phaseOf(state({ road: 'reconnecting', page: page({ phase: 'paused' }) }))).toBe('reconnecting');
  const unasked = { view: 'declined', control: 'no', recording: 'no' } as const;
  expect(phaseOf(state({ page: page({ phase: 'lost' }), asked: unasked }))).toBe('lost');
  expect(phaseOf(state({ asked: unasked }))).toBe('declined');
});

test('before a page has come, nothing is called lost', () => {
  expect(phaseOf(state({ page: page({ page: undefined, phase: 'lost' }) }))).toBe('waiting');
});

test('the page is in sight only when it was built, and tools reach it only then', () => {
  const building = phaseOf(state({ page: page({ shown: false }) }));
  expect(building).toBe('building');
  expect([isShown(building), isShown('paused'), isShown('live'), isShown('hidden')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
