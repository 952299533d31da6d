import { expect, test } from 'vitest';
import { hubEvent, signHub } from './hub-event.ts';

test('the signature of the published example is the published one', () => {
  expect(signHub('{"ticket_id":1}', 'CS123')).toBe('420A69CE7D3C36559E9828D6361530DF30065D37');
});

const at = '2026-11-21T08:00:00.000Z';

test.each([
  [
    'contact.requested',
    { helpType: 'VOICE_CALL', contactId: 'c' },
    'ticket',
    'create',
    { ticket_type: 'voice', ticket_id: 'c' },
  ],
  ['contact.ended', { helpType: 'CHAT', contactId: 'c' }, 'ticket', 'update', { ticket_type: 'chat' }],
  ['agent.presence_changed', { state: 'away' }, 'user', 'update', { state: 'away' }],
  ['webhook.test', { webhookId: 'w' }, 'webhook', 'update', { webhookId: 'w' }],
] as const)('%s is told as a thing and what became of it', (type, data, object, action, holds) => {
  const told = hubEvent(type, at, data) as Record<string, unknown>;
  expect(told).toMatchObject({ object, action });
  expect(told[object]).toMatchObject({ ...holds, event: type, updated_at: at });
});
