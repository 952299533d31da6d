import { createFormats, createTranslator } from '@alongside/design';
import type { Visitor, VisitorEvent } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { VISITORS } from './texts.ts';
import { textOf } from './trail-list.tsx';
import { join, type Trail } from './use-trail.ts';

const event = (id: string, more: Partial<VisitorEvent> = {}): VisitorEvent => ({
  id,
  type: 'page_view',
  visitId: 'visit',
  at: '2026-11-21T10:00:00.000Z',
  data: { title: id },
  ...more,
});
const trail = (ids: string, nextCursor: string | null, visitor = 'v'): Trail => ({
  visitor: { id: visitor } as Visitor,
  events: [...ids].map((id) => event(id)),
  nextCursor,
});
const ids = (of: Trail | null) => of?.events.map(({ id }) => id).join('');

test('what is new comes before the older parts that were asked for', () => {
  const joined = join(trail('dcba', 'older'), trail('fed', 'after-d'));
  expect(ids(joined)).toBe('fedcba');
  expect(joined?.nextCursor).toBe('older');
});

test('parts that do not meet are not joined: a hole would look like a whole', () => {
  expect(ids(join(trail('cba', null), trail('hgf', 'after-f')))).toBe('hgf');
  expect(ids(join(trail('cba', null, 'other'), trail('cba', null)))).toBe('cba');
  expect(join(trail('cba', null), null)).toBeNull();
});

test('events are told in words, also those without a title, a length or a name', () => {
  const texts = createTranslator(VISITORS.en, 'en');
  const say = (more: Partial<VisitorEvent>) => textOf(texts, createFormats('en', 'UTC'), event('x', more));
  expect(say({ data: {} })).toBe('Opened a page without a title');
  expect(say({ data: { url: '/home' } })).toBe('Opened /home');
  expect(say({ type: 'page_left', data: { title: 'Home', seconds: 90 } })).toBe('Left Home after 2 minutes');
  expect(say({ type: 'conversion', data: { conversionType: 'loan', conversionValue: 1200 } })).toBe(
    'Converted: loan (1,200)',
  );
  expect(say({ type: 'custom', data: {} })).toBe('Event: something');
  expect(say({ type: 'proactive_clicked', data: {} })).toBe('Clicked an invitation');
});
