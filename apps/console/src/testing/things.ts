import type { Contact, ConversationSummary, Desk, EntryBody, Offer } from '@alongside/protocol';
import type { ConversationStatus, LogEvent, Message } from '@alongside/sdk/agent';

/** An id for tests: the same word gives the same one. */
export const id = (word: string) => {
  const digits = [...word].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return `${digits.padEnd(8, '0').slice(0, 8)}-0000-4000-8000-${digits.padStart(12, '0').slice(-12)}`;
};

/** Minutes past ten. */
export const at = (minute: number, second = 0) =>
  `2026-11-21T10:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}.000Z`;

export const ME = { id: id('elif'), name: 'Elif Kaya' };

export function contact(word: string, more: Partial<Contact> = {}): Contact {
  return {
    id: id(`contact ${word}`),
    conversationId: id(`conversation ${word}`),
    queueId: id('queue'),
    queueName: 'Help',
    helpType: 'CHAT',
    state: 'active',
    customer: { id: id(`customer ${word}`), name: word, customerId: `number-${word}` },
    owner: ME,
    requestedAt: at(0),
    startedAt: at(1),
    endedAt: null,
    endReason: null,
    wrapUp: null,
    ...more,
  };
}

export function summary(word: string, more: Partial<Contact> = {}): ConversationSummary {
  const whole = contact(word, more);
  return {
    id: whole.conversationId,
    contact: whole,
    lastSeq: 2,
    lastMessage: null,
    customerReadUpTo: 0,
    customerDeliveredUpTo: 0,
    agentReadUpTo: 0,
    agentDeliveredUpTo: 0,
    unread: 0,
  };
}

export function offer(word: string, more: Partial<Offer> = {}): Offer {
  return {
    contactId: id(`contact ${word}`),
    conversationId: id(`conversation ${word}`),
    epoch: 1,
    customer: { name: word, customerId: `number-${word}` },
    queueName: 'Help',
    helpType: 'CHAT',
    requestedAt: at(0),
    offeredAt: at(1),
    deadline: at(1, 30),
    transferredFrom: null,
    transferNote: null,
    ...more,
  };
}

export function desk(more: Partial<Desk> & { away?: Desk['presence']['awayReason'] } = {}): Desk {
  const { away = null, ...rest } = more;
  return {
    presence: {
      state: away === null ? 'available' : 'away',
      awayReason: away,
      capacity: 3,
      openContacts: 0,
      since: at(0),
      afterContactUntil: null,
    },
    offers: [],
    conversations: [],
    serverTime: at(2),
    ...rest,
  };
}

export const status = (more: Partial<ConversationStatus> = {}): ConversationStatus => ({
  id: null,
  readOnly: false,
  caughtUp: true,
  hasEarlier: false,
  unread: 0,
  typing: null,
  error: null,
  ...more,
});

let last = 0;

/** A message; `from` is the customer, me, or a colleague by name. */
export function message(from: 'customer' | 'me' | (string & {}), text: string, more: Partial<Message> = {}): Message {
  last += 1;
  const mine = from === 'me';
  return {
    type: 'message',
    key: `message-${last}`,
    kind: 'text',
    clientId: `client-${last}`,
    seq: last,
    at: at(5),
    from:
      from === 'customer'
        ? { kind: 'customer', id: id('customer'), name: 'Ada' }
        : { kind: 'agent', id: mine ? ME.id : id(from), name: mine ? ME.name : from },
    mine,
    text,
    file: null,
    delivery: from === 'customer' ? null : 'accepted',
    progress: null,
    error: null,
    ...more,
  };
}

/** An event of the log. */
export function event(body: Extract<EntryBody, { contactId: string }>, more: Partial<LogEvent> = {}): LogEvent {
  last += 1;
  return {
    type: 'event',
    key: `event-${last}`,
    seq: last,
    at: at(1),
    from: { kind: 'system', id: null, name: '' },
    body,
    ...more,
  };
}
