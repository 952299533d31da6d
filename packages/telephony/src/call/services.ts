import type { Logger, TelephonyEvent } from '@alongside/domain';
import type { Credentials } from '../auth/answer-challenge.ts';
import type { EngineClock, Timing } from '../clock.ts';
import type { SipRequest } from '../message/sip-message.ts';
import type { MediaPolicy } from '../sdp/negotiate.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Transactions } from '../transaction/transactions.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { Dialog } from './dialog.ts';

/** What calls need of the engine around them. */
export interface CallServices {
  readonly clock: EngineClock;
  readonly timing: Timing;
  readonly log: Logger;
  readonly transactions: Transactions;
  /** Letters and digits that nobody can guess. */
  readonly randomText: () => string;
  /** 0 ≤ x < 1. */
  readonly randomNumber: () => number;
  readonly emit: (event: TelephonyEvent) => void;
  /** From now on requests and ACKs of this dialog come to `receiver`. */
  readonly watch: (dialog: Dialog, receiver: DialogReceiver) => void;
  readonly unwatch: (dialog: Dialog) => void;
  /** Milliseconds between two questions whether the peer still has the call. */
  readonly liveness: number;
}

export interface DialogReceiver {
  receive(transaction: ServerTransaction): void;
  receiveAck(ack: SipRequest): void;
}

/** The way a call goes: a trunk or an agent's device. */
export interface Line {
  readonly kind: 'trunk' | 'device';
  readonly media: MediaPolicy;
  readonly credentials: Credentials | null;
  /** Our Contact there, as an address. */
  readonly contact: (to: Endpoint) => string;
  /** Host of the addresses that we write for numbers there. */
  readonly domain: string;
}

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY';
export const USER_AGENT = 'Alongside';
