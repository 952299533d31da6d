import type { LogEvent, Message } from '@alongside/sdk';
import { describe, expect, it } from 'vitest';
import { rowsOf } from './rows.ts';

let seq = 0;
const message = (at: string, more: Partial<Message> = {}): Message => ({
  type: 'message',
  key: `m${++seq}`,
  kind: 'text',
  clientId: `c${seq}`,
  seq,
  at: `2026-11-21T${at}:00.000Z`,
  from: { kind: 'agent', id: 'a1', name: 'Ayşe' },
  mine: false,
  text: 'x',
  file: null,
  delivery: null,
  progress: null,
  error: null,
  ...more,
});
const mine = (at: string, delivery: Message['delivery']) =>
  message(at, { mine: true, from: { kind: 'customer', id: 'c', name: 'Ada' }, delivery });
const dayOf = (at: string) => at.slice(0, 10);
const messagesOf = (items: Parameters<typeof rowsOf>[0]) =>
  rowsOf(items, dayOf).filter((row) => row.type === 'message');

describe('rowsOf', () => {
  it('separates days once each', () => {
    const rows = rowsOf(
      [message('10:00'), message('10:01'), { ...message('09:00'), at: '2026-11-22T09:00:00.000Z' }],
      dayOf,
    );
    expect(rows.map((row) => row.type)).toEqual(['day', 'message', 'message', 'day', 'message']);
  });

  it('groups one sender within five minutes', () => {
    const rows = messagesOf([message('10:00'), message('10:04'), message('10:10'), mine('10:11', 'read')]);
    expect(rows.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('parts two agents who write one after the other', () => {
    const other = { from: { kind: 'agent', id: 'a2', name: 'Bram' } } as const;
    expect(messagesOf([message('10:00'), message('10:01', other)]).map((row) => row.first)).toEqual([true, true]);
  });

  it('says each delivery state in words at the newest message in it, and every failure', () => {
    const states = ['read', 'read', 'delivered', 'failed', 'accepted', 'failed', 'queued', 'queued'] as const;
    const rows = messagesOf(states.map((state) => mine('10:00', state)));
    expect(rows.map((row) => row.saysDelivery)).toEqual([false, true, true, true, true, true, false, true]);
  });

  it('shows what happened, but not the request itself', () => {
    const event = (kind: 'contact.requested' | 'contact.ended'): LogEvent => ({
      type: 'event',
      key: kind,
      seq: 1,
      at: '2026-11-21T10:00:00.000Z',
      from: { kind: 'system', id: null, name: '' },
      body:
        kind === 'contact.ended'
          ? { kind, contactId: 'k', reason: 'ended_by_agent' }
          : { kind, contactId: 'k', queueName: 'Help', helpType: 'CHAT' },
    });
    const rows = rowsOf([event('contact.requested'), event('contact.ended')], dayOf);
    expect(rows.map((row) => row.key)).toEqual(['day contact.ended', 'contact.ended']);
  });
});
