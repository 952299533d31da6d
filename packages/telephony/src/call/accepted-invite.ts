import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { CallServices } from './services.ts';

/** A 200 to an INVITE on its way: sent again until the ACK comes (RFC 3261, 13.3.1.4), also over TCP. */
export class AcceptedInvite {
  readonly cseq: number;
  readonly done: Promise<boolean>;
  #settle: (acknowledged: boolean) => void = () => {};
  #cancelResend: () => void = () => {};
  readonly #cancelEnd: () => void;

  constructor({ clock, timing }: CallServices, transaction: ServerTransaction) {
    this.cseq = transaction.request.cseq;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const resendAfter = (milliseconds: number) => {
      this.#cancelResend = clock.after(milliseconds, () => {
        transaction.resendAccepted();
        resendAfter(Math.min(2 * milliseconds, timing.t2));
      });
    };
    resendAfter(timing.t1);
    // A little before the transaction itself is over.
    this.#cancelEnd = clock.after(63 * timing.t1, () => this.#end(false));
  }

  acknowledge(): void {
    this.#end(true);
  }

  drop(): void {
    this.#end(false);
  }

  #end(acknowledged: boolean): void {
    this.#cancelResend();
    this.#cancelEnd();
    this.#settle(acknowledged);
  }
}
