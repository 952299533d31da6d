import { randomUUID } from 'node:crypto';
import type { Json } from '../client/site.ts';

const plain = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}+00:00`;
const fine = (at: number): string => new Date(at).toISOString().replace('Z', '+00:00');
export const AGENT = {
  id: 12328,
  incontactId: null,
  agentId: null,
  emailAddress: '',
  loginUsername: '',
  firstName: 'Grace',
  surname: 'Agent',
  nickname: '',
  imageUrl: '',
  publicImageUrl: '',
  isBotUser: false,
  isSurveyUser: false,
};

export interface Message {
  readonly id: string;
  readonly given: string;
  readonly content: Json;
  readonly outbound: boolean;
  /** null: an agent. */
  readonly author: Customer | null;
  readonly at: number;
  readonly attachments: readonly Json[];
  readAt: number | null;
  seenAt: number | null;
}

export interface Thread {
  readonly id: string;
  readonly given: string;
  readonly channelId: string;
  readonly owner: Customer;
  name: string;
  archived: boolean;
  status: string;
  readonly contact: string;
  agent: typeof AGENT | null;
  readonly messages: Message[];
  fields: Json[];
  place: number;
  guests: Customer[];
  readonly code: string;
  /** Of messages that were still being written. */
  readonly previews: string[];
  /** What was told of its contact. */
  readonly history: Json[];
}

export interface Customer {
  readonly given: string;
  firstName: string;
  lastName: string;
  fields: Json[];
}

let count = 7_000_000;
export const number = (): string => String(++count);
/** Times that differ, so that their order is known. */
let clock = 0;
export const now = (): number => {
  clock = Math.max(clock + 1, Date.now());
  return clock;
};

export const identityOf = (who: Customer): Json => ({
  id: `chat_${who.given}`,
  idOnExternalPlatform: who.given,
  firstName: who.firstName,
  lastName: who.lastName,
  nickname: '',
  fullName: `${who.firstName} ${who.lastName}`,
  image: '',
  externalPlatformId: 'chat',
});

export const threadOf = (thread: Thread): Json => ({
  id: thread.id,
  idOnExternalPlatform: thread.given,
  channelId: thread.channelId,
  threadName: thread.name,
  canAddMoreMessages: !thread.archived && thread.status !== 'closed',
  createdAt: plain(1_733_474_270_000),
  updatedAt: plain(1_733_474_270_000),
  unseenMessagesCount: 0,
  unseenByUserMessagesCount: 0,
  unseenByEndUserMessagesCount: 0,
});

export const caseOf = (thread: Thread): Json => ({
  id: thread.contact,
  threadId: thread.id,
  threadIdOnExternalPlatform: thread.given,
  channelId: thread.channelId,
  status: thread.status,
  statusUpdatedAt: plain(Date.now()),
  createdAt: plain(1_733_474_270_000),
  customFields: thread.fields,
  interactionId: randomUUID(),
  contactId: randomUUID(),
  routingQueueId: 'queue-1',
  inboxAssignee: thread.agent?.id ?? null,
  inboxAssigneeUser: thread.agent,
  ownerAssignee: null,
  ownerAssigneeUser: null,
  authorEndUserIdentity: identityOf(thread.owner),
  recipients: thread.guests.map(identityOf),
  direction: 'inbound',
});

export const messageOf = (thread: Thread, one: Message): Json => ({
  id: one.id,
  idOnExternalPlatform: one.given,
  postId: thread.id,
  threadId: thread.id,
  threadIdOnExternalPlatform: thread.given,
  messageContent: one.content,
  createdAt: plain(one.at),
  createdAtWithMilliseconds: fine(one.at),
  direction: one.outbound ? 'outbound' : 'inbound',
  isMadeByUser: one.outbound,
  user: one.outbound ? AGENT : null,
  authorUser: one.outbound ? AGENT : null,
  authorEndUserIdentity: one.outbound ? null : identityOf(one.author ?? thread.owner),
  isRead: one.readAt !== null,
  readAt: one.readAt === null ? null : plain(one.readAt),
  attachments: one.attachments,
  customerStatistics: { seenAt: one.seenAt === null ? null : plain(one.seenAt) },
  userStatistics: { seenAt: null, readAt: one.readAt === null ? null : plain(one.readAt), createdToReadSeconds: null },
  contactNumber: thread.contact,
  channel: { id: thread.channelId },
  recipients: [],
  tags: [],
  seen: [],
  delivered: [],
  sentiment: 'neutral',
  title: '',
  replyToMessage: null,
  hasAdditionalMessageContent: false,
});

export const pushOf = (eventObject: string, eventType: string, data: Json): Json => ({
  eventId: randomUUID(),
  ...(eventObject === '' ? {} : { eventObject }),
  eventType,
  createdAt: plain(Date.now()),
  createdAtWithMilliseconds: fine(Date.now()),
  data,
  context: [],
});
export const ackOf = (eventId: string): Json => ({ eventId, createdAt: plain(Date.now()) });
export const answerOf = (eventId: string, eventType: string, data?: Json): Json => ({
  ...ackOf(eventId),
  postback: { eventType, ...(data === undefined ? {} : { data }) },
});
export const errorOf = (eventId: string, errorCode: string): Json => ({
  eventId,
  error: { errorCode, errorMessage: `${errorCode}.`, transactionId: randomUUID() },
  inputData: {},
});
