import {
  CHANNEL_INFO,
  EVENTS_ACCEPTED,
  FILE_LIMITS,
  named,
  TOKEN_ANSWER,
  TOKEN_ASKED,
  VISITOR,
  VISITOR_EVENT,
} from './shapes.ts';

/** What the document says of one address, beside its method and path. */
export interface Operation {
  readonly summary: string;
  readonly tag: string;
  readonly query?: Readonly<Record<string, { readonly description: string; readonly required?: boolean }>>;
  readonly bearer?: boolean;
  readonly body?: object;
  readonly status: number;
  readonly answer?: object;
}

const text = { type: 'string' } as const;
const WHO = {
  brandId: { description: 'the company', required: true },
  channelId: { description: 'chat_<uuid>', required: true },
  visitorId: { description: 'the device: what is handed out is bound to it' },
} as const;

/** By the route's operationId; a route without an entry fails a test. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  chatChannelInfo: {
    summary: 'How the channel lives: mode, kind of authentication, files, pre-contact form, features.',
    tag: 'Channel',
    query: { locale: { description: 'passed over' } },
    status: 200,
    answer: CHANNEL_INFO,
  },
  chatAvailability: {
    summary: 'Whether somebody is there; at most three seconds old.',
    tag: 'Channel',
    status: 200,
    answer: named({ status: { enum: ['online', 'offline'] } }),
  },
  chatMenuItems: {
    summary: 'An empty list: there are no menus to persist.',
    tag: 'Channel',
    status: 200,
    answer: { type: 'array', maxItems: 0, items: { type: 'object' } },
  },
  chatAttachment: {
    summary:
      'Keeps a file for a message that is still to come. A refused one is answered with 200 and what would be taken.',
    tag: 'Files',
    query: { visitorId: { description: 'the device' } },
    body: named({ content: { ...text, description: 'base64' }, mimeType: text, fileName: text }, [
      'content',
      'fileName',
    ]),
    status: 200,
    answer: { oneOf: [named({ fileUrl: { ...text, format: 'uri' } }), FILE_LIMITS] },
  },
  chatMessage: {
    summary: 'One message in full, for the token of GenerateAuthorizationToken.',
    tag: 'Messages',
    bearer: true,
    status: 200,
    answer: { type: 'object', description: 'a message as in MessageCreated' },
  },
  chatToken: {
    summary: 'A session token, by the kind of the channel: anonymous, cookie, authorization code, or refresh.',
    tag: 'Sessions',
    query: { ...WHO, storageFallback: { description: '1: the page keeps the identity token itself' } },
    body: TOKEN_ASKED,
    status: 200,
    answer: TOKEN_ANSWER,
  },
  chatVisitor: {
    summary: "The visitor's device, where they came from, and their push token.",
    tag: 'Visitors',
    body: VISITOR,
    status: 204,
  },
  chatVisitorEvents: {
    summary: 'What the visitor did: one event, or a list of at most 100.',
    tag: 'Visitors',
    body: { oneOf: [VISITOR_EVENT, { type: 'array', maxItems: EVENTS_ACCEPTED, items: VISITOR_EVENT }] },
    status: 204,
  },
};
