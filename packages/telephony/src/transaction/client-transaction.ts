import type { EngineClock, Timing } from '../clock.ts';
import type { SipResponse } from '../message/sip-message.ts';
import { type Field, writeRequest } from '../message/write-message.ts';
import { type Endpoint, faultOf, isReliable, type TransportFailed } from '../transport/endpoint.ts';
import type { OutgoingRequest } from './outgoing.ts';

/** Who asked. One of the three ends it, but for an INVITE, which may have several 2xx. */
export interface ClientUser {
  onResponse(response: SipResponse): void;
  /** Nobody answered, or nobody answered in the end. */
  onTimeout(): void;
  onFailed(failure: TransportFailed): void;
}

export interface ClientSurroundings {
  readonly clock: EngineClock;
  readonly timing: Timing;
  send(text: string, to: Endpoint): Promise<void>;
  readonly onGone: (transaction: ClientTransaction) => void;
}

type State = 'trying' | 'proceeding' | 'completed' | 'accepted' | 'gone';

/** RFC 3261, 17.1 with the corrections of RFC 6026: sends a request until it is answered, and acknowledges refusals of an INVITE. */
export class ClientTransaction {
  readonly key: string;
  readonly to: Endpoint;
  readonly #request: OutgoingRequest;
  readonly #via: string;
  readonly #text: string;
  readonly #user: ClientUser;
  readonly #around: ClientSurroundings;
  readonly #isInvite: boolean;
  #state: State = 'trying';
  #cancelResend: () => void = () => {};
  #cancelEnd: () => void = () => {};

  constructor(
    request: OutgoingRequest,
    branch: string,
    via: string,
    to: Endpoint,
    user: ClientUser,
    around: ClientSurroundings,
  ) {
    this.key = clientKey(branch, request.method);
    this.to = to;
    this.#request = request;
    this.#via = via;
    this.#text = writeRequest(request.method, request.uri, [['Via', via], ...request.fields], request.body);
    this.#user = user;
    this.#around = around;
    this.#isInvite = request.method === 'INVITE';
  }

  get request(): OutgoingRequest {
    return this.#request;
  }

  get via(): string {
    return this.#via;
  }

  /** A provisional answer came, no final one yet: only then a CANCEL has something to find. */
  get isProceeding(): boolean {
    return this.#state === 'proceeding';
  }

  get isOpen(): boolean {
    return this.#state === 'trying' || this.#state === 'proceeding';
  }

  start(): void {
    const { timing } = this.#around;
    this.#transmit(this.#text);
    if (!isReliable(this.to.transport)) this.#resendAfter(timing.t1);
    this.#endAfter(64 * timing.t1, () => this.#expire());
  }

  receive(response: SipResponse): void {
    if (this.#state === 'gone') return;
    if (response.status < 200) this.#provisional(response);
    else if (this.#isInvite && response.status < 300) this.#accepted(response);
    else this.#final(response);
  }

  /** For an INVITE that was cancelled and stays unanswered. */
  giveUpAfter(milliseconds: number): void {
    if (this.isOpen) this.#endAfter(milliseconds, () => this.#expire());
  }

  #provisional(response: SipResponse): void {
    if (!this.isOpen) return;
    if (this.#state === 'trying' && this.#isInvite) {
      this.#cancelResend();
      this.#cancelEnd();
    }
    this.#state = 'proceeding';
    this.#user.onResponse(response);
  }

  #accepted(response: SipResponse): void {
    if (this.#state === 'completed') return;
    if (this.#state !== 'accepted') {
      this.#state = 'accepted';
      this.#cancelResend();
      this.#endAfter(64 * this.#around.timing.t1, () => this.#end());
    }
    this.#user.onResponse(response);
  }

  #final(response: SipResponse): void {
    const { timing } = this.#around;
    if (this.#isInvite && this.#state !== 'accepted') this.#acknowledge(response);
    if (!this.isOpen) return;
    this.#state = 'completed';
    this.#cancelResend();
    const linger = isReliable(this.to.transport) ? 0 : this.#isInvite ? 64 * timing.t1 : timing.t4;
    this.#endAfter(linger, () => this.#end());
    this.#user.onResponse(response);
  }

  /** RFC 3261, 17.1.1.3. */
  #acknowledge(response: SipResponse): void {
    const kept = (name: string) => this.#request.fields.filter(([field]) => field.toLowerCase() === name);
    const cseq = Number.parseInt(kept('cseq')[0]?.[1] ?? '0', 10);
    const fields: Field[] = [
      ['Via', this.#via],
      ...kept('route'),
      ['Max-Forwards', '70'],
      ...kept('from'),
      ['To', response.headers.get('to') ?? ''],
      ...kept('call-id'),
      ['CSeq', `${cseq} ACK`],
    ];
    this.#transmit(writeRequest('ACK', this.#request.uri, fields));
  }

  #resendAfter(milliseconds: number): void {
    const { clock, timing } = this.#around;
    this.#cancelResend = clock.after(milliseconds, () => {
      if (!this.isOpen) return;
      this.#transmit(this.#text);
      if (this.#isInvite) this.#resendAfter(2 * milliseconds);
      else this.#resendAfter(this.#state === 'proceeding' ? timing.t2 : Math.min(2 * milliseconds, timing.t2));
    });
  }

  #transmit(text: string): void {
    this.#around.send(text, this.to).catch((error: unknown) => {
      if (!this.isOpen) return;
      this.#end();
      this.#user.onFailed(faultOf(error));
    });
  }

  #expire(): void {
    if (!this.isOpen) return;
    this.#end();
    this.#user.onTimeout();
  }

  #endAfter(milliseconds: number, run: () => void): void {
    this.#cancelEnd();
    this.#cancelEnd = this.#around.clock.after(milliseconds, run);
  }

  #end(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#cancelResend();
    this.#cancelEnd();
    this.#around.onGone(this);
  }
}

export const clientKey = (branch: string, method: string) => `${branch} ${method}`;
