import type { ChannelSettings, FieldValue } from '@alongside/protocol';
import type { StoredEntry } from '../conversations/ports.ts';

/** A channel, with what a front door needs beside its settings. */
export interface Channel extends ChannelSettings {
  readonly tenantId: string;
  readonly brandId: number;
}

/** A person of the company as customers see them; `number` is small and whole, for wires that want one. */
export interface ChannelAgent {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly imageUrl: string | null;
}

/** new: nobody has taken it · open: an agent has it · resolved: ended, the thread goes on · closed: ended for good. */
export type ContactStatus = 'new' | 'open' | 'resolved' | 'closed';

/** The latest contact of a thread. */
export interface ThreadContact {
  readonly id: string;
  /** Counts up over the whole installation; a whole number of at most 53 bits. */
  readonly number: number;
  readonly status: ContactStatus;
  readonly statusChangedAt: string;
  readonly createdAt: string;
  readonly queueId: string;
  readonly queueName: string;
  readonly owner: ChannelAgent | null;
  readonly fields: readonly FieldValue[];
}

/** A customer in a contact that several take part in. */
export interface ThreadParticipant {
  readonly customerId: string;
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly imageUrl: string | null;
  /** What stands before it in the log is not for them. */
  readonly fromSeq: number;
  /** false: they have left. */
  readonly isHere: boolean;
}

/** A conversation on a channel. */
export interface Thread {
  /** The conversation's id. */
  readonly id: string;
  readonly channelId: string;
  readonly customerId: string;
  /** As the app wrote it first; compared without regard to case. */
  readonly externalId: string;
  readonly name: string;
  readonly archived: boolean;
  /** false: archived, or live and ended. */
  readonly canAddMessages: boolean;
  readonly createdAt: string;
  /** Of the last message, or of its making. */
  readonly updatedAt: string;
  readonly lastSeq: number;
  /** Messages of the company that the customer has not seen; and the other way about. */
  readonly unseenByCustomer: number;
  readonly unseenByAgents: number;
  readonly customerReadUpTo: number;
  readonly agentReadUpTo: number;
  readonly contact: ThreadContact;
  /** Everybody in its latest contact, whose thread it is among them; empty: nobody was ever invited. */
  readonly participants: readonly ThreadParticipant[];
}

/** Who a customer of a channel is. */
export interface ChannelPerson {
  /** The customer's id in our directory. */
  readonly customerId: string;
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly imageUrl: string | null;
  readonly fields: readonly FieldValue[];
}

/** A customer at a channel. Made from a connection or token, never from a payload. */
export interface ChannelActor {
  readonly kind: 'channel';
  readonly tenantId: string;
  readonly brandId: number;
  readonly channelId: string;
  readonly customerId: string;
  readonly externalId: string;
  readonly name: string;
  readonly visitorId: string;
  /** null: an anonymous channel, which has no sessions. */
  readonly sessionId: string | null;
}

/** Channels and threads inside a transaction. */
export interface Channels {
  channel(channelId: string): Promise<Channel | null>;
  channels(): Promise<Channel[]>;
  /** Makes or changes. Refuses `already_exists` for a name that another has. */
  saveChannel(settings: ChannelSettings, sealedOpenIdSecret?: string | null): Promise<void>;
  sealedOpenIdSecret(channelId: string): Promise<string | null>;
  /** False: there is none. Refuses `in_use` while it has threads. */
  removeChannel(channelId: string): Promise<boolean>;

  /**
   * Finds or makes the customer behind an external id; keeps the newest name. `subject`: proven by the provider `issuer`, and then the
   * company's own customer.
   */
  identify(person: {
    id: string;
    channelId: string;
    externalId: string;
    firstName: string;
    lastName: string;
    imageUrl: string | null;
    subject?: string;
    issuer?: string;
  }): Promise<ChannelPerson>;
  /** Empty parts change nothing. null: unknown. */
  renamePerson(
    channelId: string,
    customerId: string,
    name: { firstName: string; lastName: string; imageUrl: string | null },
  ): Promise<ChannelPerson | null>;
  person(channelId: string, customerId: string): Promise<ChannelPerson | null>;
  /** Merges by ident; the newer `updatedAt` wins. Yields all of them. */
  setCustomerFields(customerId: string, fields: readonly FieldValue[]): Promise<readonly FieldValue[]>;
  setContactFields(contactId: string, fields: readonly FieldValue[]): Promise<readonly FieldValue[]>;

  /** One of this customer's threads; without `externalId` the newest of them. null: none such. */
  thread(channelId: string, customerId: string, externalId: string | null): Promise<Thread | null>;
  threadById(conversationId: string): Promise<Thread | null>;
  /** By the number of any of its contacts; null: none of this customer's on this channel. */
  threadByContactNumber(channelId: string, customerId: string, number: number): Promise<Thread | null>;
  /** Newest activity first, at most `limit` (500 at most). */
  threads(
    channelId: string,
    customerId: string,
    limit: number,
    behind?: { readonly updatedAt: string; readonly id: string },
  ): Promise<Thread[]>;
  /** Makes the conversation without its contact. false: this customer has a thread of this external id already, or one at all where there is to be one. */
  createThread(thread: {
    id: string;
    channelId: string;
    customerId: string;
    contactId: string;
    externalId: string;
    name: string;
    locale: string | null;
  }): Promise<boolean>;
  /**
   * A further contact in a conversation whose last one has ended, neither archived nor live: one conditional UPDATE; false: somebody was
   * first. The contact is made before it in the same transaction. A wrap-up of the last one that nobody has written is dropped.
   */
  reopenThread(conversationId: string, contactId: string): Promise<boolean>;
  /** False: it has this name. */
  renameThread(conversationId: string, name: string): Promise<boolean>;
  /** False: it is archived, or its contact is open. */
  archiveThread(conversationId: string): Promise<boolean>;
  /** Threads of other customers in whose latest contact this one takes part. */
  joined(channelId: string, customerId: string): Promise<Thread[]>;
  /** False: so many invitations to this contact are good already. */
  addInvitation(invitation: {
    digest: Uint8Array;
    conversationId: string;
    contactId: string;
    channelId: string;
    seconds: number;
    most: number;
  }): Promise<boolean>;
  /** The contact that a code opens, if it is of this channel and good; null: it is not. */
  invitation(channelId: string, digest: Uint8Array): Promise<{ conversationId: string; contactId: string } | null>;
  /** Lets a customer take part, again too. here: they do already · full: as many as `most` do. Decided under the contact's lock. */
  addParticipant(participant: {
    thread: Thread;
    customerId: string;
    /** Whether they were there before does not count. */
    most: number;
  }): Promise<'added' | 'here' | 'full'>;
  /** null: they did not take part in a contact of this number. `wasHere` false: they had left. */
  removeParticipant(
    channelId: string,
    customerId: string,
    contactNumber: number,
  ): Promise<{ conversationId: string; contactId: string; wasHere: boolean } | null>;
  /** Newest first, entries that customers may see but for read marks, below `before`. */
  history(conversationId: string, before: number | null, limit: number): Promise<StoredEntry[]>;
  /** Those of these contacts that belong to this conversation. */
  contactsOf(conversationId: string, contactIds: readonly string[]): Promise<ThreadContact[]>;
  agentsByIds(ids: readonly string[]): Promise<ChannelAgent[]>;
}
