import type { ChannelPerson, Thread } from '@alongside/domain';
import type { FieldValue } from '@alongside/protocol';
import { wireDate } from './dates.ts';
import { ownerOf, recipientsOf, renderIdentity, userOrNull } from './people.ts';

export function renderThread(thread: Thread) {
  return {
    id: thread.id,
    idOnExternalPlatform: thread.externalId,
    channelId: thread.channelId,
    threadName: thread.name,
    canAddMoreMessages: thread.canAddMessages,
    createdAt: wireDate(thread.createdAt),
    updatedAt: wireDate(thread.updatedAt),
    unseenMessagesCount: thread.unseenByCustomer,
    unseenByUserMessagesCount: thread.unseenByAgents,
    unseenByEndUserMessagesCount: thread.unseenByCustomer,
  };
}

/** The thread's latest contact, which this wire also calls case. */
export function renderContact(thread: Thread, person: ChannelPerson) {
  const { contact } = thread;
  const identity = renderIdentity(ownerOf(thread, person));
  const owner = userOrNull(contact.owner);
  return {
    id: String(contact.number),
    threadId: thread.id,
    threadIdOnExternalPlatform: thread.externalId,
    channelId: thread.channelId,
    // An archived thread goes on with no further contact, and Android unlocks one whose contact is anything but closed.
    status: thread.archived ? 'closed' : contact.status,
    statusUpdatedAt: wireDate(contact.statusChangedAt),
    createdAt: wireDate(contact.createdAt),
    customFields: contact.fields.map(renderField),
    interactionId: contact.id,
    contactId: contact.id,
    routingQueueId: contact.queueId,
    inboxAssignee: owner?.id ?? null,
    inboxAssigneeUser: owner,
    ownerAssignee: owner?.id ?? null,
    ownerAssigneeUser: owner,
    authorEndUserIdentity: identity,
    recipients: recipientsOf(thread),
    direction: 'inbound',
  };
}

export const renderField = ({ ident, value, updatedAt }: FieldValue) => ({
  ident,
  value,
  updatedAt: wireDate(updatedAt),
});

export const renderQueue = ({ contact }: Thread) => ({ id: contact.queueId, name: contact.queueName });
