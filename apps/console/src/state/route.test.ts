import { expect, test } from 'vitest';
import { id } from '../testing/things.ts';
import { formatRoute, parseRoute, type Route, selectedConversation, shownConversation } from './route.ts';

const [conversationId, contactId, from] = [id('conversation'), id('contact'), id('from')];

test('every route is read as it was written', () => {
  const routes: Route[] = [
    { at: 'desk' },
    { at: 'chat', conversationId, details: false },
    { at: 'chat', conversationId, details: true },
    { at: 'earlier', contactId, conversationId, from: null },
    { at: 'earlier', contactId, conversationId, from },
    { at: 'watch', contactId, conversationId },
    { at: 'page', page: 'board', part: null },
    { at: 'page', page: 'admin', part: 'queues' },
    { at: 'page', page: 'admin', part: `queues/${contactId}` },
    { at: 'page', page: 'admin', part: 'numbers/+31201234567' },
    { at: 'page', page: 'admin', part: `sounds/closed-2.${'x'.repeat(60)}` },
    { at: 'setup', token: 'a+b/c=_-' },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});

test('anything unknown is the desk', () => {
  for (const hash of ['', '#', '#/nowhere', '#/chat/../../x', '#/chat/<script>', `#/earlier/${contactId}`]) {
    expect(parseRoute(hash)).toEqual({ at: 'desk' });
  }
});

test('an earlier conversation is shown over the chat it was opened from', () => {
  const route: Route = { at: 'earlier', contactId, conversationId, from };
  expect(shownConversation(route)).toBe(conversationId);
  expect(selectedConversation(route)).toBe(from);
});
