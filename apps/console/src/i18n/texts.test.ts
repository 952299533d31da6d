import { beforeAll, expect, test } from 'vitest';
import { eventText } from '../chat/event-text.ts';
import { contact, event, id, ME } from '../testing/things.ts';
import { clockText } from './clock-text.ts';
import { hasTexts, loadTexts } from './texts.ts';
import { languageOf } from './use-language.ts';

beforeAll(() => Promise.all(['nl', 'tr', 'vi'].map(loadTexts)));

test('a language is there once it was loaded, whatever its region', async () => {
  expect([hasTexts('en'), hasTexts('nl-BE')]).toEqual([true, true]);
});

test('a running clock counts minutes, then hours, in the digits of the language', () => {
  expect(clockText(7, 'en')).toBe('0:07');
  expect(clockText(754.9, 'nl')).toBe('12:34');
  expect(clockText(3723, 'tr')).toBe('1:02:03');
  expect(clockText(-5, 'vi')).toBe('0:00');
});

const contactId = contact('Ada').id;
const english = languageOf('en');

test('an event is told from where the reader stands', () => {
  const started = event({ kind: 'contact.started', contactId, agent: ME, waitedSeconds: 125 });
  expect(eventText(started, english, 'Ada', ME.id)).toBe('You joined after 2 minutes');
  expect(eventText(started, english, 'Ada', id('linh'))).toBe('Elif Kaya joined after 2 minutes');
  const ended = event({ kind: 'contact.ended', contactId, reason: 'ended_by_customer' });
  expect(eventText(ended, languageOf('nl'), 'Ada', ME.id)).toBe('Ada beëindigde de chat');
});

test('every kind of event has its sentence in every language', () => {
  const bodies = [
    ...(['agent_lost', 'transferred', 'agent_signed_out'] as const).map((reason) =>
      event({ kind: 'contact.requeued', contactId, reason, queueName: 'Help' }),
    ),
    ...(
      ['ended_by_customer', 'ended_by_agent', 'cancelled_by_customer', 'customer_gone', 'ended_by_system'] as const
    ).map((reason) => event({ kind: 'contact.ended', contactId, reason })),
    event({ kind: 'contact.requested', contactId, queueName: 'Help', helpType: 'CHAT' }),
    event({ kind: 'wrap_up', contactId, text: 'note' }),
  ];
  for (const locale of ['en', 'tr', 'vi', 'nl']) {
    for (const body of bodies) expect(eventText(body, languageOf(locale), 'Ada', ME.id)).toBeTruthy();
  }
});
