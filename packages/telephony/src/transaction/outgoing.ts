import type { Field } from '../message/write-message.ts';

/** A request before it has a Via: that is the transaction's. */
export interface OutgoingRequest {
  readonly method: string;
  readonly uri: string;
  /** From, To, Call-ID, CSeq and the rest, in order. */
  readonly fields: readonly Field[];
  readonly body?: string;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly fields?: readonly Field[];
  readonly body?: string;
}
