import type { DigitalChatPorts } from '../ports.ts';
import type { Agents } from '../reading/agents.ts';
import type { MessageTokens } from '../socket/message-tokens.ts';
import { rememberVisitor, storeEvents } from './analytics.ts';
import { attachmentTooLarge, uploadAttachment } from './attachment.ts';
import { availability, channelInfo, persistentMenuItems } from './channel.ts';
import type { ChatHandler, ChatRoute } from './exchange.ts';
import { guarded } from './guarded.ts';
import { readMessage } from './message.ts';
import { issueToken } from './token.ts';

const CHANNEL = '/chat/1.0/brand/{brandId}/channel/{channelId}';
const VISITOR = '/web-analytics/1.0/tenants/{brandId}/visitors/{visitorId}';

/** Every address of this surface but the socket's. */
export function chatRoutes(ports: DigitalChatPorts, agents: Agents, tokens: MessageTokens): readonly ChatRoute[] {
  const safe = (handle: ChatHandler, errorCode = 'InconsistentData') => guarded(ports, errorCode, handle);
  const route = (
    operationId: string,
    method: ChatRoute['method'],
    path: string,
    handle: ChatHandler,
    more: Partial<ChatRoute> = {},
  ): ChatRoute => ({
    operationId,
    method,
    path,
    body: method === 'GET' ? 'none' : 'json',
    credentials: false,
    handle,
    ...more,
  });
  return [
    route('chatChannelInfo', 'GET', CHANNEL, safe(channelInfo(ports))),
    route('chatAvailability', 'GET', `${CHANNEL}/availability`, safe(availability(ports))),
    route('chatMenuItems', 'GET', `${CHANNEL}/persistent-menu-items`, safe(persistentMenuItems(ports))),
    route('chatAttachment', 'POST', `${CHANNEL}/attachment`, safe(uploadAttachment(ports)), {
      body: 'upload',
      tooLarge: safe(attachmentTooLarge(ports)),
    }),
    route(
      'chatMessage',
      'GET',
      '/chat/1.0/brand/{brandId}/messages/{messageId}',
      safe(readMessage(ports, agents, tokens)),
    ),
    route('chatToken', 'POST', '/oauth/token', safe(issueToken(ports), 'ConsumerAuthorizationFailed'), {
      credentials: true,
    }),
    route('chatVisitor', 'PUT', VISITOR, safe(rememberVisitor(ports), 'CreateOrUpdateVisitorFailed')),
    route('chatVisitorEvents', 'POST', `${VISITOR}/events`, safe(storeEvents(ports))),
  ];
}
