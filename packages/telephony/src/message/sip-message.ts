import type { Headers } from './headers.ts';
import type { NameAddress } from './name-address.ts';
import type { Via } from './via.ts';

interface Common {
  readonly headers: Headers;
  readonly body: string;
  /** The topmost. */
  readonly via: Via;
  readonly from: NameAddress;
  readonly to: NameAddress;
  readonly callId: string;
  readonly cseq: number;
  /** Of CSeq: in a response, what it answers. */
  readonly method: string;
}

export interface SipRequest extends Common {
  readonly kind: 'request';
  /** As written. */
  readonly uri: string;
}

export interface SipResponse extends Common {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

export type SipMessage = SipRequest | SipResponse;
