import type { Contact, QueueView } from '@alongside/protocol';
import type { Row } from '../state/rows.ts';

/** A line of the quick switch. */
export type SwitchEntry =
  | { readonly key: string; readonly kind: 'mine'; readonly name: string; readonly number: string; readonly row: Row }
  | {
      readonly key: string;
      readonly kind: 'waiting';
      readonly name: string;
      readonly number: string;
      readonly contact: QueueView['head'][number];
    }
  | {
      readonly key: string;
      readonly kind: 'recent';
      readonly name: string;
      readonly number: string;
      readonly contact: Contact;
    };

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i').toLowerCase();

/** Chats of mine, those who wait and those that ended lately, whose name or number holds every word that was typed. */
export function switchEntries(
  rows: readonly Row[],
  queues: readonly QueueView[],
  recent: readonly Contact[],
  query: string,
): readonly SwitchEntry[] {
  const mine = rows.map((row): SwitchEntry => {
    const { name, customerId } = row.contact.customer;
    return { key: `mine-${row.conversationId}`, kind: 'mine', name, number: customerId, row };
  });
  const waiting = queues.flatMap(({ head }) =>
    head
      .filter(({ offered }) => !offered)
      .map((contact): SwitchEntry => {
        return {
          key: `waiting-${contact.contactId}`,
          kind: 'waiting',
          name: contact.customerName,
          number: '',
          contact,
        };
      }),
  );
  const known = new Set(rows.map((row) => row.contact.id));
  const ended = recent
    .filter(({ id }) => !known.has(id))
    .map((contact): SwitchEntry => {
      const { name, customerId } = contact.customer;
      return { key: `recent-${contact.id}`, kind: 'recent', name, number: customerId, contact };
    });
  const words = fold(query).split(/\s+/).filter(Boolean);
  return [...mine, ...waiting, ...ended].filter(({ name, number }) => {
    const text = fold(`${name} ${number}`);
    return words.every((word) => text.includes(word));
  });
}
