import { randomUUID } from 'node:crypto';
import type { Json } from '../client/site.ts';
import type { FakeServer, Line } from './server.ts';
import {
  AGENT,
  ackOf,
  answerOf,
  type Customer,
  caseOf,
  errorOf,
  identityOf,
  type Message,
  messageOf,
  now,
  number,
  pushOf,
  type Thread,
  threadOf,
} from './model.ts';

const IOS =
  /^(Customer|Consumer)(Authorization|Reconnection)Failed$|^TokenRefreshingFailed$|^Recovering|^SendingTranscriptFailed$/;
const PAGE = 20;

/** What the fake server does with an event of section 3. Written as a list to be read beside the page, not as a model of ours. */
export function answer(server: FakeServer, line: Line, frame: Json): unknown {
  const { eventId, payload } = frame;
  const { eventType } = payload;
  const data = typeof payload.data === 'object' && payload.data !== null ? payload.data : {};
  const identity = payload.consumerIdentity ?? payload.customerIdentity;
  const say = (one: Json) => server.tell(line, one);
  const ack = () => say(ackOf(eventId));
  const reply = (type: string, body?: Json) => say(answerOf(eventId, type, body));
  const fail = (code: string) =>
    say(errorOf(eventId, line.platform === 'ios' && !IOS.test(code) ? 'InconsistentData' : code));
  const live = line.channel === 'live';

  if (/^Authorize/.test(eventType)) {
    const code = data.authorization?.authorizationCode;
    const legacy = line.channel === 'legacyoauth';
    if (legacy && !String(code ?? '').startsWith('good')) return fail('ConsumerAuthorizationFailed');
    line.customer = server.customer(legacy ? `sub-${line.visitorId}` : identity.idOnExternalPlatform, identity);
    return say({
      ...answerOf(eventId, 'ConsumerAuthorized', {
        consumerIdentity: identityOf(line.customer),
        ...(legacy ? { accessToken: server.token(line.customer) } : {}),
      }),
      status: 'success',
      authorizationStatus: 'authorized',
    });
  }
  if (line.customer) server.customer(line.customer.given, identity);
  if (/^Reconnect/.test(eventType)) {
    const known = server.tokens.get(data.accessToken?.token);
    if (!known) return fail('ConsumerReconnectionFailed');
    line.customer = known;
    return reply('ConsumerReconnected', {});
  }
  if (eventType === 'RefreshToken') {
    const known = server.tokens.get(data.accessToken?.token);
    return known ? reply('TokenRefreshed', { accessToken: server.token(known) }) : fail('TokenRefreshingFailed');
  }
  const me = line.customer;
  if (!me) return fail('InconsistentData');
  const mine = server.threadsOf(me, line.channelId);
  const given: string | undefined = data.thread?.idOnExternalPlatform;
  const thread = given === undefined ? undefined : mine.find((one) => one.given.toLowerCase() === given.toLowerCase());

  switch (eventType) {
    case 'SendMessage':
    case 'SendOutbound': {
      const code = eventType === 'SendMessage' ? 'SendingMessageFailed' : 'SendingOutboundFailed';
      if (!data.messageContent || given === undefined || thread?.archived || thread?.status === 'closed')
        return fail(code);
      return write(server, line, me, thread, data, eventType === 'SendOutbound', ack);
    }
    case 'RecoverThread':
    case 'RecoverLivechat': {
      const found = thread ?? (given === undefined ? mine.at(-1) : undefined);
      const isLive = eventType === 'RecoverLivechat';
      if (!found) return fail(isLive ? 'RecoveringLivechatFailed' : 'RecoveringThreadFailed');
      const page = history(found, found.messages.length);
      return reply(isLive ? 'LivechatRecovered' : 'ThreadRecovered', {
        contact: caseOf(found),
        consumerContact: caseOf(found),
        customer: { customFields: me.fields },
        ownerAssignee: found.agent,
        inboxAssignee: found.agent,
        messages: page.messages,
        messagesScrollToken: page.token,
        thread: threadOf(found),
        contactHistory: found.history.toReversed(),
      });
    }
    case 'LoadMoreMessages': {
      const [owner, before] = String(data.scrollToken).split(':');
      const page = thread && owner === thread.id ? history(thread, Number(before)) : { messages: [], token: '' };
      return reply('MoreMessagesLoaded', { messages: page.messages, scrollToken: page.token, contactHistory: [] });
    }
    case 'FetchThreadList':
      return reply('ThreadListFetched', { threads: mine.map(threadOf) });
    case 'LoadThreadMetadata':
      if (!thread) return fail('MetadataLoadFailed');
      return reply('ThreadMetadataLoaded', {
        ownerAssignee: thread.agent,
        lastMessage: messageOf(thread, thread.messages.at(-1) as Message),
      });
    case 'UpdateThread':
      if (!thread) return fail('UpdatingThreadFailed');
      thread.name = data.thread.threadName;
      return reply('ThreadUpdated');
    case 'ArchiveThread':
      if (!thread) return fail('ArchivingThreadFailed');
      thread.archived = true;
      return reply('ThreadArchived');
    case 'MessageSeenByConsumer':
    case 'MessageSeenByCustomer':
      ack();
      for (const one of thread?.messages.filter((message) => message.outbound && message.seenAt === null) ?? []) {
        one.seenAt = now();
        server.push(
          thread as Thread,
          pushOf('Message', 'MessageSeenChanged', { message: messageOf(thread as Thread, one) }),
        );
      }
      return;
    case 'SetConsumerContactCustomFields':
    case 'SetContactCustomFields':
      if (thread) thread.fields = dated(data.customFields);
      return ack();
    case 'SetConsumerCustomFields':
    case 'SetCustomerCustomFields':
      me.fields = dated(data.customFields);
      return ack();
    case 'EndContact':
      if (!thread || !live) return fail('InconsistentData');
      ack();
      return server.ends(thread);
    case 'SendTranscript': {
      const known = mine.some((one) => one.contact === data.consumerContact?.id);
      return known ? reply('TranscriptSent') : fail('SendingTranscriptFailed');
    }
    case 'SendOfflineMessage':
      return data.messageContent ? reply('OfflineMessageSent') : fail('SendingOfflineMessageFailed');
    case 'CreateInvitationToGroupChat': {
      const own = mine.find((one) => one.contact === data.contact?.id && one.owner === me);
      if (!own || own.status === 'closed') return fail('InconsistentData');
      return reply('InvitationToGroupChatCreated', { invitation: { code: own.code } });
    }
    case 'SendEmailInvitationToGroupChat':
      if (!data.invitation?.code || !data.recipients?.length) return fail('InconsistentData');
      return reply('EmailInvitationToGroupChatSent');
    case 'JoinGroupChat': {
      const found = server.threads.find(
        (one) => one.code === data.invitation?.code && one.channelId === line.channelId,
      );
      if (!found || found.status === 'closed') return fail('InconsistentData');
      found.guests.push(me);
      reply('GroupChatJoined', { contact: caseOf(found), thread: threadOf(found) });
      return server.push(found, recipientsOf(found));
    }
    case 'LeaveGroupChat': {
      const found = mine.find((one) => one.contact === data.contact?.id && one.guests.includes(me));
      if (!found) return fail('InconsistentData');
      found.guests = found.guests.filter((one) => one !== me);
      ack();
      return server.push(found, recipientsOf(found));
    }
    case 'SendMessagePreview':
      thread?.previews.push(data.messageContent.payload.text);
      return ack();
    case 'GenerateAuthorizationToken':
      return reply('AuthorizationTokenGenerated', { authorizationToken: { token: server.signed(data.url) } });
    default:
      return /^[A-Z]\w+(Chat|Events?|Tags|Preview|Trigger|Visitor|Views|Started|Ended)$/.test(eventType)
        ? ack()
        : fail('InconsistentData');
  }
}

const recipientsOf = (thread: Thread): Json =>
  pushOf('Case', 'ContactRecipientsChanged', {
    brand: {},
    channel: {},
    case: caseOf(thread),
    thread: threadOf(thread),
    contact: caseOf(thread),
  });

const dated = (fields: readonly Json[]): Json[] =>
  fields.map(({ ident, value }) => ({ ident, value, updatedAt: '2024-12-06T08:37:50+00:00' }));

function history(thread: Thread, before: number): { messages: Json[]; token: string } {
  const from = Math.max(0, before - PAGE);
  const messages = thread.messages.slice(from, before).map((one) => messageOf(thread, one));
  return { messages: messages.toReversed(), token: from === 0 ? '' : `${thread.id}:${from}` };
}

function write(
  server: FakeServer,
  line: Line,
  me: Customer,
  known: Thread | undefined,
  data: Json,
  outbound: boolean,
  ack: () => void,
) {
  const before = known?.messages.find((one) => one.given === data.idOnExternalPlatform);
  if (before) return ack();
  const thread: Thread = known ?? {
    id: number(),
    given: data.thread.idOnExternalPlatform,
    channelId: line.channelId,
    owner: me,
    name: data.thread.threadName ?? '',
    archived: false,
    status: 'new',
    contact: number(),
    agent: null,
    messages: [],
    fields: dated(data.contact?.customFields ?? data.consumerContact?.customFields ?? []),
    place: 0,
    guests: [],
    code: randomUUID(),
    previews: [],
    history: [],
  };
  if (!known) server.threads.push(thread);
  const { type, payload, postback = null, parameters = [] } = data.messageContent;
  const content = {
    type,
    text: payload.text,
    payload: { postback: '', elements: [], ...payload },
    isAutoTranslated: false,
    parameters,
    postback,
  };
  const attachments = (data.attachments ?? []).map((one: Json) => ({
    id: randomUUID(),
    ...server.files.get(one.url),
    ...one,
  }));
  const message = {
    id: number(),
    given: data.idOnExternalPlatform,
    content,
    outbound,
    author: me,
    at: now(),
    attachments,
    readAt: null,
    seenAt: null,
  };
  thread.messages.push(message);
  ack();
  const base = {
    brand: { id: server.site.brandId },
    channel: { id: line.channelId },
    case: caseOf(thread),
    thread: threadOf(thread),
  };
  if (!known) {
    const queue = { routingQueue: { id: 'queue-1' }, routingMode: 'queue' };
    server.push(thread, pushOf('Case', 'CaseCreated', { ...base, ...queue, preferredUserForNextAssign: null }));
    if (line.channel === 'live')
      server.push(
        thread,
        pushOf('Case', 'CaseToRoutingQueueAssignmentChanged', { ...base, ...queue, previousRoutingQueue: null }),
      );
  }
  server.push(
    thread,
    pushOf('Message', 'MessageCreated', { ...base, message: messageOf(thread, message), agentContact: null }),
  );
  if (!known && line.channel === 'live') server.places();
}

/** What an agent does, as the customer's sockets are told. */
export function agentWrites(server: FakeServer, thread: Thread, content: Json): void {
  const message = {
    id: number(),
    given: randomUUID(),
    content,
    outbound: true,
    author: null,
    at: now(),
    attachments: [],
    readAt: null,
    seenAt: null,
  };
  thread.messages.push(message);
  const base = {
    brand: { id: server.site.brandId },
    channel: { id: thread.channelId },
    case: caseOf(thread),
    thread: threadOf(thread),
  };
  server.push(
    thread,
    pushOf('Message', 'MessageCreated', { ...base, message: messageOf(thread, message), agentContact: null }),
  );
}

export function agentTypes(server: FakeServer, thread: Thread, on: boolean): void {
  const data = { brand: {}, channel: {}, thread: threadOf(thread), user: AGENT, direction: 'outbound' };
  server.push(thread, pushOf('SenderAction', on ? 'SenderTypingStarted' : 'SenderTypingEnded', data));
}

export function agentReads(server: FakeServer, thread: Thread): void {
  for (const one of thread.messages.filter((message) => !message.outbound && message.readAt === null)) {
    one.readAt = now();
    const data = {
      brand: {},
      channel: {},
      message: messageOf(thread, one),
      contact: caseOf(thread),
      agentContact: null,
    };
    server.push(thread, pushOf('Message', 'MessageReadChanged', data));
  }
}
