import { expect, test } from 'vitest';
import { dateOf } from '../parsing/dates.ts';
import { readScrollToken, scrollTokenFor } from '../reading/scroll-token.ts';
import { wireDate, wireDateWithMilliseconds } from './dates.ts';
import { derivedUuid, externalMessageId, isUuid, messageIdOf, placeOfMessage } from './ids.ts';

test('dates go out without a fraction and with an offset', () => {
  expect(wireDate('2024-12-06T08:37:50.858Z')).toBe('2024-12-06T08:37:50+00:00');
  expect(wireDate('2024-12-06T10:37:50.858123+02:00')).toBe('2024-12-06T08:37:50+00:00');
  expect(wireDateWithMilliseconds('2024-12-06T08:37:50Z')).toBe('2024-12-06T08:37:50.000+00:00');
});

test.each([
  '2024-12-06T08:37:50.000z',
  '2024-12-06T08:37:50Z',
  '2024-12-06T08:37:50.123456Z',
  '2024-12-06T08:37:50+0000',
  '2024-12-06T08:37:50+00:00',
])('a client may write %s', (text) => expect(dateOf(text)?.toISOString()).toMatch(/^2024-12-06T08:37:50/));

test('a message has the id of its sender in the case it came in, or one made of its place', () => {
  const conversation = '11111111-2222-4333-8444-555555555555';
  const upper = 'AAAAAAAA-2222-4333-8444-555555555555';
  expect(externalMessageId(conversation, { seq: 3, clientId: upper })).toBe(upper);
  const derived = externalMessageId(conversation, { seq: 3, clientId: 'c-7' });
  expect(isUuid(derived)).toBe(true);
  expect(derived[14]).toBe('5');
  expect(derived).toBe(externalMessageId(conversation, { seq: 3, clientId: null }));
  expect(derived).not.toBe(externalMessageId(conversation, { seq: 4, clientId: null }));
  expect(derivedUuid('a')).not.toBe(derivedUuid('b'));
  expect(placeOfMessage(messageIdOf(conversation, 3))).toEqual({ conversationId: conversation, seq: 3 });
  for (const id of ['', 'x', `${conversation}_0`, `${conversation}_1e3`, `${conversation}_`])
    expect(placeOfMessage(id)).toBeNull();
});

test('a scroll token knows its thread', () => {
  const conversationId = '11111111-2222-4333-8444-555555555555';
  expect(scrollTokenFor(conversationId, null)).toBe('');
  expect(readScrollToken(scrollTokenFor(conversationId, 12))).toEqual({ conversationId, before: 12 });
  for (const token of ['', 'x', 12, null, Buffer.from('a:b').toString('base64url')])
    expect(readScrollToken(token)).toBeNull();
});
