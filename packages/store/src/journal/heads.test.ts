import type { EntryBody } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { headsOf } from './heads.ts';
import { Pending } from './pending.ts';

const pending = (conversationId: string, kind: 'customer' | 'agent', body: EntryBody) =>
  new Pending(
    { tenantId: 't', conversationId, author: { kind, id: 'p', name: 'P' }, clientId: 'c', body, visibility: 'all' },
    0,
    () => undefined,
    () => undefined,
  );
const text = (words: string): EntryBody => ({ kind: 'text', text: words });

test('each entry has its place in its conversation, and each conversation its count, its unread and its last message', () => {
  const batch = [
    pending('a', 'customer', text('one')),
    pending('b', 'agent', text('two')),
    pending('a', 'agent', text('three')),
    pending('a', 'customer', { kind: 'note', text: 'four' }),
    pending('n', 'agent', { kind: 'note', text: 'five' }),
  ];
  expect(headsOf(batch)).toEqual({
    ids: ['a', 'b', 'n'],
    counts: [3, 1, 1],
    unread: [1, 0, 0],
    senders: ['agent', 'agent', null],
    previews: ['three', 'two', null],
    places: [1, 2, 1, 1, 3],
    nths: [1, 1, 2, 3, 1],
  });
});

test('a preview is the first 140 characters, none of them halved, and of a file its caption or its name', () => {
  const previewOf = (body: EntryBody) => headsOf([pending('a', 'agent', body)]).previews[0];
  expect(previewOf(text('🙂'.repeat(200)))).toBe('🙂'.repeat(140));
  expect(previewOf(text('x'.repeat(141)))).toBe('x'.repeat(140));
  const file = { id: 'f', name: 'photo.png', mediaType: 'image/png', bytes: 1, width: 1, height: 1 };
  expect(previewOf({ kind: 'file', file } as EntryBody)).toBe('photo.png');
  expect(previewOf({ kind: 'file', file, caption: 'Me' } as EntryBody)).toBe('Me');
});
