/** The conversations of a load: each has a customer who writes and an agent who reads. */
export interface Lines {
  readonly count: number;
  /** True when the sender is told that its message is safe; XMPP servers say nothing. */
  readonly acknowledges: boolean;
  /** The customer of this conversation writes one message. */
  say(index: number, text: string): void;
  close(): void;
}

/** What a load hears back. Messages of one conversation are acknowledged and delivered in the order in which they were said. */
export interface Ear {
  acknowledged(index: number): void;
  /** `inOrder` false: a message was skipped, doubled or came too early. */
  delivered(index: number, inOrder: boolean): void;
  /** The server refused with `store_unavailable`, or because too much was under way; the message was said again with the same id. */
  repeated(): void;
  failed(reason: string): void;
}

/** One agent holds this many conversations on one socket. */
export const conversationsPerAgent = 10;

/** A chat message of common length: 118 characters. */
export const message =
  'Hello, this is a chat message of a common length, some one hundred and twenty characters of plain text, and no more.';

/** Whom a line speaks for at a native server. */
export interface Person {
  readonly token: string;
  readonly id: string;
  readonly name: string;
}
export interface SeededConversation {
  readonly conversationId: string;
  readonly contactId: string;
  readonly customer: Person;
  /** Place of its agent in `agents`. */
  readonly agent: number;
  /** End of its log when the run began. */
  readonly lastSeq: number;
}
export interface Population {
  readonly agents: readonly Person[];
  readonly conversations: readonly SeededConversation[];
}

/** What a load process connects to. */
export type Target =
  | { readonly kind: 'native'; readonly url: string; readonly bare: boolean; readonly population: Population }
  | { readonly kind: 'sdk'; readonly url: string; readonly bare: boolean; readonly population: Population }
  | { readonly kind: 'xmpp'; readonly port: number; readonly conversations: number };
