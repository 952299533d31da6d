import {
  acceptOffer,
  declineOffer,
  endContact,
  getContact,
  getConversation,
  getCustomer,
  listCannedReplies,
  listColleagues,
  listContacts,
  listCustomerContacts,
  listQueues,
  pickContact,
  readDesk,
  Refused,
  endAfterContact,
  setPresence,
  signIn,
  signOut,
  transferContact,
  wrapUpContact,
} from '@alongside/domain';
import { type agentRoutes, LIMITS } from '@alongside/protocol';
import type { Handlers } from './call.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';

export const agentHandlers: Handlers<typeof agentRoutes> = {
  async signIn({ platform, facts, body, request, reply }) {
    const { transport = 'cookie', ...credentials } = body;
    if (transport === 'cookie' && !facts.isOwnPage(request))
      throw new Refused('origin_refused', { message: 'Only a page of this server gets a session cookie.' });
    const { token, ...signedIn } = await signIn(platform, { ...credentials, ip: request.ip });
    if (transport === 'bearer') return { ...signedIn, token };
    setSessionCookie(reply, token, signedIn.expiresAt);
    return signedIn;
  },
  async signOut({ platform, actor, reply }) {
    await signOut(platform, actor);
    clearSessionCookie(reply);
  },
  async getMe({ platform, actor }) {
    const agent = await platform.store.transaction(actor.tenantId, (tx) => tx.directory.agent(actor.agentId));
    if (!agent) throw new Refused('not_authenticated');
    return agent;
  },
  async getDesk({ platform, actor: { tenantId, agentId } }) {
    await platform.store.sweeps.touchAgents([{ tenantId, agentId }], LIMITS.agentGraceSeconds);
    return readDesk(platform, tenantId, agentId);
  },
  endAfterContact: ({ platform, actor }) => endAfterContact(platform, actor),
  setPresence: ({ platform, actor, body }) => setPresence(platform, actor, body.state),
  acceptOffer: ({ platform, actor, params, body }) => acceptOffer(platform, actor, { ...body, ...params }),
  declineOffer: ({ platform, actor, params, body }) => declineOffer(platform, actor, { ...body, ...params }),
  pickContact: ({ platform, actor, params }) => pickContact(platform, actor, params),
  transferContact: ({ platform, actor, params, body }) => transferContact(platform, actor, { ...body, ...params }),
  endContact: ({ platform, actor, params, body }) => endContact(platform, actor, { ...body, ...params }),
  wrapUpContact: ({ platform, actor, params, body }) => wrapUpContact(platform, actor, { ...body, ...params }),
  getContact: ({ platform, actor, params }) => getContact(platform, actor, params.contactId),
  getConversation: ({ platform, actor, params }) => getConversation(platform, actor, params.conversationId),
  getCustomer: ({ platform, actor, params }) => getCustomer(platform, actor, params.id),
  listCustomerContacts: ({ platform, actor, params, query }) => listCustomerContacts(platform, actor, params.id, query),
  listContacts: ({ platform, actor, query }) => listContacts(platform, actor, query),
  listColleagues: ({ platform, actor }) => listColleagues(platform, actor),
  listQueues: ({ platform, actor }) => listQueues(platform, actor.tenantId),
  listCannedReplies: ({ platform, actor }) => listCannedReplies(platform, actor),
};
