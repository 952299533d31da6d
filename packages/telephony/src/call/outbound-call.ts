import type { CallFailure } from '@alongside/domain';
import { answerChallenge, isStale } from '../auth/answer-challenge.ts';
import type { SipResponse } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';
import type { ClientTransaction } from '../transaction/client-transaction.ts';
import type { OutgoingRequest } from '../transaction/outgoing.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { CallSdp } from './call-sdp.ts';
import { Dialog } from './dialog.ts';
import { EstablishedCall } from './established-call.ts';
import { failureOf } from './failure.ts';
import { ALLOW, type CallServices, type Line, USER_AGENT } from './services.ts';

export interface Outbound {
  readonly services: CallServices;
  readonly sipCallId: string;
  readonly line: Line;
  readonly sdp: CallSdp;
  readonly to: Endpoint;
  /** Whom we call. */
  readonly uri: string;
  /** Whom they see: an address. */
  readonly caller: string;
  /** Milliseconds. */
  readonly ringing: number;
  readonly onEnd: (by: 'peer' | 'us', failure: CallFailure | null, status: number | null) => void;
}

/** We call somebody. */
export class OutboundCall {
  readonly #call: Outbound;
  readonly #callId: string;
  readonly #from: string;
  readonly #contact: string;
  readonly #offer: string;
  #seq = 0;
  #challenged = 0;
  #invite: ClientTransaction | null = null;
  #established: EstablishedCall | null = null;
  #answeredTag: string | null = null;
  #ack = '';
  #rang = false;
  #wantsCancel = false;
  #over = false;
  #cancelRinging: () => void = () => {};

  constructor(call: Outbound) {
    this.#call = call;
    this.#callId = call.services.randomText();
    this.#from = `<${call.caller}>;tag=${call.services.randomText()}`;
    this.#contact = call.line.contact(call.to);
    this.#offer = call.sdp.offer();
  }

  get established(): EstablishedCall | null {
    return this.#established;
  }

  start(): void {
    const { services, ringing } = this.#call;
    this.#send(null);
    this.#cancelRinging = services.clock.after(ringing, () => this.#cancel('no_answer'));
  }

  hangUp(): void {
    if (this.#established) this.#established.hangUp();
    else this.#cancel(null);
  }

  get #nobodyThere(): CallFailure {
    return this.#call.line.kind === 'trunk' ? 'trunk_down' : 'unreachable';
  }

  #send(credentials: Field | null): void {
    const { services, to, uri } = this.#call;
    this.#seq += 1;
    const fields: Field[] = [
      ['Max-Forwards', '70'],
      ['From', this.#from],
      ['To', `<${uri}>`],
      ['Call-ID', this.#callId],
      ['CSeq', `${this.#seq} INVITE`],
      ['Contact', `<${this.#contact}>`],
      ['Allow', ALLOW],
      ['User-Agent', USER_AGENT],
      ...(this.#call.line.kind === 'trunk' ? [['P-Preferred-Identity', `<${this.#call.caller}>`] as const] : []),
      ...(credentials ? [credentials] : []),
      ['Content-Type', 'application/sdp'],
    ];
    const request: OutgoingRequest = { method: 'INVITE', uri, fields, body: this.#offer };
    this.#invite = services.transactions.request(request, to, {
      onResponse: (response) => this.#take(request, response),
      onTimeout: () => this.#end('peer', this.#nobodyThere, 408),
      onFailed: () => this.#end('peer', this.#nobodyThere, null),
    });
  }

  #take(request: OutgoingRequest, response: SipResponse): void {
    const { status } = response;
    if (status < 200) this.#progress(response);
    else if (status < 300) this.#answered(request, response);
    else if (!this.#retry(request, response)) this.#end('peer', failureOf(status), status);
  }

  #progress({ status, body }: SipResponse): void {
    const { services, sipCallId, sdp } = this.#call;
    if (this.#wantsCancel) {
      this.#wantsCancel = false;
      if (this.#invite) services.transactions.cancel(this.#invite);
    }
    if (this.#over || (status !== 180 && status !== 183 && status !== 181 && status !== 182)) return;
    const early = body.trim() === '' ? null : sdp.take(body);
    if (this.#rang && !early) return;
    this.#rang = true;
    services.emit({ type: 'ringing', sipCallId, ...(early && { remote: early.remote }) });
  }

  #answered(request: OutgoingRequest, response: SipResponse): void {
    const { services, to, sdp, sipCallId, line } = this.#call;
    const tag = response.to.parameters.get('tag') ?? '';
    if (this.#answeredTag === tag) {
      services.transactions.resend(this.#ack, to);
      return;
    }
    const dialog = Dialog.ofClient(request, response, to, this.#contact);
    const ack = services.transactions.sendOnce(dialog.ack(response.cseq), to);
    if (this.#answeredTag !== null || this.#over) {
      // A second branch answered, or the answer crossed our CANCEL: nobody is there for it.
      const nobody = { onResponse: () => {}, onTimeout: () => {}, onFailed: () => {} };
      services.transactions.request(dialog.request('BYE'), to, nobody);
      if (this.#answeredTag === null) this.#answeredTag = tag;
      this.#ack = ack;
      return;
    }
    this.#answeredTag = tag;
    this.#ack = ack;
    this.#cancelRinging();
    const taken = sdp.take(response.body);
    const remote = taken?.remote ?? sdp.remote;
    const onEnd: Outbound['onEnd'] = (by, failure, status) => this.#end(by, failure, status);
    const call = new EstablishedCall({ services, sipCallId, dialog, line, sdp, onEnd });
    this.#established = call;
    if (!remote || (!taken && response.body.trim() !== '')) call.hangUp('no_common_codec');
    else services.emit({ type: 'answered', sipCallId, remote });
  }

  /** true: asked again with credentials. */
  #retry({ method, uri }: OutgoingRequest, response: SipResponse): boolean {
    const { credentials } = this.#call.line;
    const wants = response.status === 401 || response.status === 407;
    if (!wants || !credentials || this.#over) return false;
    if (this.#challenged >= 2 || (this.#challenged === 1 && !isStale(response))) return false;
    const field = answerChallenge(response, { method, uri }, credentials, this.#call.services.randomText());
    if (!field) return false;
    this.#challenged += 1;
    this.#send(field);
    return true;
  }

  #cancel(failure: CallFailure | null): void {
    if (this.#over) return;
    if (this.#invite?.isProceeding) this.#call.services.transactions.cancel(this.#invite);
    else this.#wantsCancel = true;
    this.#end('us', failure, null);
  }

  #end(by: 'peer' | 'us', failure: CallFailure | null, status: number | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelRinging();
    this.#call.onEnd(by, failure, status);
  }
}
