import type { Desk, OnlineHelpStatus, Started } from '@alongside/protocol';
import type { FetchLike, ResponseLike } from '@alongside/sdk';
import type { SeededConversation } from './lines.ts';
import { ask } from './ticket.ts';

function answer(status: number, text: string): ResponseLike {
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: () => null },
    text: async () => text,
    arrayBuffer: async () => new TextEncoder().encode(text).buffer as ArrayBuffer,
  };
}

/** Plain HTTP for the SDK. `own`: a connection for each request, as each customer's device has its own. */
export function plainFetch(own: boolean): FetchLike {
  return async (address, request = {}) => {
    const { authorization = '' } = (request.headers ?? {}) as Record<string, string>;
    const token = authorization === '' ? null : authorization.replace('Bearer ', '');
    const { status, text } = await ask(request.method ?? 'GET', address, token, request.body, own);
    return answer(status, text);
  };
}

/**
 * What a customer's SDK fetches. The start is answered here with what was seeded: minting ten thousand hashes would measure the set-up.
 * Everything after it reaches the server, unless there is none behind the socket (`bare`).
 */
export function customerFetch(conversation: SeededConversation, bare: boolean, own: boolean): FetchLike {
  const real = plainFetch(own);
  const { conversationId, contactId, customer } = conversation;
  const started: Started = {
    token: customer.token,
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    conversationId,
    contactId,
    customer: { id: customer.id, name: customer.name },
  };
  const status: OnlineHelpStatus = {
    conversationId,
    contactId,
    state: 'active',
    endReason: null,
    lastSeq: 0,
    standing: null,
    marks: { agentDeliveredUpTo: 0, agentReadUpTo: 0, customerReadUpTo: 0 },
  };
  return async (address, request) => {
    if (address.endsWith('/v1/online-help/start')) return answer(201, JSON.stringify(started));
    if (!bare) return real(address, request);
    if (address.endsWith('/v1/socket-tickets')) return answer(201, '{"ticket":"bare","expiresInSeconds":30}');
    return answer(200, JSON.stringify(status));
  };
}

/** What an agent's SDK fetches from a server that has nothing but a socket. */
export const bareAgentFetch: FetchLike = async (address) => {
  const now = new Date().toISOString();
  if (address.endsWith('/v1/socket-tickets')) return answer(201, '{"ticket":"bare","expiresInSeconds":30}');
  if (address.endsWith('/v1/queues')) return answer(200, '{"queues":[]}');
  if (address.includes('/entries')) return answer(200, '{"entries":[],"lastSeq":0,"hasMore":false}');
  const desk: Desk = {
    presence: {
      state: 'available',
      awayReason: null,
      capacity: 10,
      openContacts: 10,
      since: now,
      afterContactUntil: null,
    },
    offers: [],
    conversations: [],
    serverTime: now,
  };
  return answer(200, JSON.stringify(desk));
};
