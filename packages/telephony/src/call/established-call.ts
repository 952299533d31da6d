import type { CallFailure, TelephonyReply } from '@alongside/domain';
import type { SipRequest, SipResponse } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';
import { flows } from '../sdp/negotiate.ts';
import { parseSdp } from '../sdp/parse-sdp.ts';
import type { OutgoingRequest } from '../transaction/outgoing.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { AcceptedInvite } from './accepted-invite.ts';
import { type Asked, ask } from './ask.ts';
import type { CallSdp } from './call-sdp.ts';
import type { Dialog } from './dialog.ts';
import { dtmfOf } from './dtmf-info.ts';
import { refuse } from './refuse.ts';
import { ALLOW, type CallServices, type DialogReceiver, type Line } from './services.ts';
import { Transfer } from './transfer.ts';

export interface Established {
  readonly services: CallServices;
  readonly sipCallId: string;
  readonly dialog: Dialog;
  readonly line: Line;
  readonly sdp: CallSdp;
  /** Once, whoever ended it. */
  readonly onEnd: (by: 'peer' | 'us', failure: CallFailure | null, status: number | null) => void;
}

/** A call with two sides: everything that happens between its answer and its end. */
export class EstablishedCall implements DialogReceiver {
  readonly #call: Established;
  readonly transfer: Transfer;
  #over = false;
  /** Our own re-INVITE is on its way. */
  #changing = false;
  #accepted: AcceptedInvite | null = null;
  /** A re-INVITE came without an offer: ours went out in the 200, their answer is in the ACK. */
  #awaitsAnswer = false;
  /** What the platform knows of the other side's sound. */
  #told: string;
  #cancelLiveness: () => void = () => {};

  constructor(call: Established) {
    this.#call = call;
    this.#told = JSON.stringify({ remote: call.sdp.remote, sends: true, receives: true });
    this.transfer = new Transfer(call, (asked) => this.#judge(asked));
    this.transfer.onDone = () => this.hangUp();
    call.services.watch(call.dialog, this);
    this.#stayAlive();
  }

  get dialog(): Dialog {
    return this.#call.dialog;
  }

  get line(): Line {
    return this.#call.line;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Sends BYE; what comes back changes nothing any more. */
  hangUp(failure: CallFailure | null = null): void {
    if (this.#over) return;
    void this.#ask((extra) => this.dialog.request('BYE', extra));
    this.#end('us', failure, null);
  }

  async hold(held: boolean): Promise<TelephonyReply> {
    const { sdp, services } = this.#call;
    if (this.#over || this.#changing || this.#accepted)
      return refuse('wrong_state', 'The call is being changed or over; try again.');
    const before = sdp.held;
    sdp.held = held;
    this.#changing = true;
    let asked = await this.#reinvite();
    if (asked.kind === 'answered' && asked.response.status === 491 && !this.#over) {
      // Both sides asked at once: wait for a time that the other does not (RFC 3261, 14.1).
      await new Promise<void>((resolve) =>
        services.clock.after(4.2 * services.timing.t1 * (1 + services.randomNumber()), resolve),
      );
      if (!this.#over) asked = await this.#reinvite();
    }
    this.#changing = false;
    const ok = asked.kind === 'answered' && asked.response.status < 300;
    if (ok && !this.#over) return { ok: true, value: undefined };
    sdp.held = before;
    this.#judge(asked);
    return refuse('wrong_state', `The other side does not change the call (${statusOf(asked) ?? 'no answer'}).`);
  }

  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (!this.dialog.takes(request)) {
      transaction.respond({ status: 500 });
      return;
    }
    switch (request.method) {
      case 'BYE':
        transaction.respond({ status: 200 });
        this.transfer.peerLeft();
        this.#end('peer', null, null);
        return;
      case 'INVITE':
      case 'UPDATE':
        this.#change(transaction);
        return;
      case 'INFO':
        this.#info(transaction);
        return;
      case 'NOTIFY':
        this.transfer.notified(transaction);
        return;
      case 'REFER':
        this.transfer.asked(transaction);
        return;
      default:
        transaction.respond(
          request.method === 'OPTIONS'
            ? { status: 200, fields: [['Allow', ALLOW]] }
            : { status: 405, fields: [['Allow', ALLOW]] },
        );
    }
  }

  receiveAck(ack: SipRequest): void {
    if (!this.#accepted || this.#accepted.cseq !== ack.cseq) return;
    this.#accepted.acknowledge();
    if (!this.#awaitsAnswer) return;
    this.#awaitsAnswer = false;
    this.#tell(this.#call.sdp.take(ack.body));
  }

  #change(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { sdp, services } = this.#call;
    const isInvite = request.method === 'INVITE';
    if (this.#changing || this.#accepted) {
      transaction.respond({ status: 491 });
      return;
    }
    const empty = request.body.trim() === '';
    const taken = empty ? null : sdp.take(request.body);
    if (!empty && !taken) {
      transaction.respond({ status: parseSdp(request.body) ? 488 : 400 });
      return;
    }
    this.dialog.retarget(request);
    const body = taken ? sdp.answer(taken.sdp) : isInvite ? sdp.offer() : '';
    const fields: Field[] = [
      ['Contact', `<${this.dialog.contact}>`],
      ['Allow', ALLOW],
    ];
    if (body !== '') fields.push(['Content-Type', 'application/sdp']);
    transaction.respond({ status: 200, fields, body });
    if (isInvite) {
      this.#awaitsAnswer = taken === null;
      const accepted = new AcceptedInvite(services, transaction);
      this.#accepted = accepted;
      void accepted.done.then((acknowledged) => {
        this.#accepted = null;
        if (!acknowledged) this.hangUp('network');
      });
    }
    this.#tell(taken);
  }

  #tell(taken: ReturnType<CallSdp['take']>): void {
    if (!taken || this.#over) return;
    const { services, sipCallId } = this.#call;
    const change = { remote: taken.remote, ...flows(taken.sdp) };
    // Carriers send the same again and again, to see whether we are still there.
    if (JSON.stringify(change) === this.#told) return;
    this.#told = JSON.stringify(change);
    services.emit({ type: 'changed', sipCallId, ...change });
  }

  #info(transaction: ServerTransaction): void {
    const { services, sipCallId } = this.#call;
    const digit = dtmfOf(transaction.request);
    transaction.respond({ status: 200 });
    if (digit !== null) services.emit({ type: 'dtmf', sipCallId, digit });
  }

  async #reinvite(): Promise<Asked> {
    const { sdp } = this.#call;
    const body = sdp.offer();
    let ack = '';
    const asked = await this.#ask(
      (extra) => this.dialog.request('INVITE', [...extra, ['Allow', ALLOW], ['Content-Type', 'application/sdp']], body),
      () => this.#call.services.transactions.resend(ack, this.dialog.endpoint),
    );
    if (asked.kind !== 'answered' || asked.response.status >= 300) return asked;
    this.dialog.retarget(asked.response);
    ack = this.#acknowledge(asked.response);
    const taken = sdp.take(asked.response.body);
    // Held by us it does not send: that is no news.
    if (taken && !sdp.held) this.#tell(taken);
    return asked;
  }

  #acknowledge(response: SipResponse): string {
    return this.#call.services.transactions.sendOnce(this.dialog.ack(response.cseq), this.dialog.endpoint);
  }

  #ask(make: (extra: readonly Field[]) => OutgoingRequest, onAgain?: (response: SipResponse) => void): Promise<Asked> {
    const { services, line } = this.#call;
    const { transactions, randomText } = services;
    const { credentials } = line;
    return ask({ transactions, randomText, make, to: this.dialog.endpoint, credentials, ...(onAgain && { onAgain }) });
  }

  /** Whoever lost the call cannot be told that it is over, but we can. */
  #judge(asked: Asked): void {
    const lost = asked.kind !== 'answered' || asked.response.status === 481 || asked.response.status === 408;
    if (!lost || this.#over) return;
    if (asked.kind === 'answered') void this.#ask((extra) => this.dialog.request('BYE', extra));
    this.#end('peer', 'network', statusOf(asked));
  }

  #stayAlive(): void {
    const { services } = this.#call;
    this.#cancelLiveness = services.clock.after(services.liveness, () => {
      void this.#ask((extra) => this.dialog.request('OPTIONS', extra)).then((asked) => {
        this.#judge(asked);
        if (!this.#over) this.#stayAlive();
      });
    });
  }

  #end(by: 'peer' | 'us', failure: CallFailure | null, status: number | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelLiveness();
    this.#accepted?.drop();
    this.transfer.drop();
    this.#call.services.unwatch(this.dialog);
    this.#call.onEnd(by, failure, status);
  }
}

const statusOf = (asked: Asked) => (asked.kind === 'answered' ? asked.response.status : null);
