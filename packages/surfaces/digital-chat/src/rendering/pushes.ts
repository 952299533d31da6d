import type { Channel, ChannelAgent, ChannelPerson, Thread } from '@alongside/domain';
import type { QueueStanding } from '@alongside/protocol';
import type { Push } from './frames.ts';
import type { Message } from './message.ts';
import { userOrNull } from './people.ts';
import { renderContact, renderQueue, renderThread } from './thread.ts';

/** Whose thread it is, for every push about it. */
export interface PushScene {
  readonly channel: Pick<Channel, 'id' | 'brandId'>;
  readonly thread: Thread;
  readonly person: ChannelPerson;
}

const place = ({ channel }: PushScene) => ({ brand: { id: channel.brandId }, channel: { id: channel.id } });

const contactOf = (scene: PushScene) => {
  const contact = renderContact(scene.thread, scene.person);
  return { case: contact, thread: renderThread(scene.thread) };
};

const routing = (scene: PushScene) => ({ routingQueue: renderQueue(scene.thread), routingMode: 'automatic' });

export const caseCreated = (scene: PushScene, at: string): Push => ({
  eventType: 'CaseCreated',
  eventObject: 'Case',
  at,
  data: { ...place(scene), ...contactOf(scene), ...routing(scene), preferredUserForNextAssign: null },
});

export const caseQueued = (scene: PushScene, previousRoutingQueue: object | null, at: string): Push => ({
  eventType: 'CaseToRoutingQueueAssignmentChanged',
  eventObject: 'Case',
  at,
  data: { ...place(scene), ...contactOf(scene), ...routing(scene), previousRoutingQueue },
});

export const caseAssigned = (scene: PushScene, previous: ChannelAgent | null, at: string): Push => ({
  eventType: 'CaseInboxAssigneeChanged',
  eventObject: 'Case',
  at,
  data: {
    ...place(scene),
    ...contactOf(scene),
    ...routing(scene),
    inboxAssignee: userOrNull(scene.thread.contact.owner),
    previousInboxAssignee: userOrNull(previous),
    acceptRejectFlow: false,
  },
});

export const caseStatusChanged = (scene: PushScene, at: string): Push => ({
  eventType: 'CaseStatusChanged',
  eventObject: 'Case',
  at,
  data: {
    ...place(scene),
    ...contactOf(scene),
    ...routing(scene),
    inboxAssignee: userOrNull(scene.thread.contact.owner),
  },
});

export const messageCreated = (scene: PushScene, message: Message, at: string): Push => ({
  eventType: 'MessageCreated',
  eventObject: 'Message',
  at,
  data: { ...place(scene), ...contactOf(scene), message, agentContact: null },
});

/** An agent has read it. */
export const messageRead = (scene: PushScene, message: Message, at: string): Push => ({
  eventType: 'MessageReadChanged',
  eventObject: 'Message',
  at,
  data: { ...place(scene), ...contactOf(scene), message, contact: contactOf(scene).case, agentContact: null },
});

/** The customer has seen it. */
export const messageSeen = (scene: PushScene, message: Message, at: string): Push => ({
  eventType: 'MessageSeenChanged',
  eventObject: 'Message',
  at,
  data: { ...place(scene), ...contactOf(scene), message },
});

/** Somebody came into the contact, or left it. */
export const recipientsChanged = (scene: PushScene, at: string): Push => ({
  eventType: 'ContactRecipientsChanged',
  eventObject: 'Case',
  at,
  data: { ...place(scene), ...contactOf(scene), contact: contactOf(scene).case },
});

/** Clients act on an agent's typing only: with a user and going outward. */
export const senderTyping = (scene: PushScene, agent: ChannelAgent, on: boolean, at: Date): Push => ({
  eventType: on ? 'SenderTypingStarted' : 'SenderTypingEnded',
  eventObject: 'SenderAction',
  at,
  data: { ...place(scene), thread: renderThread(scene.thread), user: userOrNull(agent), direction: 'outbound' },
});

export const positionInQueue = ({ thread }: PushScene, standing: QueueStanding, at: Date): Push => ({
  eventType: 'SetPositionInQueue',
  eventObject: null,
  at,
  data: {
    consumerContact: { id: String(thread.contact.number) },
    routingQueue: { id: thread.contact.queueId },
    positionInQueue: standing.position,
    isAnyAgentOnlineForQueue: standing.agentsAvailable,
  },
});
