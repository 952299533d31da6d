import type { CallView, Desk } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { ringingNow } from './ringing.ts';

const offer = {
  contactId: 'c1',
  conversationId: 'v1',
  epoch: 3,
  customer: { name: 'Ada', customerId: 'C-1' },
  queueName: 'Cards',
  helpType: 'VOICE_CALL',
  requestedAt: '',
  offeredAt: '',
  deadline: '2026-11-21T08:00:30.000Z',
  transferredFrom: null,
  transferNote: null,
} as const;
const desk = (offers: readonly object[]) => ({ offers }) as unknown as Desk;
const view = (more: object) =>
  ({
    id: 'call-1',
    contactId: null,
    state: 'ringing',
    kind: 'phone',
    customer: { name: 'Ada', number: '+84988888888' },
    parties: [],
    me: { partyId: null, permissions: { answer: true } },
    ...more,
  }) as unknown as CallView;

test('a contact that is a call rings by its offer, once, with the number of its call; a chat does not ring', () => {
  const now = ringingNow(desk([offer, { ...offer, contactId: 'c2', helpType: 'CHAT' }]), [view({ contactId: 'c1' })]);
  expect(now).toMatchObject([{ via: 'offer', id: 'c1', epoch: 3, number: '+84988888888', queue: 'Cards', from: null }]);
});

test('a call that rings at me directly rings by itself; one that I only see, or that is over, does not', () => {
  expect(ringingNow(null, [view({})])).toMatchObject([{ via: 'call', id: 'call-1', name: 'Ada' }]);
  expect(ringingNow(null, [view({ me: { partyId: null, permissions: { answer: false } } })])).toEqual([]);
  expect(ringingNow(null, [view({ state: 'ended' })])).toEqual([]);
});

test('another offer of the same contact is another ringing', () => {
  const key = (epoch: number) => ringingNow(desk([{ ...offer, epoch }]), [])[0]?.key;
  expect(key(1)).not.toBe(key(2));
});
