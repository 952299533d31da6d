import { expect, test } from 'vitest';
import { readVisitorEvents } from './read-events.ts';
import { readVisitorFacts } from './read-facts.ts';

const id = '2f9b1c8e-1111-4222-8333-444455556666';
const visitId = '9a9b1c8e-1111-4222-8333-444455556666';
const newId = () => 'made-here';
const read = (...events: unknown[]) => readVisitorEvents(events, newId);

test('every type of event has its word, and only what belongs to it is kept', () => {
  const page = { title: 'Home', url: 'https://bank.example/', secret: 'x' };
  const action = { actionId: 'a', actionName: 'Hello', actionType: 'WelcomeMessage' };
  const at = '2026-11-21T10:00:00.123z';
  const event = (type: string, data: object) => ({ id, type, visitId, createdAtWithMilliseconds: at, data });
  const read10 = read(
    event('VisitorVisit', {}),
    event('PageView', page),
    event('TimeSpentOnPage', { ...page, timeSpentOnPage: 12.4 }),
    event('ChatWindowOpened', {}),
    event('Conversion', { conversionType: 'loan', conversionValue: '12.5', conversionTimeWithMilliseconds: at }),
    event('ProactiveActionDisplayed', action),
    event('ProactiveActionClicked', action),
    event('ProactiveActionSuccess', action),
    event('ProactiveActionFailed', action),
    event('Custom', {}),
  );
  const { secret: _, ...kept } = page;
  expect(read10.map(({ type, data }) => [type, data])).toEqual([
    ['visit', {}],
    ['page_view', kept],
    ['page_left', { ...kept, seconds: 12 }],
    ['chat_opened', {}],
    ['conversion', { conversionType: 'loan', conversionValue: 12.5 }],
    ['proactive_displayed', action],
    ['proactive_clicked', action],
    ['proactive_succeeded', action],
    ['proactive_failed', action],
    ['custom', {}],
  ]);
  expect(read10[0]).toMatchObject({ id, visitId, at: '2026-11-21T10:00:00.123Z' });
});

test('what is no event is left out, and what is wrong in one is replaced', () => {
  expect(read(null, 'x', {}, { type: 'Other' })).toEqual([]);
  expect(read({ type: 'PageView', id: 'no uuid', visitId: 7, createdAtWithMilliseconds: 'never', data: 'x' })).toEqual([
    { id: 'made-here', type: 'page_view', data: {} },
  ]);
  expect(read({ type: 'PageView', id: id.toUpperCase(), data: { title: 'x'.repeat(900) } })).toEqual([
    { id, type: 'page_view', data: { title: 'x'.repeat(500) } },
  ]);
});

test('a device is told without its address and without whose it is', () => {
  const facts = readVisitorFacts({
    customerIdentity: { idOnExternalPlatform: 'somebody' },
    browserFingerprint: {
      country: 'NL',
      ip: '192.0.2.1',
      language: 'nl',
      location: 'Utrecht',
      applicationType: 'native',
      os: 'iOS',
      osVersion: '18.1',
      deviceType: 'mobile',
      deviceToken: 'token',
    },
    journey: { referrer: { url: 'https://search.example' }, utm: { source: 'mail', campaign: '' } },
    customVariables: [{ identifier: 'tier', value: 'gold' }, { value: 'nameless' }],
  });
  expect(facts).toEqual({
    device: {
      application: 'native',
      kind: 'mobile',
      os: 'iOS',
      osVersion: '18.1',
      language: 'nl',
      country: 'NL',
      location: 'Utrecht',
    },
    journey: { referrer: 'https://search.example', utm: { source: 'mail' } },
    variables: [{ identifier: 'tier', value: 'gold' }],
    pushToken: 'token',
  });
  expect(JSON.stringify(facts)).not.toMatch(/192\.0|somebody/);
});

test('a push token stays when it is not told, and ends when it is empty', () => {
  expect(readVisitorFacts({ browserFingerprint: { os: 'iOS' } })).not.toHaveProperty('pushToken');
  expect(readVisitorFacts({ browserFingerprint: { deviceToken: '' } })).toEqual({ pushToken: null });
  expect(readVisitorFacts('x')).toEqual({});
});
