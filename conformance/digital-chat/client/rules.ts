import type { Json, Platform } from './site.ts';

/** Rules of the page that hold for every frame, wherever the building block stands in it. A rule is kept, or its sentence comes back. */
export type Rule = (value: Json, at: string) => string | null;

const PLAIN_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)$/;
const FINE_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}([+-]\d\d:\d\d)$/;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const STATUSES = ['new', 'open', 'pending', 'escalated', 'resolved', 'closed', 'trashed'];

const isString = (value: Json): value is string => typeof value === 'string';
const isObject = (value: Json): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const plainDate: Rule = (value, at) =>
  value === null || value === undefined || PLAIN_DATE.test(value)
    ? null
    : `1.6: ${at} is "${value}"; dates are ISO-8601 without a fraction and with an offset, else iOS drops the event`;
const fineDate: Rule = (value, at) =>
  value === undefined || FINE_DATE.test(value)
    ? null
    : `1.6: ${at} is "${value}"; createdAtWithMilliseconds has three digits and the offset`;

const user: Rule = (value, at) => {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) return `4.1: ${at} is not a User object`;
  if (!Number.isInteger(value.id)) return `1.6: ${at}.id is ${JSON.stringify(value.id)}; user.id is an integer`;
  for (const key of ['firstName', 'surname', 'imageUrl', 'publicImageUrl'])
    if (!isString(value[key])) return `4.1: ${at}.${key} must be a string (native decodes it strictly)`;
  for (const key of ['isBotUser', 'isSurveyUser'])
    if (typeof value[key] !== 'boolean') return `4.1: ${at}.${key} must be a boolean`;
  return null;
};

const identity: Rule = (value, at) => {
  if (value === null || value === undefined) return null;
  if (!isString(value.idOnExternalPlatform)) return `4.1: ${at}.idOnExternalPlatform is missing in an Identity`;
  return isString(value.firstName) && isString(value.lastName) ? null : `4.1: ${at} lacks firstName or lastName`;
};

const customFields: Rule = (value, at) => {
  if (!Array.isArray(value)) return `4.1: ${at} must be an array of CustomField`;
  for (const [index, field] of value.entries()) {
    if (!isString(field?.ident) || !isString(field?.value)) return `4.1: ${at}[${index}] needs ident and value`;
    if (!isString(field.updatedAt)) return `4.1: ${at}[${index}].updatedAt is required by native`;
  }
  return null;
};

const attachments: Rule = (value, at) => {
  if (!Array.isArray(value)) return `4.1: ${at} must be an array`;
  for (const [index, one] of value.entries())
    for (const key of ['url', 'friendlyName', 'mimeType', 'fileName'])
      if (!isString(one?.[key]) || one[key] === '')
        return `4.1: ${at}[${index}].${key} is missing; iOS needs all four of url, friendlyName, mimeType, fileName`;
  return null;
};

const contact: Rule = (value, at) => {
  if (!isObject(value)) return null;
  if (!isString(value.id)) return `1.6: ${at}.id is ${JSON.stringify(value.id)}; the id of a contact is a string`;
  if (!('threadIdOnExternalPlatform' in value)) return null;
  if (!UUID.test(value.threadIdOnExternalPlatform)) return `1.6: ${at}.threadIdOnExternalPlatform must be a UUID`;
  if (!STATUSES.includes(value.status)) return `4.1: ${at}.status is "${value.status}", which no client knows`;
  if (!Array.isArray(value.customFields)) return `4.1: ${at}.customFields is required by iOS on every case`;
  return isString(value.createdAt) ? null : `4.1: ${at}.createdAt is missing`;
};
const strictContact: Rule = (value, at) =>
  isObject(value) && !('threadIdOnExternalPlatform' in value)
    ? `4.1: ${at}.threadIdOnExternalPlatform is missing in a case`
    : contact(value, at);

const thread: Rule = (value, at) => {
  if (!isObject(value)) return null;
  if (!UUID.test(value.idOnExternalPlatform)) return `1.6: ${at}.idOnExternalPlatform must be a UUID for native`;
  if (!('channelId' in value)) return null;
  if (!isString(value.id)) return `4.1: ${at}.id must be a string`;
  return typeof value.canAddMoreMessages === 'boolean' ? null : `4.1: ${at}.canAddMoreMessages must be a boolean`;
};

const message: Rule = (value, at) => {
  if (!isObject(value)) return null;
  if (!UUID.test(value.idOnExternalPlatform))
    return `1.6: ${at}.idOnExternalPlatform must be a UUID, also of messages that the server makes`;
  if (!UUID.test(value.threadIdOnExternalPlatform)) return `4.1: ${at}.threadIdOnExternalPlatform must be a UUID`;
  if (!isString(value.messageContent?.type)) return `4.1: ${at}.messageContent.type is missing`;
  if (!isObject(value.messageContent.payload)) return `4.1: ${at}.messageContent.payload is missing`;
  if (value.messageContent.type !== 'TEXT' && !value.messageContent.fallbackText)
    return `4.4: ${at}.messageContent.fallbackText is always sent with content that is not text`;
  if (value.direction !== 'inbound' && value.direction !== 'outbound')
    return `4.1: ${at}.direction is "${value.direction}", neither inbound nor outbound`;
  if (!isString(value.createdAt)) return `4.1: ${at}.createdAt is missing`;
  if (!Array.isArray(value.attachments)) return `4.1: ${at}.attachments must be an array`;
  for (const key of ['customerStatistics', 'userStatistics'])
    if (!isObject(value[key])) return `4.1: ${at}.${key} is missing`;
  return null;
};

/** What is looked at by the name of its key, in every frame, for every client. */
const BY_KEY: Readonly<Record<string, Rule>> = {
  createdAt: plainDate,
  statusUpdatedAt: plainDate,
  seenAt: plainDate,
  readAt: plainDate,
  updatedAt: plainDate,
  createdAtWithMilliseconds: fineDate,
  user,
  authorUser: user,
  inboxAssigneeUser: user,
  ownerAssigneeUser: user,
  authorEndUserIdentity: identity,
  consumerIdentity: identity,
  customFields,
  attachments,
  case: strictContact,
  contact,
  consumerContact: contact,
  thread,
  message,
  lastMessage: message,
};
const EACH_BY_KEY: Readonly<Record<string, Rule>> = { messages: message, threads: thread };

/** Kept by the server as they are, so no rule of ours. */
const OPAQUE = new Set(['parameters', 'inputData', 'payload', 'proactiveAction', 'settings']);

/** The first rule that this value breaks. */
export function firstBroken(value: Json, at = ''): string | null {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      const said = firstBroken(one, `${at}[${index}]`);
      if (said) return said;
    }
    return null;
  }
  if (!isObject(value)) return null;
  for (const [key, inner] of Object.entries(value)) {
    const path = at === '' ? key : `${at}.${key}`;
    const said =
      BY_KEY[key]?.(inner, path) ??
      (Array.isArray(inner) && EACH_BY_KEY[key]
        ? inner.reduce<string | null>(
            (found, one, n) => found ?? EACH_BY_KEY[key]?.(one, `${path}[${n}]`) ?? null,
            null,
          )
        : null) ??
      (OPAQUE.has(key) ? null : firstBroken(inner, path));
    if (said) return said;
  }
  return null;
}

const IOS_OBJECTS = ['Case', 'Message', 'SenderAction', 'Thread', 'ChatWindow'];

/** Rules of the envelope, by who reads it. */
export function brokenEnvelope(frame: Json, platform: Platform): string | null {
  if (frame.error !== undefined) {
    if (!isString(frame.error.errorCode)) return '1.5: an error needs errorCode';
    if (platform !== 'web' && !isString(frame.error.transactionId))
      return '4.5: native requires transactionId in an error';
    if (platform === 'ios' && !isString(frame.error.errorMessage)) return '4.5: iOS requires errorMessage in an error';
    return null;
  }
  if (frame.eventType === undefined || frame.eventType === 'EventInS3') return null;
  if (!isObject(frame.data)) return `1.5: the push ${frame.eventType} has no data`;
  if (frame.eventType !== 'SetPositionInQueue' && !IOS_OBJECTS.includes(frame.eventObject))
    return `1.5: iOS cannot decode the eventObject "${frame.eventObject}" of ${frame.eventType} and drops it`;
  if (!UUID.test(frame.eventId)) return `1.5: the push ${frame.eventType} needs a new UUID as its eventId`;
  return null;
}
