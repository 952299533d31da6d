import type { Json, Platform } from './site.ts';

const list = (value: Json): boolean => Array.isArray(value);

/** What each client needs in an answer of this type; the sentence says what is missing. */
export function brokenAnswer(type: string, frame: Json, platform: Platform, needsToken: boolean): string | null {
  const data = frame.postback?.data;
  switch (type) {
    case 'ConsumerAuthorized': {
      if (platform === 'web' && frame.status !== 'success' && data?.status !== 'success')
        return '4.2: ConsumerAuthorized says status "success" (envelope or data), else the web client fails to connect';
      if (platform === 'web' && frame.authorizationStatus !== 'authorized')
        return '1.3: ConsumerAuthorized carries authorizationStatus "authorized" at the top level, else the web client never starts its heartbeat';
      if (typeof data?.consumerIdentity?.idOnExternalPlatform !== 'string')
        return '4.2: ConsumerAuthorized needs data.consumerIdentity';
      if (needsToken && (typeof data.accessToken?.token !== 'string' || !(data.accessToken.expiresIn > 30)))
        return '4.2: on a channel with isAuthorizationEnabled accessToken {token, expiresIn} is mandatory (and lives for minutes)';
      return null;
    }
    case 'TokenRefreshed':
      return typeof data?.accessToken?.token === 'string' && Number.isFinite(data.accessToken.expiresIn)
        ? null
        : '4.2: TokenRefreshed needs accessToken {token, expiresIn}';
    case 'ThreadRecovered':
    case 'LivechatRecovered':
      if (!data?.contact) return `4.2: ${type} without contact makes the web client throw and hang`;
      if (!list(data.contactHistory)) return `4.2: ${type} without contactHistory makes the web client throw and hang`;
      if (!data.contactHistory.every(isEnvelope)) return `4.2: contactHistory of ${type} holds push envelopes`;
      if (!list(data.customer?.customFields)) return `4.2: iOS needs customer.customFields in ${type}`;
      if (!list(data.messages) || typeof data.messagesScrollToken !== 'string' || !data.thread?.id)
        return `4.2: ${type} needs messages, messagesScrollToken and thread`;
      if (data.ownerAssignee === undefined || data.inboxAssignee === undefined)
        return `4.2: ${type} needs ownerAssignee and inboxAssignee (null when there is none)`;
      return newestFirst(data.messages, type);
    case 'MoreMessagesLoaded':
      if (!list(data?.messages) || typeof data.scrollToken !== 'string')
        return '4.2: MoreMessagesLoaded needs messages and scrollToken';
      if (!list(data.contactHistory) || !data.contactHistory.every(isEnvelope))
        return '4.2: MoreMessagesLoaded needs contactHistory, of push envelopes';
      return newestFirst(data.messages, type);
    case 'ThreadListFetched':
      return list(data?.threads) ? null : '4.2: ThreadListFetched needs threads';
    case 'ThreadMetadataLoaded':
      if (!data?.lastMessage) return '4.2: lastMessage is mandatory in ThreadMetadataLoaded';
      return data.ownerAssignee === undefined
        ? '4.2: ThreadMetadataLoaded needs ownerAssignee (null when there is none)'
        : null;
    default:
      return null;
  }
}

function newestFirst(messages: readonly Json[], type: string): string | null {
  const times = messages.map((one) => Date.parse(one.createdAtWithMilliseconds ?? one.createdAt));
  return times.every((time, index) => index === 0 || time <= (times[index - 1] as number))
    ? null
    : `6.6: history is newest first everywhere, but ${type} is not`;
}

const isEnvelope = ({ eventId, eventType, createdAt, data }: Json): boolean =>
  [eventId, eventType, createdAt].every((one) => typeof one === 'string') && typeof data === 'object' && data !== null;
