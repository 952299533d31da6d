import { randomUUID } from 'node:crypto';
import { typeOf, changing, instead, NATIVE, ALL, SEND, RECOVER, AGENT, AUTHORIZE, type Mutant } from './mutant.ts';

/** Mistakes in single frames: what the page marks M, and what its decoders and rules name. */
export const frameMutants: readonly Mutant[] = [
  {
    mistake: 'a request is not answered',
    says: /hangs for ever|waits/,
    check: SEND,
    platforms: ALL,
    bend: instead('ack', () => []),
  },
  {
    mistake: 'the answer comes under another eventId',
    says: /answers go only to the socket that asked/,
    check: RECOVER,
    platforms: ALL,
    bend: changing('ThreadRecovered', (frame) => {
      frame.eventId = randomUUID();
    }),
  },
  {
    mistake: 'a second answer',
    says: /exactly one answer/,
    check: SEND,
    platforms: ALL,
    bend: instead('ack', (frame) => [frame, frame]),
  },
  {
    mistake: 'recovery without contactHistory',
    says: /without contactHistory/,
    check: RECOVER,
    platforms: ['web'],
    bend: changing('ThreadRecovered', ({ postback }) => delete postback.data.contactHistory),
  },
  {
    mistake: 'contactHistory of something else than pushes',
    says: /holds push envelopes/,
    check: RECOVER,
    platforms: ['web'],
    bend: changing('ThreadRecovered', ({ postback }) => {
      postback.data.contactHistory = [{ status: 'closed' }];
    }),
  },
  {
    mistake: 'an invitation without a code',
    says: /an invitation has a code/,
    check: ['groupChat', '§3 group chat (multi)'],
    platforms: ['web'],
    bend: changing('InvitationToGroupChatCreated', ({ postback }) => {
      postback.data = {};
    }),
  },
  {
    mistake: "a guest's message shown as the owner's",
    says: /the author is who wrote it/,
    check: ['groupChat', '§3 group chat (multi)'],
    platforms: ['web'],
    bend: changing('MessageCreated', ({ data: { message, case: contact } }) => {
      if (message.authorEndUserIdentity) message.authorEndUserIdentity = contact.authorEndUserIdentity;
    }),
  },
  {
    mistake: 'recovery without contact',
    says: /without contact makes/,
    check: RECOVER,
    platforms: ['web'],
    bend: changing('ThreadRecovered', ({ postback }) => delete postback.data.contact),
  },
  {
    mistake: 'metadata without lastMessage',
    says: /lastMessage is mandatory/,
    check: ['threads', '§5.6 multi-thread'],
    platforms: ALL,
    bend: changing('ThreadMetadataLoaded', ({ postback }) => delete postback.data.lastMessage),
  },
  {
    mistake: 'ConsumerAuthorized without status success',
    says: /status "success"/,
    check: AUTHORIZE,
    platforms: ['web'],
    bend: changing('ConsumerAuthorized', (frame) => delete frame.status),
  },
  {
    mistake: 'ConsumerAuthorized without authorizationStatus: the heartbeat never starts',
    says: /authorizationStatus/,
    check: ['opening', '§1.3 each heartbeat'],
    platforms: ['web'],
    bend: changing('ConsumerAuthorized', (frame) => delete frame.authorizationStatus),
  },
  {
    mistake: 'MessageCreated before CaseCreated',
    says: /CaseCreated comes before/,
    check: SEND,
    platforms: ALL,
    bend: {
      frame: (frame, { notes }) => {
        if (frame.eventType === 'CaseCreated') {
          notes.held = frame;
          return [];
        }
        if (frame.eventType !== 'MessageCreated' || !notes.held) return [frame];
        const { held } = notes;
        delete notes.held;
        return [frame, held];
      },
    },
  },
  {
    mistake: 'no CaseCreated at all',
    says: /CaseCreated/,
    check: SEND,
    platforms: ALL,
    bend: instead('CaseCreated', () => []),
  },
  {
    mistake: 'typing without direction',
    says: /direction "outbound"/,
    check: AGENT,
    platforms: ALL,
    bend: changing('SenderTypingStarted', ({ data }) => delete data.direction),
  },
  {
    mistake: 'typing without the user',
    says: /needs the user/,
    check: AGENT,
    platforms: NATIVE,
    bend: changing('SenderTypingStarted', ({ data }) => delete data.user),
  },
  {
    mistake: 'hasAdditionalMessageContent is missing, and the message cannot be fetched',
    says: /hasAdditionalMessageContent|expected undefined to be false/,
    check: SEND,
    platforms: ['web'],
    bend: {
      ...changing('MessageCreated', ({ data }) => delete data.message.hasAdditionalMessageContent),
      rest: (path, answer) => (/\/messages\//.test(path) ? { status: 404, json: {} } : answer),
    },
  },
  {
    mistake: 'a fraction in createdAt',
    says: /without a fraction/,
    check: SEND,
    platforms: ALL,
    bend: changing('MessageCreated', (frame) => {
      frame.createdAt = frame.createdAtWithMilliseconds;
    }),
  },
  {
    mistake: 'a fraction deep inside, in the dates of a message',
    says: /messages\[0\]\.createdAt/,
    check: RECOVER,
    platforms: ALL,
    bend: changing('ThreadRecovered', ({ postback }) => {
      postback.data.messages[0].createdAt = '2024-12-06T08:37:50.858+00:00';
    }),
  },
  {
    mistake: 'createdAtWithMilliseconds without its offset',
    says: /three digits and the offset/,
    check: SEND,
    platforms: ALL,
    bend: changing('MessageCreated', ({ data }) => {
      data.message.createdAtWithMilliseconds = '2024-12-06T08:37:50.858Z';
    }),
  },
  {
    mistake: 'a frame that is not JSON',
    says: /is JSON/,
    check: SEND,
    platforms: ALL,
    bend: instead('ack', (frame) => ['hello', frame]),
  },
  {
    mistake: 'the heartbeat is answered by a frame of another kind',
    says: /1\.[35]/,
    check: ['opening', '§1.3 iOS gets the literal'],
    platforms: ['ios'],
    bend: { frame: (frame) => (frame === 'pong' ? ['{"message":"pong"}'] : [frame]) },
  },
  {
    mistake: 'the heartbeat is answered without its quotes',
    says: /is JSON/,
    check: ['opening', '§1.3 each heartbeat'],
    platforms: ['web'],
    bend: { frame: (frame) => (frame === 'pong' ? ['pong\n'] : [frame]) },
  },
  {
    mistake: 'the heartbeat is not answered',
    says: /heartbeat|pong/,
    check: ['opening', '§1.3 iOS gets the literal'],
    platforms: ['ios'],
    bend: { frame: (frame) => (frame === 'pong' ? [] : [frame]) },
  },
  {
    mistake: 'protocol pings are not answered',
    says: /1\.3: Android/,
    check: ['opening', '§1.3 Android pings'],
    platforms: ['android'],
    bend: { noPongs: true },
  },
  {
    mistake: 'the echo of a message takes the eventId of the request',
    says: /carries the eventId of the request|exactly one answer/,
    check: SEND,
    platforms: ALL,
    bend: {
      frame: (frame, { notes }) => {
        if (frame !== 'pong' && typeOf(frame) === 'ack') notes.asked = frame.eventId;
        return frame.eventType === 'MessageCreated' ? [{ ...frame, eventId: notes.asked }] : [frame];
      },
    },
  },
  {
    mistake: 'an acknowledgement with a postback',
    says: /no postback|bare frame/,
    check: SEND,
    platforms: NATIVE,
    bend: changing('ack', (frame) => {
      frame.postback = { eventType: 'MessageSent', data: {} };
    }),
  },
  {
    mistake: 'an answer of another type',
    says: /ThreadListFetched/,
    check: ['threads', '§5.6 multi-thread'],
    platforms: ALL,
    bend: changing('ThreadListFetched', (frame) => {
      frame.postback.eventType = 'ThreadsFetched';
    }),
  },
];
