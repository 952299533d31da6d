import {
  archiveThread,
  askInvitations,
  askTranscript,
  endThreadContact,
  enterAnonymously,
  exchangeCode,
  fileAddress,
  fileIdIn,
  findChannel,
  identifyVisitor,
  inviteToContact,
  isChannelOnline,
  joinByInvitation,
  keepLargeEvent,
  leaveContact,
  leaveOfflineMessage,
  liveChannelSessions,
  openChannelSession,
  type Platform,
  readChannelAgents,
  readLargeEvent,
  readStandings,
  readThread,
  readThreadById,
  readThreadContacts,
  readThreadHistory,
  readThreadStanding,
  readThreads,
  redeemAccessToken,
  redeemTransactionToken,
  refreshAccessToken,
  refreshThirdParty,
  rememberVisitor,
  renameThread,
  seeThread,
  sendOnThread,
  setContactFields,
  setCustomerFields,
  storeVisitorEvents,
  typeOnThread,
  updateCustomerName,
  uploadOnChannel,
} from '@alongside/domain';
import type { DigitalChatPorts, Visitor } from './ports.ts';
import { Remembered } from './remembered.ts';

/** Where clients reach us: known only once somebody listens. */
export interface Addresses {
  /** As `https://help.example.com`. */
  readonly origin: () => string;
  /** Of customers' files; null: the same. */
  readonly filesOrigin: string | null;
}

/** Clients ask again and again whether somebody is there; the answer may be this old. */
const ONLINE_MILLISECONDS = 3_000;

/** The house's commands behind what this surface asks. */
export function digitalChatPorts(platform: Platform, { origin, filesOrigin }: Addresses): DigitalChatPorts {
  const { clock, random, log, sealer, bus } = platform;
  const fileUrl = (tenantId: string, file: { id: string; name: string }): string =>
    `${filesOrigin ?? origin()}${fileAddress(platform, tenantId, file)}`;
  const tenantOf = async ({ brandId }: Pick<Visitor, 'brandId'>): Promise<string | null> =>
    (await platform.store.tenants.byBrandId(brandId))?.id ?? null;
  const online = new Remembered<boolean>(clock, ONLINE_MILLISECONDS);

  return {
    clock,
    random,
    log,
    sealer,
    subscribe: (listener) => bus.subscribe(listener),

    channel: (brandId, channelId) => findChannel(platform, brandId, channelId),
    isOnline: (channel) => online.of(`${channel.tenantId} ${channel.id}`, () => isChannelOnline(platform, channel)),

    anonymous: (visitor, name) => enterAnonymously(platform, visitor, name),
    openSession: (visitor, name, identityToken) => openChannelSession(platform, visitor, name, identityToken),
    exchangeCode: (visitor, code, verifier) => exchangeCode(platform, visitor, code, verifier),
    refreshThirdParty: (visitor, token) => refreshThirdParty(platform, visitor, token),
    redeemTransactionToken: (visitor, token) => redeemTransactionToken(platform, visitor, token),
    redeemAccessToken: (visitor, token) => redeemAccessToken(platform, visitor, token),
    refreshAccessToken: (visitor, token) => refreshAccessToken(platform, visitor, token),
    liveSessions: (tenantId, ids) => liveChannelSessions(platform, tenantId, ids),
    updateName: (actor, name) => updateCustomerName(platform, actor, name),

    threads: (actor) => readThreads(platform, actor),
    thread: (actor, externalId) => readThread(platform, actor, externalId),
    threadById: (actor, conversationId) => readThreadById(platform, actor, conversationId),
    history: (actor, conversationId, before, limit) =>
      readThreadHistory(platform, actor, { conversationId, before, limit }),
    contacts: (actor, conversationId, ids) => readThreadContacts(platform, actor, conversationId, ids),
    agents: (tenantId, ids) => readChannelAgents(platform, tenantId, ids),
    send: (actor, input, known) => sendOnThread(platform, actor, input, known),
    rename: (actor, externalId, name) => renameThread(platform, actor, externalId, name),
    archive: (actor, externalId) => archiveThread(platform, actor, externalId),
    seen: (actor, externalId) => seeThread(platform, actor, externalId),
    typing: (actor, externalId, on, preview) => typeOnThread(platform, actor, externalId, on, preview),
    setContactFields: (actor, externalId, fields) => setContactFields(platform, actor, externalId, fields),
    setCustomerFields: (actor, fields) => setCustomerFields(platform, actor, fields),
    endContact: (actor, externalId) => endThreadContact(platform, actor, externalId),
    invite: (actor, contactNumber) => inviteToContact(platform, actor, contactNumber),
    askInvitations: (actor, invitation) => askInvitations(platform, actor, invitation),
    join: (actor, code) => joinByInvitation(platform, actor, code),
    leave: (actor, contactNumber) => leaveContact(platform, actor, contactNumber),
    sendTranscript: (actor, contactNumber, addresses) => askTranscript(platform, actor, { contactNumber, addresses }),
    leaveOfflineMessage: (actor, name, text) => leaveOfflineMessage(platform, actor, name, text),
    standing: (actor, conversationId) => readThreadStanding(platform, actor, conversationId),
    standings: (tenantId, queueId, wanted) => readStandings(platform, tenantId, queueId, wanted),

    async upload(visitor, { name, bytes }) {
      const { tenantId, ...file } = await uploadOnChannel(platform, visitor, { name, bytes });
      return { ...file, url: fileUrl(tenantId, file) };
    },
    fileIdOf: (url) => fileIdIn(platform, url),
    fileUrl,
    keepLargeEvent: async (tenantId, body) => `${origin()}${await keepLargeEvent(platform, tenantId, body)}`,
    largeEvent: (path, query) => readLargeEvent(platform, path, query),

    async rememberVisitor({ brandId, visitorId }, facts) {
      const tenantId = await tenantOf({ brandId });
      if (tenantId !== null) await rememberVisitor(platform, { tenantId, visitorId, ...facts });
    },
    async storeVisitorEvents({ brandId, visitorId }, events) {
      const tenantId = await tenantOf({ brandId });
      if (tenantId !== null) await storeVisitorEvents(platform, { tenantId, visitorId, events });
    },
    identifyVisitor: ({ tenantId, visitorId, customerId, channelId }) =>
      identifyVisitor(platform, { tenantId, visitorId, customerId, channelId }),
  };
}
