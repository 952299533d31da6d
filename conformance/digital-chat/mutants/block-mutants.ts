import { randomUUID } from 'node:crypto';
import { typeOf, changing, instead, toAll, NATIVE, ALL, SEND, RECOVER, AGENT, BEGIN, type Mutant } from './mutant.ts';

/** Mistakes in the building blocks of section 4 and against the rules of section 6. */
export const blockMutants: readonly Mutant[] = [
  {
    mistake: 'a message id that is no UUID',
    says: /idOnExternalPlatform must be a UUID/,
    check: RECOVER,
    platforms: ALL,
    bend: changing('ThreadRecovered', ({ postback }) => {
      postback.data.messages[0].idOnExternalPlatform = 'welcome-1';
    }),
  },
  {
    mistake: 'user.id as a string',
    says: /user\.id is an integer/,
    check: AGENT,
    platforms: ALL,
    bend: changing('SenderTypingStarted', ({ data }) => {
      data.user.id = String(data.user.id);
    }),
  },
  {
    mistake: 'publicImageUrl null',
    says: /publicImageUrl must be a string/,
    check: AGENT,
    platforms: NATIVE,
    bend: changing('SenderTypingStarted', ({ data }) => {
      data.user.publicImageUrl = null;
    }),
  },
  {
    mistake: 'the id of a contact as a number',
    says: /id of a contact is a string/,
    check: SEND,
    platforms: ALL,
    bend: changing('CaseCreated', ({ data }) => {
      data.case.id = Number(data.case.id);
    }),
  },
  {
    mistake: 'a case without customFields',
    says: /customFields is required by iOS/,
    check: SEND,
    platforms: ['ios'],
    bend: changing('CaseCreated', ({ data }) => delete data.case.customFields),
  },
  {
    mistake: 'a custom field without updatedAt',
    says: /updatedAt is required by native/,
    check: ['messages', '§3 custom fields'],
    platforms: NATIVE,
    bend: changing('ThreadRecovered', ({ postback }) => {
      postback.data.customer.customFields = [{ ident: 'age', value: '24' }];
    }),
  },
  {
    mistake: 'recovery without customer.customFields',
    says: /customer\.customFields/,
    check: RECOVER,
    platforms: ['ios'],
    bend: changing('ThreadRecovered', ({ postback }) => delete postback.data.customer),
  },
  {
    mistake: 'an attachment echoed as web sent it',
    says: /all four/,
    check: ['messages', '§2.2 §3.1 an attachment'],
    platforms: ALL,
    bend: changing('MessageCreated', ({ data }) => {
      for (const one of data.message.attachments) delete one.mimeType;
    }),
  },
  {
    mistake: 'history oldest first',
    says: /newest first/,
    check: RECOVER,
    platforms: ALL,
    bend: changing('ThreadRecovered', ({ postback }) => {
      postback.data.messages.reverse();
    }),
  },
  {
    mistake: 'a page with a message of another thread',
    says: /another thread/,
    check: ['threads', '§3 LoadMoreMessages'],
    platforms: ['android'],
    bend: changing('MoreMessagesLoaded', ({ postback }) => {
      const last = postback.data.messages.at(-1);
      if (last) last.threadIdOnExternalPlatform = randomUUID();
    }),
  },
  {
    mistake: 'an error goes to every socket',
    says: /nobody here asked|expected/,
    check: ['messages', '§6.5 an error'],
    platforms: ALL,
    bend: toAll('error'),
  },
  {
    mistake: 'an answer goes to every socket',
    says: /nobody here asked/,
    check: ['messages', '§6.7 pushes reach'],
    platforms: ALL,
    bend: toAll('ack'),
  },
  {
    mistake: 'iOS gets a code outside its nine',
    says: /counts as delivered/,
    check: ['messages', '§4.5 a message that cannot be'],
    platforms: ['ios'],
    bend: changing('error', ({ error }) => {
      error.errorCode = 'SendingMessageFailed';
    }),
  },
  {
    mistake: 'Android gets InconsistentData',
    says: /Android does not know/,
    check: ['messages', '§4.5 a message that cannot be'],
    platforms: ['android'],
    bend: changing('error', ({ error }) => {
      error.errorCode = 'InconsistentData';
    }),
  },
  {
    mistake: 'an error without transactionId',
    says: /native requires transactionId/,
    check: ['threads', '§5.5 nothing to recover'],
    platforms: NATIVE,
    bend: changing('error', ({ error }) => delete error.transactionId),
  },
  {
    mistake: 'the customer’s own typing is echoed',
    says: /never echoed|expected/,
    check: ['messages', '§4.3 the customer’s own typing'],
    platforms: ALL,
    bend: {
      frame: (frame, { notes }) => {
        if (frame.eventType === 'CaseCreated') notes.thread = frame.data.thread;
        if (frame === 'pong' || typeOf(frame) !== 'ack' || !notes.thread) return [frame];
        const data = { thread: notes.thread, user: null, direction: 'inbound' };
        const { createdAt } = frame;
        return [
          frame,
          { eventId: randomUUID(), eventObject: 'SenderAction', eventType: 'SenderTypingStarted', createdAt, data },
        ];
      },
    },
  },
  {
    mistake: 'an empty LivechatRecovered where nothing is to recover',
    says: /without contact|4\.2/,
    check: ['live', '§5.7 nothing to recover'],
    platforms: ALL,
    bend: instead('error', ({ eventId }) => [
      { eventId, createdAt: '2024-12-06T08:37:50+00:00', postback: { eventType: 'LivechatRecovered' } },
    ]),
  },
  {
    mistake: 'parameters are not echoed',
    says: /expected/,
    check: ['messages', '§3.1 parameters'],
    platforms: ALL,
    bend: changing('MessageCreated', ({ data }) => {
      data.message.messageContent.parameters = [];
    }),
  },
  {
    mistake: 'an eventObject that iOS cannot decode',
    says: /cannot decode the eventObject/,
    check: SEND,
    platforms: ['ios'],
    bend: changing('CaseCreated', (frame) => {
      frame.eventObject = 'Contact';
    }),
  },
  {
    mistake: 'rich content without a fallback text',
    says: /fallbackText/,
    check: ['messages', '§4.4 rich content'],
    platforms: ALL,
    bend: changing('MessageCreated', ({ data }) => delete data.message.messageContent.fallbackText),
  },
  {
    mistake: 'no place in the queue',
    says: /SetPositionInQueue/,
    check: BEGIN,
    platforms: ALL,
    bend: instead('SetPositionInQueue', () => []),
  },
  {
    mistake: 'no CaseStatusChanged after EndContact',
    says: /CaseStatusChanged/,
    check: ['live', '§5.10 EndContact'],
    platforms: ALL,
    bend: instead('CaseStatusChanged', () => []),
  },
  {
    mistake: 'no access token on a channel with authorization',
    says: /accessToken/,
    check: ['opening', '§5.4 legacy OAuth: a good code'],
    platforms: ALL,
    bend: changing('ConsumerAuthorized', ({ postback }) => delete postback.data.accessToken),
  },
  {
    mistake: 'ReconnectCustomer is answered with a bare frame',
    says: /ConsumerReconnected/,
    check: ['opening', '§5.4 legacy OAuth: a good code'],
    platforms: ['ios'],
    bend: changing('ConsumerReconnected', (frame) => delete frame.postback),
  },
  {
    mistake: 'one message twice in a thread',
    says: /expected/,
    check: ['messages', '§3.1 the message id'],
    platforms: ALL,
    bend: changing('ThreadRecovered', ({ postback }) => {
      const { messages } = postback.data;
      messages.push(structuredClone(messages.at(-1)));
    }),
  },
  {
    mistake: 'a message to one socket only',
    says: /MessageCreated did not come/,
    check: ['messages', '§6.7 pushes reach'],
    platforms: ALL,
    bend: instead('MessageCreated', (frame, line) => ([...line.proxy.lines][0] === line ? [frame] : [])),
  },
];
