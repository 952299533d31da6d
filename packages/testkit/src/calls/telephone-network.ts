import type { TelephonyEngine } from '@alongside/domain';

/** The other side of a telephony engine, as a test steers it: a carrier with telephones behind it. */
export interface TelephoneNetwork {
  readonly engine: TelephonyEngine;
  /** A trunk that is up. */
  readonly trunkId: string;
  /** Somebody calls `to` over the trunk. */
  call(from: string, to: string): Promise<RemoteCaller>;
  /** The next of our calls that reaches the carrier and was not asked for before. */
  nextCall(): Promise<RemoteTelephone>;
  close(): Promise<void>;
}

/** Who called us. */
export interface RemoteCaller {
  rings(): Promise<void>;
  /** Resolves once our answer is there, and confirms it. */
  isAnswered(): Promise<void>;
  /** Resolves with the status of our refusal. */
  isRefused(): Promise<number>;
  giveUp(): Promise<void>;
  hangUp(): Promise<void>;
  /** Resolves once we have hung up. */
  isEnded(): Promise<void>;
  pressByInfo(digit: string): Promise<void>;
}

/** Whom we called. */
export interface RemoteTelephone {
  readonly number: string;
  ring(): Promise<void>;
  answer(): Promise<void>;
  refuse(status: number): Promise<void>;
  hangUp(): Promise<void>;
  isEnded(): Promise<void>;
  /** Resolves once we have given up while it rang. */
  isCancelled(): Promise<void>;
  /** Takes our order to call somebody else, and says how that went. */
  takesTransfer(status: number): Promise<string>;
}
