import type { EngineClock, Timing } from '../clock.ts';
import type { SipRequest } from '../message/sip-message.ts';
import { writeResponse } from '../message/write-message.ts';
import { type Endpoint, isReliable } from '../transport/endpoint.ts';
import type { OutgoingResponse } from './outgoing.ts';

export interface ServerSurroundings {
  readonly clock: EngineClock;
  readonly timing: Timing;
  /** Never rejects: an answer that is lost is asked for again. */
  send(text: string, to: Endpoint): void;
  readonly onGone: (transaction: ServerTransaction) => void;
}

type State = 'proceeding' | 'completed' | 'accepted' | 'confirmed' | 'gone';

/** RFC 3261, 17.2 with RFC 6026: answers a request once, however often it comes, and a refused INVITE until its ACK. */
export class ServerTransaction {
  readonly key: string;
  readonly request: SipRequest;
  readonly from: Endpoint;
  /** Of our side of the dialog that an answer makes. */
  readonly toTag: string;
  readonly #around: ServerSurroundings;
  readonly #isInvite: boolean;
  #state: State = 'proceeding';
  #last: string | null = null;
  #cancelResend: () => void = () => {};
  #cancelEnd: () => void = () => {};
  #onCancel: () => void = () => {};

  constructor(request: SipRequest, from: Endpoint, toTag: string, around: ServerSurroundings) {
    this.key = serverKey(request);
    this.request = request;
    this.from = from;
    this.toTag = toTag;
    this.#around = around;
    this.#isInvite = request.method === 'INVITE';
  }

  get isAnswered(): boolean {
    return this.#state !== 'proceeding';
  }

  /** Called at most once, before it is answered; the 200 to the CANCEL itself is sent already. */
  onCancel(run: () => void): void {
    this.#onCancel = run;
  }

  respond(response: OutgoingResponse): void {
    if (this.#state !== 'proceeding') return;
    const { timing } = this.#around;
    this.#last = writeResponse(this.request, { ...response, toTag: this.toTag, received: this.from });
    this.#around.send(this.#last, this.from);
    if (response.status < 200) return;
    if (!this.#isInvite) {
      this.#state = 'completed';
      this.#endAfter(isReliable(this.from.transport) ? 0 : 64 * timing.t1);
    } else if (response.status < 300) {
      this.#state = 'accepted';
      this.#endAfter(64 * timing.t1);
    } else {
      this.#state = 'completed';
      if (!isReliable(this.from.transport)) this.#resendAfter(timing.t1);
      this.#endAfter(64 * timing.t1);
    }
  }

  /** A 2xx to an INVITE is sent again by whoever answered, until the ACK of the dialog comes. */
  resendAccepted(): void {
    if (this.#state === 'accepted' && this.#last !== null) this.#around.send(this.#last, this.from);
  }

  /** The same request again, or the ACK to our refusal. */
  receive(request: SipRequest): void {
    if (request.method === 'ACK') {
      if (this.#state !== 'completed') return;
      this.#state = 'confirmed';
      this.#cancelResend();
      this.#endAfter(isReliable(this.from.transport) ? 0 : this.#around.timing.t4);
      return;
    }
    const repeats = this.#state === 'proceeding' || this.#state === 'completed';
    if (repeats && this.#last !== null) this.#around.send(this.#last, this.from);
  }

  cancel(): void {
    if (this.#state !== 'proceeding') return;
    const run = this.#onCancel;
    this.#onCancel = () => {};
    run();
  }

  #resendAfter(milliseconds: number): void {
    this.#cancelResend = this.#around.clock.after(milliseconds, () => {
      if (this.#state !== 'completed' || this.#last === null) return;
      this.#around.send(this.#last, this.from);
      this.#resendAfter(Math.min(2 * milliseconds, this.#around.timing.t2));
    });
  }

  #endAfter(milliseconds: number): void {
    this.#cancelEnd();
    this.#cancelEnd = this.#around.clock.after(milliseconds, () => this.#end());
  }

  #end(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#cancelResend();
    this.#cancelEnd();
    this.#around.onGone(this);
  }
}

/** RFC 3261, 17.2.3. An ACK and a CANCEL find the INVITE by the same key. */
export function serverKey({ via, method }: SipRequest): string {
  const found = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method;
  return `${via.branch} ${via.host}:${via.port ?? ''} ${found}`;
}
