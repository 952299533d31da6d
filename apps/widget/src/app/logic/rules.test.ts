import { createFormats, createTranslator } from '@alongside/design';
import { describe, expect, it } from 'vitest';
import { en } from '../../messages/en.ts';
import { adviceFor } from './advice.ts';
import { eventText } from './event-text.ts';
import { whyFailed } from './failed.ts';
import { isPicture, problemOf } from './pick-files.ts';
import { standingTexts } from './waiting.ts';

const t = createTranslator(en, 'en');
const formats = createFormats('en');

describe('problemOf', () => {
  const limits = { maxBytes: 100, mediaTypes: ['image/png', 'text/plain'] };
  it.each([
    [{ size: 100, type: 'image/png' }, null],
    [{ size: 5, type: 'TEXT/plain;charset=utf-8' }, null],
    [{ size: 101, type: 'image/png' }, 'tooLarge'],
    [{ size: 0, type: 'image/png' }, 'empty'],
    [{ size: 5, type: 'image/svg+xml' }, 'badType'],
    [{ size: 5, type: '' }, 'badType'],
  ])('%j → %s', (file, problem) => {
    expect(problemOf(file, limits)).toBe(problem);
  });

  it('never draws SVG, which is a document', () => {
    expect(isPicture('image/svg+xml')).toBe(false);
    expect(isPicture('image/webp')).toBe(true);
  });
});

describe('standingTexts', () => {
  it('says the place and a range', () => {
    const standing = { position: 3, wait: { lowSeconds: 100, highSeconds: 290 }, agentsAvailable: true };
    expect(standingTexts(standing, t, formats)).toEqual({
      place: '2 people are before you',
      wait: 'Usually 1–5 minutes',
    });
  });

  it('promises nothing where nothing is known', () => {
    expect(standingTexts({ position: 1, wait: null, agentsAvailable: true }, t, formats)).toEqual({
      place: 'You are next',
      wait: 'We cannot say yet how long it takes.',
    });
  });
});

describe('adviceFor', () => {
  it.each([
    ['start_again', 'DLGEXCP_AUTH_REQUEST', 'error.start_again'],
    ['none', 'DLGEXCP_USER_IS_IN_CALL_NOW', 'error.busy'],
    ['fix_request', 'DLGEXCP_NOT_SUPPORTED_FEATURE', 'error.unsupported'],
    ['retry_later', 'rate_limited', 'error.retry'],
    ['upgrade_client', 'unsupported_version', 'error.upgrade'],
    ['contact_administrator', 'origin_refused', 'error.contact'],
    ['something_new', 'something_new', 'error.contact'],
  ])('%s of %s → %s', (action, code, advice) => {
    expect(adviceFor(action, code)).toBe(advice);
  });
});

describe('whyFailed', () => {
  it('offers another try only where it can help', () => {
    expect(whyFailed('conversation_ended').again).toBe(false);
    expect(whyFailed('file_too_large').again).toBe(false);
    expect(whyFailed('store_unavailable').again).toBe(true);
  });
});

describe('eventText', () => {
  const event = (body: Parameters<typeof eventText>[0]['body'], kind: 'agent' | 'system' = 'system') =>
    eventText(
      { type: 'event', key: 'e', seq: 1, at: '', from: { kind, id: null, name: kind === 'agent' ? 'Bram' : '' }, body },
      'Ayşe',
      t,
    );
  it('names who was there', () => {
    expect(event({ kind: 'contact.requeued', contactId: 'k', reason: 'agent_lost', queueName: 'q' })).toBe(
      'Ayşe lost the connection',
    );
    expect(event({ kind: 'contact.ended', contactId: 'k', reason: 'ended_by_agent' }, 'agent')).toBe(
      'Bram ended the chat',
    );
    expect(event({ kind: 'contact.ended', contactId: 'k', reason: 'ended_by_customer' })).toBe('You ended the chat');
  });
  it('says the end in the company’s own words where it has some', () => {
    const message = 'All our colleagues are busy.';
    expect(event({ kind: 'contact.ended', contactId: 'k', reason: 'ended_by_system', message })).toBe(message);
  });
  it('says who comes, goes and takes over, as the log does', () => {
    const [ayse, bram] = [
      { id: 'a1', name: 'Ayşe' },
      { id: 'a2', name: 'Bram' },
    ];
    expect(event({ kind: 'agent.joined', agent: bram })).toBe('Bram joined the chat');
    expect(event({ kind: 'agent.left', agent: bram })).toBe('Bram left the chat');
    expect(event({ kind: 'contact.handed_over', contactId: 'k', from: ayse, to: bram })).toBe(
      'Bram took over the chat',
    );
    expect(event({ kind: 'call_back.requested', contactId: 'k', phone: '112', note: '' })).toBe(
      'We will call you back',
    );
  });
  it('is silent about what does not concern the customer', () => {
    expect(event({ kind: 'wrap_up', contactId: 'k', text: 'x' })).toBeNull();
  });
});
