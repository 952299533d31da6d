import type {
  Channel,
  ChannelActor,
  ChannelAgent,
  ChannelPerson,
  Clock,
  Hint,
  Logger,
  Random,
  Sealer,
  StoredEntry,
  Thread,
  ThreadContact,
  VisitorFacts,
} from '@alongside/domain';
import type { FieldValue, File, NewVisitorEvent, QueueStanding } from '@alongside/protocol';

/** The name and picture that a client sends along with each event: the current ones, never the identity. */
export interface NameOfCustomer {
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly imageUrl: string | null;
}

/** What a customer writes. */
export interface CustomerMessage {
  /** The app's id of the message: the same again is the same message. */
  readonly messageId: string;
  readonly text: string;
  readonly postback?: string;
  /** Echoed unchanged. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Ids of uploads on this channel. */
  readonly fileIds: readonly string[];
  /** Written by the company's app as the company's own word (a welcome text): shown as outbound. */
  readonly outbound?: boolean;
}

/** A token with its life. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** What `/oauth/token` and the socket's authorization yield. */
export interface Authorized {
  readonly actor: ChannelActor;
  readonly person: ChannelPerson;
  /** For the socket's address; null on channels without secured sessions. */
  readonly transactionToken: IssuedToken | null;
  /** Access and refresh token of a channel with authorization; null on others. */
  readonly thirdParty: { readonly access: IssuedToken; readonly refresh: string } | null;
}

export interface Visitor {
  readonly brandId: number;
  readonly channelId: string;
  /** NO_VISITOR where a page has not named its device. */
  readonly visitorId: string;
}

/**
 * What this surface asks of the house. Refusals arrive as Refused with a code of the domain: not_found, conversation_ended,
 * idempotency_conflict, invalid_request, authorization_refused, rate_limited, store_unavailable.
 */
export interface DigitalChatPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** For short-lived tokens that any process of the house can open. */
  readonly sealer: Sealer;
  /** Hints of all tenants, as they are told after commits. Returns the way to stop. */
  subscribe(listener: (hint: Hint) => void): () => void;

  /** null: no such brand, or no such channel of it. */
  channel(brandId: number, channelId: string): Promise<Channel | null>;
  isOnline(channel: Channel): Promise<boolean>;

  /** Anonymous channels: the app's word for who it is. */
  anonymous(visitor: Visitor, name: NameOfCustomer): Promise<Authorized>;
  /** A session of kind `secured`, or `secured_cookie` with what the cookie or Bearer said. */
  openSession(
    visitor: Visitor,
    name: NameOfCustomer | null,
    identityToken: string | null,
  ): Promise<Authorized & { readonly identityToken: IssuedToken | null }>;
  /** A code of the company's provider. A replay is taken only of the same brand, channel and visitor while that session lives. */
  exchangeCode(visitor: Visitor, code: string, verifier: string | null): Promise<Authorized>;
  /** Rotates: the one given is used up. */
  refreshThirdParty(visitor: Visitor, refreshToken: string): Promise<Authorized>;
  /** The socket's transactionToken; null: bad, expired, of another channel or visitor. */
  redeemTransactionToken(
    visitor: Visitor,
    token: string,
  ): Promise<{ actor: ChannelActor; person: ChannelPerson } | null>;
  /** Reconnect of channels with identity `oauth`: the access token again; null as above. */
  redeemAccessToken(visitor: Visitor, token: string): Promise<{ actor: ChannelActor; person: ChannelPerson } | null>;
  /** Those of these sessions that are not over: by time, by somebody's end, or since the channel knows its customers in another way. */
  liveSessions(tenantId: string, sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** RefreshToken over the socket. */
  refreshAccessToken(visitor: Visitor, token: string): Promise<IssuedToken | null>;

  /** The name and picture that the app knows now. Empty parts change nothing. */
  updateName(actor: ChannelActor, name: NameOfCustomer): Promise<ChannelPerson>;

  threads(actor: ChannelActor): Promise<readonly Thread[]>;
  thread(actor: ChannelActor, externalId: string | null): Promise<Thread | null>;
  /** For pushes; null: not this customer's. */
  threadById(actor: ChannelActor, conversationId: string): Promise<Thread | null>;
  history(
    actor: ChannelActor,
    conversationId: string,
    before: number | null,
    limit: number,
  ): Promise<readonly StoredEntry[]>;
  /** Contacts of a thread by their ids, earlier ones too. */
  contacts(
    actor: ChannelActor,
    conversationId: string,
    contactIds: readonly string[],
  ): Promise<readonly ThreadContact[]>;
  agents(tenantId: string, ids: readonly string[]): Promise<readonly ChannelAgent[]>;
  /** Makes the thread or its next contact where needed. `fresh`: this message opened a contact. `known`: the thread as it was a while ago, if that is at hand. */
  send(
    actor: ChannelActor,
    input: {
      readonly threadExternalId: string;
      readonly threadName?: string;
      readonly message: CustomerMessage;
      readonly customerFields?: readonly FieldValue[];
      readonly contactFields?: readonly FieldValue[];
    },
    known: Thread | null,
  ): Promise<{ readonly conversationId: string; readonly seq: number; readonly fresh: boolean }>;
  rename(actor: ChannelActor, externalId: string, name: string): Promise<void>;
  archive(actor: ChannelActor, externalId: string): Promise<void>;
  /** Everything up to the log's end is seen. */
  seen(actor: ChannelActor, externalId: string): Promise<void>;
  typing(actor: ChannelActor, externalId: string, on: boolean, preview?: string): Promise<void>;
  setContactFields(actor: ChannelActor, externalId: string, fields: readonly FieldValue[]): Promise<void>;
  setCustomerFields(actor: ChannelActor, fields: readonly FieldValue[]): Promise<void>;
  /** Live channels only. */
  endContact(actor: ChannelActor, externalId: string): Promise<void>;
  /** A code for the customer's open contact of this number. */
  invite(actor: ChannelActor, contactNumber: number): Promise<string>;
  askInvitations(
    actor: ChannelActor,
    invitation: { readonly contactNumber: number; readonly code: string; readonly addresses: readonly string[] },
  ): Promise<void>;
  join(actor: ChannelActor, code: string): Promise<Thread>;
  leave(actor: ChannelActor, contactNumber: number): Promise<void>;
  sendTranscript(actor: ChannelActor, contactNumber: number, addresses: readonly string[]): Promise<void>;
  leaveOfflineMessage(actor: ChannelActor, name: NameOfCustomer, text: string): Promise<void>;
  /** null: does not wait. */
  standing(actor: ChannelActor, conversationId: string): Promise<QueueStanding | null>;
  /** One read for everybody who waits in a queue and is wanted. */
  standings(
    tenantId: string,
    queueId: string,
    wanted: (conversationId: string) => boolean,
  ): Promise<readonly { readonly conversationId: string; readonly standing: QueueStanding }[]>;

  /** Refuses `file_too_large`, `file_type_refused`. */
  upload(
    visitor: Visitor,
    file: { name: string; claimedType: string; bytes: Uint8Array },
  ): Promise<File & { readonly url: string }>;
  /** The upload behind an address that `upload` or `fileUrl` gave, whatever its signature's age; null: none of ours. `send` looks whose it is. */
  fileIdOf(url: string): string | null;
  /** The address of a stored file: signed, short-lived, good without credentials. */
  fileUrl(tenantId: string, file: File): string;
  /** Keeps a large event for 15 minutes; yields its signed address. */
  keepLargeEvent(tenantId: string, body: string): Promise<string>;
  /** What stands behind a signed address; null: wrong, expired or gone. */
  largeEvent(path: string, query: Readonly<Record<string, string>>): Promise<string | null>;

  rememberVisitor(visitor: Omit<Visitor, 'channelId'>, facts: VisitorFacts): Promise<void>;
  /** Resolves when they are taken, which may be before they are kept. */
  storeVisitorEvents(visitor: Omit<Visitor, 'channelId'>, events: readonly NewVisitorEvent[]): Promise<void>;
  /** This device is this customer's, as a connection has shown. */
  identifyVisitor(actor: ChannelActor): Promise<void>;
}
