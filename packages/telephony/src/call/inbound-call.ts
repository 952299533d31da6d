import type { CallFailure, LocalRtp, TelephonyReply } from '@alongside/domain';
import type { SipRequest } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { AcceptedInvite } from './accepted-invite.ts';
import type { CallSdp } from './call-sdp.ts';
import type { Dialog } from './dialog.ts';
import { EstablishedCall } from './established-call.ts';
import { done, refuse } from './refuse.ts';
import { ALLOW, type CallServices, type DialogReceiver, type Line } from './services.ts';

/** Milliseconds that a call may ring here; every platform answers sooner, with a person or with music. */
const LONGEST_RINGING = 180_000;

type Why = 'busy' | 'declined' | 'unavailable' | 'not_found';
const statuses: Readonly<Record<Why, number>> = { busy: 486, declined: 603, unavailable: 480, not_found: 404 };

export interface Inbound {
  readonly services: CallServices;
  readonly sipCallId: string;
  readonly transaction: ServerTransaction;
  readonly dialog: Dialog;
  readonly line: Line;
  readonly sdp: CallSdp;
  readonly onEnd: (by: 'peer' | 'us', failure: CallFailure | null, status: number | null) => void;
}

/** Somebody calls us. */
export class InboundCall implements DialogReceiver {
  readonly #call: Inbound;
  #established: EstablishedCall | null = null;
  #accepted: AcceptedInvite | null = null;
  /** The description that went out with 183: the 200 repeats it. */
  #described: string | null = null;
  #over = false;
  readonly #cancelGuard: () => void;

  constructor(call: Inbound) {
    this.#call = call;
    call.services.watch(call.dialog, this);
    call.transaction.onCancel(() => {
      call.transaction.respond({ status: 487 });
      this.#end('peer', 'cancelled', 487);
    });
    this.#cancelGuard = call.services.clock.after(LONGEST_RINGING, () => this.reject('unavailable'));
  }

  get established(): EstablishedCall | null {
    return this.#established;
  }

  ring(): TelephonyReply {
    if (this.#over || this.#accepted) return refuse('wrong_state', 'The call does not ring any more.');
    this.#call.transaction.respond({ status: 180, fields: [['Contact', `<${this.#call.dialog.contact}>`]] });
    return done;
  }

  async answer(local: LocalRtp, early: boolean): Promise<TelephonyReply> {
    const { transaction, services } = this.#call;
    if (this.#over || this.#accepted) return refuse('wrong_state', 'The call was answered before or is over.');
    const body = this.#describe(local);
    const fields: Field[] = [
      ['Contact', `<${this.#call.dialog.contact}>`],
      ['Allow', ALLOW],
      ['Content-Type', 'application/sdp'],
    ];
    transaction.respond({ status: early ? 183 : 200, fields, body });
    if (early) return done;
    this.#cancelGuard();
    const accepted = new AcceptedInvite(services, transaction);
    this.#accepted = accepted;
    const acknowledged = await accepted.done;
    if (this.#over) return refuse('wrong_state', 'The caller hung up.');
    this.#establish();
    if (acknowledged) return done;
    // Nobody took our answer: nobody may be charged for it.
    this.#established?.hangUp('network');
    return refuse('wrong_state', 'The caller never confirmed our answer; the call is over.');
  }

  reject(why: Why): TelephonyReply {
    if (this.#over || this.#accepted) return refuse('wrong_state', 'The call was answered before or is over.');
    const status = statuses[why];
    this.#call.transaction.respond({ status });
    this.#end('us', 'refused', status);
    return done;
  }

  hangUp(): void {
    if (this.#over) return;
    if (this.#established) this.#established.hangUp();
    else if (this.#accepted) {
      // BYE before the ACK is allowed to us only after it (RFC 3261, 15); the caller's ACK comes or the answer runs out.
      const accepted = this.#accepted;
      void accepted.done.then(() => this.#bye());
      this.#end('us', null, null);
    } else {
      this.#call.transaction.respond({ status: 480 });
      this.#end('us', null, null);
    }
  }

  /** Before the answer a caller may only hang up; after it everything else, which a lost ACK must not delay. */
  receive(transaction: ServerTransaction): void {
    const { method } = transaction.request;
    if (this.#accepted && !this.#over && method !== 'BYE') {
      transaction.respond(
        method === 'INVITE' || method === 'UPDATE' ? { status: 500, fields: [['Retry-After', '1']] } : { status: 200 },
      );
      return;
    }
    if (method !== 'BYE') {
      transaction.respond({ status: method === 'OPTIONS' ? 200 : 481 });
      return;
    }
    this.#call.dialog.takes(transaction.request);
    transaction.respond({ status: 200 });
    this.#call.transaction.respond({ status: 487 });
    this.#end('peer', this.#accepted ? null : 'cancelled', null);
  }

  receiveAck(ack: SipRequest): void {
    if (this.#accepted?.cseq === ack.cseq) this.#accepted.acknowledge();
  }

  #describe(local: LocalRtp): string {
    if (this.#described !== null) return this.#described;
    const { sdp, transaction } = this.#call;
    sdp.local = local;
    const taken = sdp.take(transaction.request.body);
    if (!taken) throw new Error('A call without a usable offer was let in.');
    this.#described = sdp.answer(taken.sdp);
    return this.#described;
  }

  #establish(): void {
    const { services, sipCallId, dialog, line, sdp } = this.#call;
    const onEnd: Inbound['onEnd'] = (by, failure, status) => this.#end(by, failure, status);
    this.#established = new EstablishedCall({ services, sipCallId, dialog, line, sdp, onEnd });
  }

  /** After the record of the call is closed. */
  #bye(): void {
    const { services, dialog } = this.#call;
    const nobody = { onResponse: () => {}, onTimeout: () => {}, onFailed: () => {} };
    services.transactions.request(dialog.request('BYE'), dialog.endpoint, nobody);
    services.unwatch(dialog);
  }

  #end(by: 'peer' | 'us', failure: CallFailure | null, status: number | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelGuard();
    const waitsForAck = by === 'us' && this.#accepted !== null && this.#established === null;
    if (!waitsForAck) {
      this.#accepted?.drop();
      if (!this.#established) this.#call.services.unwatch(this.#call.dialog);
    }
    this.#call.onEnd(by, failure, status);
  }
}
