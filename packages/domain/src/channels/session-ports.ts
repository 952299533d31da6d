import type { ChannelIdentity } from '@alongside/protocol';

/** A customer's session on a channel: of one device, known in one way. */
export interface ChannelSession {
  readonly id: string;
  readonly channelId: string;
  readonly customerId: string;
  readonly identity: ChannelIdentity;
  readonly visitorId: string;
}

/** transaction: opens sockets, again and again until it ends · access: the same on channels without session tokens · refresh: used once. */
export type ChannelTokenKind = 'transaction' | 'access' | 'refresh';

/** Sessions on channels inside a transaction. Only digests of secrets come here. */
export interface ChannelSessions {
  begin(session: ChannelSession & { seconds: number; mostSeconds: number }): Promise<void>;
  /** Lives on for so long from now, up to its last day. False: it is over. */
  prolong(sessionId: string, seconds: number): Promise<boolean>;
  /** With all of its tokens, at once. False: it was over. */
  end(sessionId: string): Promise<boolean>;
  /** Those of them that are not over, nor of another way of knowing customers than their channel's. */
  live(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
  addToken(token: { digest: Uint8Array; kind: ChannelTokenKind; sessionId: string; seconds: number }): Promise<void>;
  /** The live session behind a token that is good now; null: there is none. */
  byToken(kind: ChannelTokenKind, digest: Uint8Array): Promise<ChannelSession | null>;
  /**
   * Uses a token up, if it is this device's and channel's, by one conditional UPDATE; it stays good for `graceSeconds` for a client that
   * does not hear our answer. `reused`: it was used up before that. Whether it is past its time does not count: its session does.
   */
  useToken(
    token: { kind: ChannelTokenKind; digest: Uint8Array; channelId: string; visitorId: string },
    graceSeconds: number,
  ): Promise<{ session: ChannelSession; reused: boolean } | null>;
  /** Who came with this code before, if it is still remembered; `session` null: it is over. */
  exchangedCode(
    channelId: string,
    digest: Uint8Array,
  ): Promise<{ visitorId: string; session: ChannelSession | null } | null>;
  /** Remembers a code, or remembers it longer. False: it is another session's. */
  keepCode(code: {
    channelId: string;
    digest: Uint8Array;
    visitorId: string;
    sessionId: string;
    seconds: number;
  }): Promise<boolean>;
  saveIdentityToken(token: {
    channelId: string;
    digest: Uint8Array;
    customerId: string;
    seconds: number;
  }): Promise<void>;
  /** Whose it is, for so long again from now; null: unknown or past. */
  identityOf(channelId: string, digest: Uint8Array, seconds: number): Promise<string | null>;
}
